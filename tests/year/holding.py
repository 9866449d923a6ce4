"""What must hold at the end of each month, whatever anybody has done: each rule yields what breaks it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from itertools import pairwise

from django.db.models import Count, F, Sum
from django.utils import timezone

from procedures.dues.models import Credit, Payment, Settlement
from procedures.register.models import Charge, MembershipPeriod, OrganizationSpan, Standing, Status, StatusSpan
from tests.year.history import Break
from workflows.days.dates import add_months
from workflows.engine import outlook
from workflows.models import Case, Entry, Message, Paper, Task
from workflows.people.models import Appointment, Person, Post, Role
from workflows.proof import log

MANY = 24  # messages to one person on one day
Rule = Callable[[date], Iterator[Break]]


def broken(on: date) -> Iterator[Break]:
    """Yield everything that does not hold on a day."""
    for rule in RULES:
        yield from rule(on)


def every_open_case_waits_for_somebody(on: date) -> Iterator[Break]:
    """Each open case has a task, and each task somebody at its desk who is offered an act that he may do."""
    name = "every open case has a holder with an act that he can do"
    waiting = set(Task.objects.filter(finished=None, advisory=False).values_list("process", flat=True))
    for case in Case.objects.filter(finished=None).exclude(pk__in=waiting):
        yield Break(name, f"{case} ({case.procedure} {case.stage}) waits nowhere", case.pk)
    told = {one.pk for one in Post.objects.exclude(unheld_told_on=None)}
    holders = _holders(on)
    tasks = Task.objects.filter(finished=None, advisory=False)
    for task in tasks.select_related("process", "post__person").order_by("pk"):
        people = [task.post.person] if task.post.person else holders[task.post_id]
        if not people and task.post_id in told:
            continue  # nobody could stand in: those who appoint there have been told
        if not any(_can_act(task.case, one, on) for one in people):
            who = ", ".join(one.username for one in people) or "nobody"
            yield Break(
                name,
                f"{task.case.procedure} {task.case.stage} at {task.post.title}: {who} can do nothing",
                task.case.pk,
            )


def _holders(on: date) -> dict[int, list[Person]]:
    found: dict[int, list[Person]] = defaultdict(list)
    for one in Appointment.objects.on(on).select_related("person"):
        found[one.post_id].append(one.person)
    return found


def _can_act(case: Case, person: Person, on: date) -> bool:
    at = timezone.make_aware(datetime.combine(on, time(12)))
    return any(one.may for one in outlook.options(case, person, on=on, at=at))


def posts_are_counted(on: date) -> Iterator[Break]:
    """The counters of a post are the tasks that wait there."""
    opened = Counter(Task.objects.filter(finished=None).values_list("post", flat=True))
    claimed = Counter(Task.objects.filter(finished=None).exclude(claimed_by=None).values_list("post", flat=True))
    for pk, tasks, taken in Post.objects.values_list("pk", "open_tasks", "claimed_tasks"):
        if (tasks, taken) != (opened[pk], claimed[pk]):
            yield Break("posts are counted", f"post {pk}: {tasks}/{taken}, not {opened[pk]}/{claimed[pk]}")


def offices_are_held_by_members(on: date) -> Iterator[Break]:
    """No office of a branch is held by somebody who has left the League."""
    gone = (Status.WITHDREW, Status.EXPELLED, Status.LAPSED, Status.REMOVED, Status.DECEASED)
    branch = (Role.BRANCH_SECRETARY, Role.BRANCH_DEPUTY, Role.ORG_COMMISSIONER)
    held = Appointment.objects.on(on).filter(post__role__in=branch, person__standing__status__in=gone)
    for one in held.select_related("person", "post__organization"):
        yield Break("offices are held by members", f"{one.person.username} holds {one.post.title}")


def months_are_settled_by_payments(on: date) -> Iterator[Break]:
    """What is paid of a month is what payments that stand and credit settle of it, and a payment is what it settles."""
    standing = Settlement.objects.filter(payment__posting__reversed_by=None)
    settled = dict(standing.values_list("charge").annotate(fen=Sum("fen")))
    for charge, out in Credit.objects.filter(charge__isnull=False).values_list("charge").annotate(fen=Sum("fen")):
        settled[charge] = settled.get(charge, 0) - out
    for charge in Charge.every.all():
        if charge.paid_fen != settled.get(charge.pk, 0):
            what = f"{charge}: {charge.paid_fen} fen paid, {settled.get(charge.pk, 0)} settled"
            yield Break("months are settled by payments", what)
    settling = dict(Settlement.objects.values_list("payment").annotate(fen=Sum("fen")))
    for payment in Payment.objects.all():
        if payment.fen < settling.get(payment.pk, 0):
            yield Break(
                "months are settled by payments", f"payment {payment.pk} settles more than it is", payment.case_id
            )


def no_month_is_jumped_over(on: date) -> Iterator[Break]:
    """Between two months that somebody owes on one roll there is none that was not opened while he was a member."""
    months: dict[int, list[Charge]] = defaultdict(list)
    for charge in Charge.every.order_by("person", "month"):
        months[charge.person_id].append(charge)
    for person, charges in months.items():
        for one, following in pairwise(charges):
            expected = add_months(one.month, 1)
            if following.month != expected and _member_throughout(person, expected, following.month):
                what = f"person {person}: {one.month:%Y-%m}, then {following.month:%Y-%m}"
                yield Break("no month is jumped over", what)


def _member_throughout(person: int, first: date, last: date) -> bool:
    spans = StatusSpan.objects.filter(person=person, status=Status.ACTIVE)
    return any((one.first_on or first) <= first and (one.last_on is None or one.last_on >= last) for one in spans)


def nothing_is_charged_after_the_end(on: date) -> Iterator[Break]:
    """Who has left owes no month that began afterwards."""
    for period in MembershipPeriod.objects.exclude(left_on=None):
        later = MembershipPeriod.objects.filter(person=period.person_id, joined_on__gte=period.left_on)
        owed = Charge.objects.filter(person=period.person_id, month__gt=period.left_on)
        if owed.exists() and not later.exists() and not _returned(period.person_id):
            yield Break("nothing is charged after the end", f"{period} left on {period.left_on}: {list(owed)}")


def _returned(person: int) -> bool:
    return Standing.objects.filter(person=person, status=Status.ACTIVE).exists()


def spans_follow_each_other(on: date) -> Iterator[Break]:
    """Spans of one person overlap on no day."""
    for model in (StatusSpan, OrganizationSpan):
        spans = model.objects.order_by("person", F("first_on").asc(nulls_first=True), "pk")
        for one, following in pairwise(spans):
            same = one.person_id == following.person_id and following.first_on
            if same and (one.last_on is None or one.last_on >= following.first_on):
                what = f"{model.__name__} {one} until {one.last_on}, then {following}"
                yield Break("spans follow each other", what)


def numbers_are_given_once(on: date) -> Iterator[Break]:
    """Case numbers are unique in their organization's tree; numbers of standing papers by organization and kind."""
    for row in Case.objects.values("number", "procedure", "root").annotate(many=Count("pk")).filter(many__gt=1):
        yield Break("numbers are given once", f"case number {row['number']} of {row['procedure']}: {row['many']} times")
    standing = Paper.objects.filter(status="issued").values("number", "kind", "organization")
    for row in standing.annotate(many=Count("pk")).filter(many__gt=1):
        yield Break("numbers are given once", f"{row['kind']} {row['number']}: {row['many']} times")


