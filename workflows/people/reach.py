"""Which roots somebody has to do with: those of his home and posts, and those with whose cases people there deal.

A case lies in one root for good. Two things lead people of another root to it: a Party organization decides on cases
of the organizations that it leads, which the directory tells; and a case that goes on in another root, such as a
transfer, is noted on both root organizations.
"""

from __future__ import annotations

from django.db.models import Aggregate, CharField, F, OuterRef, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Concat, Substr

from workflows.people.models import Organization

STEP = Organization.steplen


class _Roots(Aggregate):
    """The different roots of some paths, divided by commas."""

    function = "GROUP_CONCAT"
    template = f"%(function)s(DISTINCT SUBSTR(%(expressions)s, 1, {STEP}))"
    output_field = TextField()

    def as_postgresql(self, compiler, connection, **context):  # type: ignore[no-untyped-def]  # as Django calls it
        """Write it as PostgreSQL has it."""
        template = f"STRING_AGG(DISTINCT SUBSTR(%(expressions)s, 1, {STEP}), ',')"
        return self.as_sql(compiler, connection, template=template, **context)


def reached_from(path: str) -> Subquery:
    """Return the question which other roots are noted at the root of a path, as an annotation."""
    root = Organization.objects.filter(path=Substr(OuterRef(path), 1, STEP)).order_by()
    return Subquery(root.values("reaches")[:1], output_field=TextField())


def led_by(organization: str) -> Subquery:
    """Return the question in which roots the organizations lie that an organization leads, as an annotation."""
    led = Organization.objects.filter(led_by=OuterRef(organization)).order_by().values("led_by")
    return Subquery(led.annotate(roots=_Roots("path")).values("roots"), output_field=TextField())


def league_roots() -> QuerySet[Organization]:
    """Return the root organizations that have cases: those of the League."""
    found: QuerySet[Organization] = Organization.objects.filter(depth=1).exclude(kind__startswith="party")
    return found


def parted(*texts: str | None) -> set[str]:
    """Return the roots that such answers name."""
    return {root for text in texts if text for root in text.split(",") if root}


def note(one: str, other: str) -> None:
    """Note on two root organizations that people of each deal with cases of the other; nothing where it is known."""
    for here, there in ((one, other), (other, one)):
        unknown = Organization.objects.filter(path=here).exclude(reaches__contains=there)
        unknown.update(reaches=Concat(F("reaches"), Value(f",{there}"), output_field=CharField()))
