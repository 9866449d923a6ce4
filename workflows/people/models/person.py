"""人员: everybody the procedures know; the user model."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from encrypted_fields.fields import EncryptedCharField

from workflows.people.models.organization import Organization
from workflows.people.secrets import blind_index, masked_id_number, masked_phone
from workflows.store.loaded import Loaded


class Sex(models.TextChoices):
    """性别 as identity papers have it."""

    MALE = "male", "男"
    FEMALE = "female", "女"


class PersonManager(BaseUserManager["Person"]):
    """Makes people, with or without a password of their own."""

    def create_user(self, username: str, password: str | None = None, **facts: object) -> Person:
        """Create a person who signs in with the password, or cannot sign in yet where there is none."""
        person = self.model(username=username, **facts)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def create_superuser(self, username: str, password: str | None = None, **facts: object) -> Person:
        """Create the keeper of the installation; holds no League post by that."""
        return self.create_user(username, password, is_staff=True, is_superuser=True, **facts)

    def with_id_number(self, id_number: str) -> models.QuerySet[Person]:
        """Find by ID number without decrypting anybody's; nobody has the empty one."""
        index = blind_index(id_number)
        return self.filter(id_index=index) if index else self.none()


class Person(Loaded, AbstractBaseUser, PermissionsMixin):
    """One person.

    League status and Party facts are the register's; here is only who the person is and on whose roll.
    ID number and telephone are encrypted at rest; `id_index` is what a search compares. `former_root` is where the
    cases lie of somebody whom an organization outside the system has taken in.
    """

    username = models.CharField("登录名", max_length=64, unique=True)
    name = models.CharField("姓名", max_length=60)
    pinyin = models.CharField("拼音", max_length=160, blank=True)
    sex = models.CharField("性别", max_length=6, choices=Sex.choices, blank=True)
    ethnicity = models.CharField("民族", max_length=20, blank=True)
    born = models.DateField("出生日期", null=True, blank=True)
    id_number = EncryptedCharField("身份证号", max_length=255, null=True, blank=True)
    id_index = models.CharField(max_length=64, unique=True, null=True, blank=True, editable=False)
    phone = EncryptedCharField("手机号码", max_length=255, null=True, blank=True)
    phone_index = models.CharField(max_length=64, null=True, blank=True, editable=False, db_index=True)
    email = models.EmailField("电子邮箱", blank=True)
    native_place = models.CharField("籍贯", max_length=60, blank=True)
    education = models.CharField("文化程度", max_length=40, blank=True)
    work = models.CharField("工作单位及职务", max_length=120, blank=True)
    home = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="people", verbose_name="所在组织"
    )
    former_root = models.CharField(max_length=4, blank=True, default="", editable=False)
    is_active = models.BooleanField("可登录", default=True)
    is_staff = models.BooleanField("后台管理", default=False)
    joined_at = models.DateTimeField("建档时间", auto_now_add=True)

    objects: ClassVar[PersonManager] = PersonManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        verbose_name = "人员"
        verbose_name_plural = "人员"
        indexes = (
            models.Index(fields=("home", "name"), name="person_home_name"),
            models.Index(fields=("name",), name="person_called", opclasses=("varchar_pattern_ops",)),
            models.Index(fields=("pinyin",), name="person_pinyin_begins", opclasses=("varchar_pattern_ops",)),
        )

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        """Save with the blind indexes kept in step with what they index."""
        self.keep_indexes()
        super().save(*args, **kwargs)  # type: ignore[arg-type]  # passed through as given

    def keep_indexes(self) -> None:
        """Compute the blind indexes; a bulk insert calls this, for it does not save."""
        self.id_index = blind_index(self.id_number or "")
        self.phone_index = blind_index(self.phone or "")

    def get_full_name(self) -> str:
        """Return the name."""
        return self.name

    @property
    def masked_id_number(self) -> str:
        """The ID number as pages may show it."""
        return masked_id_number(self.id_number or "")

    @property
    def masked_phone(self) -> str:
        """The telephone number as pages may show it."""
        return masked_phone(self.phone or "")


class Relationship(models.Model):
    """亲属关系 that somebody declared; recusal reads it in both directions."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+", verbose_name="本人")
    relative = models.ForeignKey(Person, models.CASCADE, related_name="+", verbose_name="亲属")

    class Meta:
        verbose_name = "亲属关系"
        verbose_name_plural = "亲属关系"
        constraints = (
            models.UniqueConstraint(fields=("person", "relative"), name="relationship_once"),
            models.CheckConstraint(condition=~models.Q(person=models.F("relative")), name="relationship_not_self"),
        )

    def __str__(self) -> str:
        return f"{self.person} — {self.relative}"


def has_relatives(person: models.OuterRef) -> models.Exists:
    """Return the question whether any relatives are declared by or of a person, as an annotation."""
    return models.Exists(Relationship.objects.filter(models.Q(person=person) | models.Q(relative=person)))
