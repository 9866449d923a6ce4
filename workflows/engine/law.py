"""Which rules stand for an organization on a day: the national versions with the local parameters over them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property

from django.db.models import QuerySet

from workflows.models import Parameter
from workflows.people.models import Organization
from workflows.store.prepared import Prepared
from workflows.table.rules import Law, Local, Rule, Value


class NotAdjustable(ValueError):
    """The rule is national and certain: no committee may set another value, or only a stricter one."""


def law_for(organization: Organization, on: date) -> Law:
    """Return the law of an act there on that day; a nearer organization's parameter goes before a higher one's."""
    return Law(on, Parameters(_Read(organization), on))


def on_another_day(law: Law, on: date) -> Law:
    """Return the law of the same organization on another day, out of what is read for the first."""
    overrides = law.overrides
    return Law(on, overrides.on_another_day(on) if isinstance(overrides, Parameters) else overrides)


class _Read:
    """The parameters of all days of an organization and those above it, read when one is asked for; they are few."""

    def __init__(self, organization: Organization) -> None:
        self._organization = organization

    @cached_property
    def rows(self) -> list[Parameter]:
        """Those of a nearer organization come later."""
        return list(_ever(*self._organization.above_paths))


def set_of(rule: Rule, on: date) -> dict[str, Value]:
    """Return what organizations have set of a rule for a day, by their paths: for work over many of them at once."""
    rows = Parameter.objects.filter(key=rule.key).select_related("organization").order_by("id")
    return {row.organization.path: row.value for row in rows if row.stands(on)}


def nearest(rule: Rule, found: Mapping[str, Value], path: str, on: date) -> Value:
    """Return what stands at a path, as in the law there: of the nearest organization upwards that set a value, or
    the national one."""
    above = [one for one in found if path.startswith(one)]
    return Law(on, {rule.key: found[max(above, key=len)]} if above else {})[rule]


class Parameters(Mapping[str, Value]):
    """The local parameters of an organization on a day, read when a rule is asked for that may have one."""

    def __init__(self, read: _Read, on: date) -> None:
        self._read, self._on = read, on

    def on_another_day(self, on: date) -> Parameters:
        """Return those of another day, out of what is read for this one."""
        return Parameters(self._read, on)

    @cached_property
    def _values(self) -> dict[str, Value]:
        return {row.key: row.value for row in self._read.rows if row.stands(self._on)}

    def __getitem__(self, key: str) -> Value:
        return self._values[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)


def _parameters(*paths: str) -> QuerySet[Parameter]:
    found = Parameter.objects.filter(organization__path__in=paths)
    return found.order_by("organization__depth", "id").only("key", "value", "first_on", "last_on")


_ever = Prepared(_parameters)


def check_parameter(rule: Rule, value: Value, on: date) -> None:
    """Refuse a local value that the rule does not allow.

    Raises:
        NotAdjustable: the rule is fixed, or the value is laxer than the national one.
    """
    national = rule.version(on).value
    if rule.local is Local.FIXED and value != national:
        raise NotAdjustable(f"{rule.title}（{rule.code}）由全国规定确定，不能在本地调整。")
    if rule.is_stricter(national, value):
        raise NotAdjustable(
            f"{rule.title}（{rule.code}）只能从严：全国规定为 {national}{rule.unit}，不能设为 {value}。"
        )


def overtaken(rule: Rule, parameter: Parameter) -> str:
    """Say from when a stricter national value goes before a local one, and until when; empty where none does."""
    found = rule.overtaking(parameter.value, parameter.first_on, parameter.last_on)
    return "".join(
        f"全国规定 {rule.words(one.value)}，{rule.standing(one)}，严于本地取值，以全国规定为准。" for one in found
    )
