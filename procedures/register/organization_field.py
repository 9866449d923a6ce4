"""组织字段: an organization on a form. Those near the form's own are offered; any other is found by its name."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import partial
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet
from django.utils.functional import SimpleLazyObject

from forms.fields import Suggesting
from forms.widgets import OrganizationWidget
from workflows.people.models import Kind, Organization
from workflows.people.models.organization import PARTY, name_above

MOST_NEAR = 60  # a list on a telephone; a province has thousands
LEAGUE = tuple(kind for kind in Kind if kind not in PARTY)


class OrganizationField(Suggesting, forms.ModelChoiceField):  # type: ignore[type-arg]  # generic only for the checker
    """An organization of some kinds that has not been dissolved.

    Where no scripts run, the name or the code of one that is not offered is typed beside the list.
    """

    widget = OrganizationWidget

    def __init__(self, kinds: Collection[Kind] = LEAGUE, **kwargs: Any) -> None:
        super().__init__(Organization.objects.filter(kind__in=kinds, dissolved_on=None), **kwargs)
        self.widget.kinds = tuple(kinds)

    def settle(self, organization: Model | None) -> None:
        """Offer what lies above the form's organization, and all below its committee."""
        if isinstance(organization, Organization):
            self.offer(SimpleLazyObject(partial(self._near, organization)))

    def keep_to(self, kept: QuerySet[Organization]) -> None:
        """Take none but what the reader keeps, and offer the first of them."""
        self.queryset, self.widget.kept = kept.filter(dissolved_on=None), True
        self.offer(_titled(self.queryset)[:MOST_NEAR])

    def named(self, keys: Sequence[str]) -> QuerySet[Organization]:
        """Return those of some keys, each with the name of the one above."""
        return _titled(super().named(keys))

    def to_python(self, value: Any) -> Any:
        """Return the organization of a key, or the only one of a name or a code.

        Raises:
            ValidationError: `invalid_choice`; there is none, or several of the name.
        """
        text = value.strip() if isinstance(value, str) else ""
        if not isinstance(value, str) or not text or text.isdecimal():
            return super().to_python(text if isinstance(value, str) else value)
        found = list(self.queryset.filter(Q(name=text) | Q(code=text))[:2])
        if len(found) == 1:
            return found[0]
        several = f"名称为“{text}”的组织不止一个，请填写组织代码。"
        raise ValidationError(several if found else f"没有名称或代码为“{text}”的组织，请核对。", code="invalid_choice")

    def label_from_instance(self, obj: Model) -> str:
        """Return the name, a branch's after its committee's: every hospital has a first branch."""
        return obj.title if isinstance(obj, Organization) else str(obj)

    def _near(self, organization: Organization) -> QuerySet[Organization]:
        place, step = organization.path, organization.steplen
        top = place[:-step] if organization.is_branch and len(place) > step else place
        around = Q(path__startswith=top) | Q(path__in=organization.above_paths)
        return _titled(self.queryset.filter(around))[:MOST_NEAR]


class ByCode:
    """Several organizations, each by its key or its code."""

    def clean(self, value: Any) -> Any:
        """Return the organizations."""
        given = [str(one) for one in value or ()]
        codes = [one for one in given if not one.isdecimal()]
        keys = dict(Organization.objects.filter(code__in=codes).values_list("code", "pk")) if codes else {}
        return super().clean([keys.get(one, one) for one in given])  # type: ignore[misc]  # beside a field


class OrganizationsField(ByCode, Suggesting, forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # as above
    """Several organizations that have not been dissolved; those beside the form's own are offered."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, kinds: Collection[Kind] = LEAGUE, **kwargs: Any) -> None:
        super().__init__(Organization.objects.filter(kind__in=kinds, dissolved_on=None).order_by("path"), **kwargs)

    def settle(self, organization: Model | None) -> None:
        """Offer what stands directly under the same one, or under the form's organization itself."""
        if isinstance(organization, Organization):
            self.offer(SimpleLazyObject(partial(self._beside, organization)))

    def _beside(self, organization: Organization) -> QuerySet[Organization]:
        upper = organization.above_paths[1:2] if organization.is_branch else (organization.path,)
        near = self.queryset.filter(path__startswith=next(iter(upper), organization.path))
        found: QuerySet[Organization] = near.exclude(path__in=organization.above_paths)[:MOST_NEAR]
        return found


def _titled(organizations: QuerySet[Organization]) -> QuerySet[Organization]:
    found: QuerySet[Organization] = organizations.annotate(above=name_above()).defer("seal").order_by("path")
    return found
