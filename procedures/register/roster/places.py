"""Where the roster's people belong: the committee, and which names of branches are branches.

A branch that nobody knows is created only where the roster vouches for it. A name that a handful of rows carry, without
a secretary, while the rest of the roster speaks against it, is taken for a slip of the pen and refused with a hint.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from procedures.register.roster import columns as c
from procedures.register.roster.layout import NEW, SKIP
from procedures.register.roster.neighbors import with_error
from procedures.register.roster.reading import Sheet
from procedures.register.roster.rows import Judged
from workflows.exchange.unreadable import Unreadable
from workflows.people.models import Kind, Organization, Role

HANDFUL = 5
NEAR = 0.6
BRANCH_TOTAL = "团支部数"
COMMITTEES = (Kind.COMMITTEE, Kind.SUPERIOR_COMMITTEE, Kind.GENERAL_BRANCH)


@dataclass(frozen=True, slots=True)
class Places:
    """The committee and its branches by name; what is None will be created.

    Attributes:
        new: the names of branches to create, in the roster's order.
        called: the committee as the roster calls it, empty where the roster does not say.
        skipped: the names of branches whose people are not imported, as somebody has chosen.
    """

    committee: Organization | None
    code: str
    called: str
    branches: Mapping[str, Organization] = field(default_factory=dict)
    new: tuple[str, ...] = ()
    skipped: frozenset[str] = frozenset()

    @property
    def title(self) -> str:
        """The committee's name."""
        return self.committee.name if self.committee else self.called


def find_places(sheet: Sheet, rows: Sequence[Judged], code: str, create: bool | None) -> Places:
    """Find the committee of the roster and its branches.

    Raises:
        Unreadable: the committee is not known and may not be created.
    """
    names = Counter(one.member.committee for one in rows if one.member.committee)
    called = names.most_common(1)[0][0] if names else ""
    committee = _committee(code, called)
    if committee is None and not (create or (create is None and not Organization.objects.exists())):
        raise Unreadable(_unknown(code, called))
    if committee is None and not called:
        raise Unreadable("表中没有“上级团组织”一栏，不知道这些团支部属于哪个团委。请用代码指明团委（--organization）。")
    branches = _branches(committee)
    creates = create if create is not None else not branches
    vouched = _vouched(sheet, rows, frozenset(branches)) if creates else ()
    chosen = sheet.layout.places
    wanted = (name for name, place in chosen.items() if place == NEW and name not in branches)
    new = tuple(dict.fromkeys((*(name for name in vouched if chosen.get(name, NEW) == NEW), *wanted)))
    meant = {name: place for name, place in chosen.items() if place not in (NEW, SKIP)}
    known = Organization.objects.filter(code__in=meant.values(), pk__in=[one.pk for one in branches.values()])
    by_code = {one.code: one for one in known}
    aliases = {name: by_code[place] for name, place in meant.items() if place in by_code}
    skipped = frozenset(name for name, place in chosen.items() if place == SKIP)
    return Places(committee, code, called, {**branches, **aliases}, new, skipped)


def branch_of(sheet: Sheet) -> Organization | None:
    """Return the branch to which everybody of a roster without a column of branches belongs.

    Raises:
        Unreadable: nobody has chosen it yet, or it is gone.
    """
    if sheet.layout.index_of(c.BRANCH) is not None:
        return None
    branches = Organization.objects.filter(code=sheet.layout.branch, kind=Kind.BRANCH)
    found: Organization | None = branches.defer("seal").first()
    if found is None:
        raise Unreadable("表中没有“所在团支部”一栏，请在“对应栏目”中选择这些团员所在的团支部。")
    return found


def committee_code_of(branch: Organization | None) -> str:
    """Return the code of the committee above a branch, nothing without one."""
    if branch is None:
        return ""
    above = Organization.objects.filter(path__in=branch.above_paths, kind__in=COMMITTEES).order_by("-path").first()
    return above.code if above else ""


