"""公示: a notice that everybody concerned may read and object to while it stands."""

from __future__ import annotations

from django.db import models

from workflows.models.case import Case
from workflows.store.rooted import Rooted, RootedKey


class PublicNotice(Rooted):
    """One public notice of a case; `token` is its address for those without an account.

    What it promised when it was posted (`days`, `ends_on`, `source`) is printed from here, whatever the law becomes.
    """

    case = RootedKey(Case, models.CASCADE, related_name="notices")
    token = models.CharField(max_length=32)
    place = models.CharField("公示地点", max_length=120)
    text = models.TextField("公示内容")
    posted_on = models.DateField("公示日期")
    ends_on = models.DateField("公示截止")
    days = models.PositiveSmallIntegerField("工作日数", default=0, help_text="0 表示早于此项记载。")
    source = models.CharField("依据", max_length=200, blank=True)
    witness = models.CharField("纸质公示见证人", max_length=60, blank=True)
    closed_on = models.DateField("结束日期", null=True, blank=True)

    class Meta:
        verbose_name = "公示"
        verbose_name_plural = "公示"
        constraints = (models.UniqueConstraint(fields=("token", "root"), name="notice_token_once"),)

    def __str__(self) -> str:
        return f"{self.case}（{self.posted_on}—{self.ends_on}）"
