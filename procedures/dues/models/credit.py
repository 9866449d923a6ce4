"""团费结余: what a member has paid and owes no more, movement by movement; none is ever changed."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from procedures.register.models import Charge
from workflows.people.models import Organization, Person
from workflows.store.rooted import Rooted, RootedKey


class Credit(Rooted):
    """One movement of a member's credit at the organization that has the money.

    `fen` above nothing came from the month `charge`, which is owed no more, or not so much; below nothing it has paid
    for that month, or, where there is none, was given back. `root` is that of the organization.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="dues_credits", db_index=False)
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+", db_index=False)
    charge = RootedKey(Charge, models.PROTECT, null=True, blank=True, related_name="+")
    fen = models.IntegerField("金额（分）")
    on = models.DateField("日期")
    reason = models.CharField("事由", max_length=120)

    class Meta:
        verbose_name = "团费结余"
        verbose_name_plural = "团费结余"
        indexes = (
            models.Index(fields=("person", "organization"), name="credit_person"),
            models.Index(fields=("organization",), name="credit_organization"),
        )
        constraints = (models.CheckConstraint(condition=~Q(fen=0), name="credit_of_something"),)

    def __str__(self) -> str:
        return f"{self.person_id}·{self.organization_id}·{self.fen}"