def refuse_unplaced(places: Places, rows: Sequence[Judged], letters: Mapping[str, str]) -> tuple[Judged, ...]:
    """Refuse the rows of unknown branches, with the nearest known name as a hint, and of other committees."""
    known = [*places.branches, *places.new]
    return tuple(_placed(one, places, known, letters) for one in rows)


def _placed(one: Judged, places: Places, known: Sequence[str], letters: Mapping[str, str]) -> Judged:
    name, committee = one.member.branch, one.member.committee
    if committee and committee != places.called:
        words = f"本表属于“{places.called}”，此行填写“{committee}”，请分表导入。"
        one = with_error(one, letters, c.COMMITTEE, "committee_differs", words)
    if name in places.skipped:
        return with_error(one, letters, c.BRANCH, "branch_skipped", f"对应栏目时选择了先不导入“{name}”。")
    if not name or name in known:
        return one
    hints = [f"最接近的名称是“{near}”" for near in get_close_matches(name, known, 1, NEAR)]
    employer = _branch_of_work(one, known)
    if employer:
        hints.append(f"此行工作单位“{one.member.work}”与“{employer}”一致")
    hint = "；".join(hints) or "没有相近的名称"
    words = f"“{places.title}”下没有“{name}”（{hint}）。请核对后再导入。"
    return with_error(one, letters, c.BRANCH, "branch_unknown", words)


def _committee(code: str, called: str) -> Organization | None:
    if code:
        found: Organization | None = Organization.objects.filter(code=code, dissolved_on=None).first()
        if found and found.kind not in COMMITTEES:
            raise Unreadable(f"“{found.name}”（{code}）是{found.get_kind_display()}，不是团委。请指明团委的代码。")
        return found
    named = list(Organization.objects.filter(name=called, kind__in=COMMITTEES, dissolved_on=None)[:2]) if called else []
    if len(named) > 1:
        raise Unreadable(f"名为“{called}”的团组织不止一个，请用代码指明（--organization）。")
    return named[0] if named else None


def _unknown(code: str, called: str) -> str:
    if code:
        return f"没有代码为“{code}”的团组织。请核对代码；确需新建时加 --create。"
    if called:
        return f"没有名为“{called}”的团组织。请用代码指明团委（--organization）；确需新建时加 --create。"
    return "表中没有“上级团组织”一栏，不知道这些团支部属于哪个团委。请用代码指明团委（--organization）。"


def _branches(committee: Organization | None) -> dict[str, Organization]:
    if committee is None:
        return {}
    below = Organization.objects.filter(path__startswith=committee.path, kind=Kind.BRANCH, dissolved_on=None)
    return {branch.name: branch for branch in below.order_by("-path")}


def _vouched(sheet: Sheet, rows: Sequence[Judged], known: frozenset[str]) -> tuple[str, ...]:
    """Return the names not yet known that the roster vouches for."""
    groups: dict[str, list[Judged]] = defaultdict(list)
    for one in rows:
        if one.member.branch:
            groups[one.member.branch].append(one)
    sure = {name for name, members in groups.items() if name in known or _is_sure(members)}
    too_many = sheet.totals.get(BRANCH_TOTAL, len(groups)) < len(known | set(groups))
    doubted = {
        name
        for name, members in groups.items()
        if name not in sure and sure and (too_many or _contradicted(name, members, sorted(sure)))
    }
    return tuple(name for name in groups if name not in known and name not in doubted)


def _is_sure(members: Sequence[Judged]) -> bool:
    return len(members) >= HANDFUL or any(one.member.office == Role.BRANCH_SECRETARY for one in members)


def _contradicted(name: str, members: Sequence[Judged], sure: Sequence[str]) -> bool:
    near = get_close_matches(name, sure, 1, NEAR)
    return bool(near) or any(_branch_of_work(one, sure) for one in members)


def _branch_of_work(one: Judged, names: Sequence[str]) -> str:
    """Return the branch whose unit the row's place of work begins with, an empty text where none does."""
    stems = {name.removesuffix("团支部"): name for name in names}
    found = [stem for stem in stems if len(stem) > 1 and one.member.work.startswith(stem)]
    return stems[max(found, key=len)] if found else ""
