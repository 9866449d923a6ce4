"""任职的表单: a post, who holds it, from when until when."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.db.models import Model, QuerySet
from django.utils.functional import SimpleLazyObject

from forms.base import PaperForm
from forms.fields import PersonField, Suggesting
from forms.widgets import NamesChosen
from procedures.common.forms import person_field
from procedures.register.organization_field import OrganizationField
from workflows.appointments.appointing import days_of
from workflows.people.models import Appointment, Kind, Organization, Person, Role
from workflows.people.models.post import ROLES_OF

ROLES = [(role.value, role.label) for role in Role if role != Role.SELF]
MOST = 200  # people whom a list offers; any other is found by name
OPEN = "open"  # the last day of an appointment that has none yet


def day_field(label: str, *, required: bool = True, help_text: str = "") -> forms.DateField:
    """Return a field for a day."""
    widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, help_text=help_text, widget=widget)


class AtPost(PaperForm):
    """A form about a post of an organization: its roles are offered, and people of its roll, once it is known."""

    organisation = OrganizationField(tuple(Kind), label="组织")
    member = PersonField(Person.objects.select_related("home").defer("home__seal"), label="任职人员")
    role = forms.ChoiceField(label="岗位", choices=ROLES)

    def narrow(self) -> None:
        """Offer the posts of the organization that the address or the form names, and the people on its roll."""
        place = self.initial.get("organisation")
        if isinstance(place, Organization):
            roles = ROLES_OF[Kind(place.kind)]
            self.fields["role"].choices = [(role.value, role.label) for role in roles]  # type: ignore[attr-defined]
            self._offer("member", Person.objects.filter(home=place).order_by("name", "pk")[:MOST])

    def _offer(self, name: str, people: QuerySet[Person]) -> None:
        field = self.fields.get(name)
        if isinstance(field, PersonField):
            field.offer(SimpleLazyObject(lambda: people))


class AppointForm(AtPost):
    """任职."""

    title = "任职"

    first_on = day_field("自")
    last_on = day_field("至", required=False, help_text="届满之日；不填为未定。代理必须填写。")
    deputizing_for = person_field("代理何人", required=False, help_text="原任职人员休假、借调等期间由他人代理时填写。")

    def narrow(self) -> None:
        """Offer besides whom one may stand in for: those who hold a post there."""
        super().narrow()
        place = self.initial.get("organisation")
        if isinstance(place, Organization):
            holders = Appointment.objects.on(self.on).filter(post__organization=place, deputizing_for=None)
            self._offer("deputizing_for", Person.objects.filter(pk__in=holders.values("person")).order_by("name", "pk"))

    def clean(self) -> dict[str, Any]:
        """Ask for the last day of whoever stands in for somebody."""
        cleaned = super().clean() or {}
        if cleaned.get("deputizing_for") and not cleaned.get("last_on") and not self.has_error("last_on"):
            self.add_error("last_on", forms.ValidationError("代理须写明最后一日。", code="required"))
        return cleaned


class SeenDay(forms.CharField):
    """The last day that a page has shown, sent back with it; what is shown again is always what is so by now."""

    widget = forms.HiddenInput

    def __init__(self) -> None:
        super().__init__(required=False, max_length=10, label="打开此页时的最后一日")
        self.now = ""

    def bound_data(self, data: Any, initial: Any) -> Any:
        """Return what is so by now, whatever the page had sent."""
        return self.now or data


class Chosen(NamesChosen, forms.Select):
    """A list of nothing but what was chosen."""


class AppointmentField(Suggesting, forms.ModelChoiceField):  # type: ignore[type-arg]  # generic only for the checker
    """An appointment that a page names; shown in words with its days."""

    widget = Chosen

    def __init__(self, *, label: str = "任职") -> None:
        held = Appointment.objects.exclude(post__organization=None)
        people = held.select_related("person", "post__organization", "deputizing_for")
        super().__init__(people, required=False, empty_label=None, label=label)

    def label_from_instance(self, obj: Model) -> str:
        """Return who holds which post from when until when."""
        return f"{obj}（{days_of(obj)}）" if isinstance(obj, Appointment) else str(obj)

    def words(self, held: Appointment) -> str:
        """Say it so in the history too."""
        return self.label_from_instance(held)


class EndForm(AtPost):
    """结束任职: of an appointment that the page names, or of whoever holds a post."""

    title = "结束任职"

    appointment = AppointmentField()
    was = SeenDay()
    last_on = day_field("最后一日")
    because = forms.CharField(label="原因", max_length=200)

    def narrow(self) -> None:
        """Show the appointment that is named; ask for the post and its holder where none is."""
        named = self.data.get("appointment") if self.is_bound else self.initial.get("appointment")
        if not named:
            self.fields["appointment"].widget = forms.HiddenInput()
            super().narrow()
            return
        self.fields["appointment"].required = True
        for name in ("organisation", "member", "role"):
            self.fields[name].required, self.fields[name].widget = False, forms.HiddenInput()
        if isinstance(named, Appointment):
            self.initial["was"] = last_day(named)

    def clean(self) -> dict[str, Any]:
        """Find the appointment that is meant, or whose it is."""
        cleaned = super().clean() or {}
        held = cleaned.get("appointment")
        if held is None:
            return {**cleaned, "appointment": held_at(cleaned, self.on, "member")}
        self.fields["was"].now = last_day(held)  # type: ignore[attr-defined]  # a SeenDay
        return cleaned | {"member": held.person, "organisation": held.post.organization, "role": held.post.role}


def last_day(held: Appointment) -> str:
    """Return the last day of an appointment as a page sends it back."""
    return held.last_on.isoformat() if held.last_on else OPEN


def held_at(cleaned: dict[str, Any], on: date, *names: str) -> Appointment | None:
    """Return the appointment to a post that a form means: the one that holds on a day, else the last; None for none.

    Args:
        names: the answers by which it is told apart besides the post, `member`.
    """
    if not all(cleaned.get(name) for name in ("organisation", "role", *names)):
        return None
    whose = {"person": cleaned["member"]} if names else {"deputizing_for": None}
    held = Appointment.objects.filter(post__organization=cleaned["organisation"], post__role=cleaned["role"], **whose)
    told = held.select_related("person", "post__organization", "deputizing_for")
    return told.on(on).order_by("first_on").first() or told.order_by("-first_on").first()