def chains_are_whole(on: date) -> Iterator[Break]:
    """Each entry is what was appended, and each case knows its last."""
    for chain in Entry.objects.order_by("chain").values_list("chain", flat=True).distinct():
        if log.first_broken(chain) is not None:
            yield Break("chains are whole", chain)
    for case in Case.objects.annotate(many=Count("entries")).exclude(many=F("sequence")):
        yield Break("chains are whole", f"{case}: {case.many} entries, {case.sequence} counted", case.pk)


def one_case_a_period(on: date) -> Iterator[Break]:
    """Nobody has two cases of one round's period, or two open cases of a kind."""
    alike = Case.objects.exclude(subject=None).exclude(period="").values("subject", "procedure", "period")
    for row in alike.annotate(many=Count("pk")).filter(many__gt=1):
        yield Break(
            "one case a period", f"person {row['subject']}: {row['many']} of {row['procedure']} {row['period']}"
        )


def nobody_is_flooded(on: date) -> Iterator[Break]:
    """Nobody gets more than so many messages on a day."""
    days = Message.objects.values("person", "sent_at__date").annotate(many=Count("pk")).filter(many__gt=MANY)
    for row in days:
        yield Break("nobody is flooded", f"person {row['person']}: {row['many']} messages on {row['sent_at__date']}")


RULES: tuple[Rule, ...] = (
    every_open_case_waits_for_somebody, posts_are_counted, offices_are_held_by_members, months_are_settled_by_payments,
    no_month_is_jumped_over, nothing_is_charged_after_the_end, spans_follow_each_other, numbers_are_given_once,
    chains_are_whole, one_case_a_period, nobody_is_flooded,
)  # fmt: skip
