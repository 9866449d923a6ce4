"""超龄离团的证书和材料: which papers the acts give, and how their facts are read from the case and the register."""

from __future__ import annotations

from datetime import date

from procedures.exit import papers, rules
from procedures.exit.ceremony import ceremony
from procedures.exit.due import NIGHT, first_of
from procedures.exit.facts import ExitFacts
from procedures.register.models import Standing
from procedures.register.rolls import IN_PARTY
from procedures.register.verbs import subject_standing
from workflows.days.dates import add_months, birthday
from workflows.people.models import Organization
from workflows.table import PaperKind
from workflows.table.act import Act

Exit = Act[ExitFacts]

DIGITS = "零一二三四五六七八九"


def exit_certificate(act: Exit, number: str, issuer: Organization) -> papers.ExitCertificate:
    """Return the facts of the 离团证明."""
    person, standing, years = act.subject, subject_standing(act), act.law.number(rules.EXIT_AGE)
    if person.born is None or act.facts.exit_on is None:
        raise LookupError("nobody leaves by age without a birth date and a day of exit")
    of_age_on = birthday(person.born, years)
    due_on = act.facts.due_on or of_age_on
    in_party = _party(standing)
    return papers.ExitCertificate(
        number=number,
        signed_by=issuer.name,
        signed_on=act.on,
        name=person.name,
        sex=person.get_sex_display(),
        ethnicity=person.ethnicity,
        birth_month=person.born.replace(day=1),
        id_number_masked=person.masked_id_number,
        development_number=standing.development_number,
        joined_on=standing.joined_on,
        branch=act.organization.name,
        of_age_on=of_age_on,
        years=years,
        office_until=due_on - NIGHT if due_on > of_age_on else None,
        exit_on=act.facts.exit_on,
        dues_until=None if in_party or not act.facts.dues_paid_to else first_of(act.facts.dues_paid_to),
        in_party=in_party,
    )


def exit_keepsake(act: Exit, number: str, issuer: Organization) -> papers.ExitKeepsake:
    """Return the facts of the 纪念证."""
    standing, exit_on = subject_standing(act), act.facts.exit_on
    if exit_on is None:
        raise LookupError("a keepsake needs the day of exit")
    return papers.ExitKeepsake(
        number=number,
        signed_by=issuer.name,
        signed_on=act.on,
        name=act.subject.name,
        joined_on=standing.joined_on,
        exit_on=exit_on,
        branch=act.organization.name,
        tenure=tenure(standing.joined_on, exit_on) if standing.joined_on else "",
        in_party=_party(standing),
    )


def exit_roll(act: Exit, number: str, issuer: Organization) -> papers.ExitRoll:
    """Return the facts of the 花名册: everybody for whom the ceremony was held, in the order of the list."""
    acts = {one.subject.pk: one for one in (*act.followers, act)}
    standings = Standing.objects.in_bulk(list(acts))
    order = [pk for pk in ceremony(act).read_out if pk in acts] or list(acts)
    return papers.ExitRoll(
        number=number,
        signed_by=issuer.name,
        signed_on=act.on,
        held_on=act.on,
        place=act.answers["place"],
        leavers=tuple(_leaver(acts[pk], standings.get(pk)) for pk in order),
    )


def tenure(joined_on: date, exit_on: date) -> str:
    """Return the completed years and months of membership in words: 十三年六个月."""
    months = (exit_on.year - joined_on.year) * 12 + exit_on.month - joined_on.month
    months -= add_months(joined_on, months) > exit_on
    years, rest = divmod(max(months, 0), 12)
    words = f"{zh_number(years)}年" if years else ""
    return words + (f"{zh_number(rest)}个月" if rest or not years else "")


def zh_number(number: int) -> str:
    """Return a number below a hundred in Chinese: 十三, 二十."""
    tens, ones = divmod(number, 10)
    if not tens:
        return DIGITS[ones]
    return ("" if tens == 1 else DIGITS[tens]) + "十" + (DIGITS[ones] if ones else "")


EXIT_CERTIFICATE = PaperKind("exit_certificate", "超龄离团证明", papers.ExitCertificate, exit_certificate, word="离")
EXIT_KEEPSAKE = PaperKind("exit_keepsake", "超龄离团纪念证", papers.ExitKeepsake, exit_keepsake, word="纪")
EXIT_ROLL = PaperKind(
    "exit_roll",
    "超龄离团团员花名册",
    papers.ExitRoll,
    exit_roll,
    for_file=True,
    when=lambda act: ceremony(act).case == act.case.pk,
    word="离册",
)


def _party(standing: Standing | None) -> str:
    return standing.get_party_stage_display() if standing and standing.party_stage in IN_PARTY else ""


def _leaver(act: Exit, standing: Standing | None) -> papers.Leaver:
    person = act.subject
    return papers.Leaver(
        name=person.name,
        sex=person.get_sex_display(),
        birth_month=person.born.replace(day=1) if person.born else None,
        branch=act.organization.name,
        joined_on=standing.joined_on if standing else None,
        exit_on=act.facts.exit_on or act.on,
        political=_party(standing) or "群众",
    )
