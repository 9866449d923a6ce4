"""团费的证书和材料: which papers the acts give, and how their facts are read from the books."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby

from forms.money import capital, yuan
from procedures.dues import papers
from procedures.dues.effects import Dues
from procedures.dues.models import Method, Remittance
from procedures.dues.periods import parse
from procedures.dues.publishing import TITLES
from procedures.register.models import Charge
from procedures.register.months import zh_month, zh_months
from procedures.register.verbs import subject_standing
from workflows.people.models import Organization
from workflows.table import PaperKind


def dues_receipt(act: Dues, number: str, issuer: Organization) -> papers.DuesReceipt:
    """Return the facts of the 团费收据."""
    facts = act.facts
    whole = facts.fen + facts.voluntary_fen
    return papers.DuesReceipt(
        number=number,
        signed_by=issuer.name,
        signed_on=act.on,
        payer=act.subject.name,
        branch=act.organization.name,
        months=zh_months(tuple(facts.months)) or "自愿多交",
        amount=yuan(whole),
        capital=capital(whole),
        dues=yuan(facts.fen),
        voluntary=yuan(facts.voluntary_fen) if facts.voluntary_fen else "",
        credited=yuan(facts.credited_fen) if facts.credited_fen else "",
        method=Method(facts.method).label,
        paid_by=facts.paid_by,
        collector=act.by.name if act.by else "",
        paid_on=act.on,
    )


def dues_certificate(act: Dues, number: str, issuer: Organization) -> papers.DuesCertificate:
    """Return the facts of the 团费缴纳证明."""
    first, last = act.answers["from_month"], act.answers["to_month"]
    charges = list(Charge.objects.filter(person=act.subject, month__gte=first, month__lte=last).order_by("month"))
    open_ones = [one for one in charges if one.open_fen]
    paid = sum(one.paid_fen for one in charges)
    standing = subject_standing(act)
    owed = sum(one.open_fen for one in open_ones)
    return papers.DuesCertificate(
        number=number,
        signed_by=issuer.name,
        signed_on=act.on,
        name=act.subject.name,
        sex=act.subject.get_sex_display(),
        development_number=standing.development_number,
        branch=act.organization.name,
        from_month=first,
        to_month=last,
        total=yuan(paid),
        capital=capital(paid),
        paid_to=zh_month(standing.dues_paid_to) if standing.dues_paid_to else "",
        arrears=yuan(owed) if owed else "",
        arrears_months=zh_months(tuple(one.month for one in open_ones)),
        years=tuple(
            _year(year, list(months)) for year, months in groupby(charges, key=lambda charge: charge.month.year)
        ),
    )


def _year(year: int, charges: Sequence[Charge]) -> papers.CertifiedYear:
    settled = tuple(one.month for one in charges if one.fen and not one.open_fen)
    free = tuple(one.month for one in charges if not one.fen)
    unpaid = tuple(one.month for one in charges if one.open_fen)
    parts = [
        f"{months}{word}"
        for months, word in ((_months(settled), "已交"), (_months(free), "免交"), (_months(unpaid), "未交清"))
        if months
    ]
    return papers.CertifiedYear(
        year=year,
        charged=yuan(sum(one.fen for one in charges)),
        paid=yuan(sum(one.paid_fen for one in charges)),
        months="；".join(parts),
    )


def _months(months: tuple[date, ...]) -> str:
    return zh_months(months).replace(f"{months[0].year}年", "") if months else ""


def dues_register(act: Dues, number: str, issuer: Organization) -> papers.DuesRegister:
    """Return the facts of the 团费收缴登记表."""
    rows = [row for row in act.facts.rows if row["state"] == "posted"]
    return papers.DuesRegister(
        number=number,
        signed_by=issuer.name,
        signed_on=act.on,
        branch=act.organization.name,
        taken_on=act.on,
        method=Method(act.facts.method).label,
        collector=act.by.name if act.by else "",
        lines=tuple(
            papers.RegisterLine(number=index, name=row["name"], months=row["months"], amount=yuan(row["fen"]))
            for index, row in enumerate(rows, start=1)
        ),
        total=yuan(act.facts.fen),
        capital=capital(act.facts.fen),
    )


def remittance_slip(act: Dues, number: str, issuer: Organization) -> papers.RemittanceSlip:
    """Return the facts of the receipt for what was sent up."""
    facts = act.facts
    return papers.RemittanceSlip(
        number=number,
        signed_by=Remittance.objects.select_related("above").get(case=act.case).above.name,
        signed_on=act.on,
        payer=act.organization.name,
        period=parse(facts.period).title,
        amount=yuan(facts.fen),
        capital=capital(facts.fen),
        collected=yuan(facts.collected_fen),
        carried=yuan(facts.carried_fen) if facts.carried_fen else "",
        received_on=act.on,
    )


def dues_account(act: Dues, number: str, issuer: Organization) -> papers.PublishedAccount:
    """Return the facts of the published account."""
    figures = act.facts.figures
    return papers.PublishedAccount(
        number=number,
        signed_by=issuer.name,
        signed_on=act.on,
        organization=act.organization.name,
        period=parse(act.facts.period).title,
        rows=(
            *((title, f"{yuan(figures[name])} 元") for name, title in TITLES.items() if name in figures),
            ("未交清的人月数", str(figures["unpaid"])),
        ),
        published_on=act.on,
    )


RECEIPT = PaperKind("dues_receipt", "团费收据", papers.DuesReceipt, dues_receipt, issuer="branch", word="收")
CERTIFICATE = PaperKind(
    "dues_certificate", "团费缴纳证明", papers.DuesCertificate, dues_certificate, issuer="branch", word="费"
)
REGISTER = PaperKind(
    "dues_register", "团费收缴登记表", papers.DuesRegister, dues_register, issuer="branch", for_file=True, word="费册"
)
SLIP = PaperKind("remittance_slip", "上缴团费收据", papers.RemittanceSlip, remittance_slip, for_file=True, word="缴")
ACCOUNT = PaperKind(
    "dues_account",
    "团费收支情况公布",
    papers.PublishedAccount,
    dues_account,
    issuer="branch",
    for_file=True,
    word="费公",
)
