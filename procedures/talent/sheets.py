"""推优荐才的文书: how their facts are read from the case and the register."""

from __future__ import annotations

from procedures.common.sheets import day_of
from procedures.register.months import month_of
from procedures.talent import papers
from procedures.talent.conditions import Nominating
from workflows.people.models import Organization
from workflows.table import PaperKind

SOURCES = {"branch": "团支部推荐", "unit": "单位（科室）推荐", "self": "本人自荐"}


def nomination_form(act: Nominating, number: str, issuer: Organization) -> papers.NominationForm:
    """Return the facts of the 推荐表."""
    person, facts = act.subject, act.facts
    party = act.chain.organization.led_by or issuer.led_by
    nominator = f"（{facts.nominator}）" if facts.nominator else ""
    return papers.NominationForm(
        number=number,
        signed_by=issuer.name,
        signed_on=act.on,
        name=person.name,
        sex=person.get_sex_display(),
        ethnicity=person.ethnicity,
        birth_month=month_of(day_of(person.born)),
        education=facts.education,
        field=facts.field,
        technical_title=facts.technical_title,
        position=facts.position,
        organization=act.organization.name,
        source=f"{SOURCES.get(facts.source, '')}{nominator}",
        mentor=facts.mentor,
        achievements=facts.achievements,
        awards=facts.awards,
        reason=facts.reason,
        opinions=(
            papers.Opinion(
                title="支部委员会意见", by=act.organization.name, text=facts.review_opinion, on=facts.reviewed_on
            ),
            papers.Opinion(title="团委评审意见", by=issuer.name, text=facts.assess_opinion, on=facts.assessed_on),
            papers.Opinion(
                title="党组织意见", by=party.name if party else "", text=facts.party_opinion, on=facts.consulted_on
            ),
        ),
        notice_from=facts.notice_posted_on,
        notice_until=facts.notice_ends,
        valid_until=day_of(facts.valid_until),
    )


def public_notice(act: Nominating, number: str, issuer: Organization) -> papers.TalentNotice:
    """Return the facts of the 公示."""
    person, facts = act.subject, act.facts
    return papers.TalentNotice(
        number=number,
        signed_by=issuer.name,
        signed_on=act.on,
        name=person.name,
        sex=person.get_sex_display(),
        birth_month=month_of(day_of(person.born)),
        organization=act.organization.name,
        position=facts.position,
        field=facts.field,
        technical_title=facts.technical_title,
        from_on=day_of(facts.notice_posted_on),
        until_on=day_of(facts.notice_ends),
        working_days=facts.notice_days,
        place=facts.notice_place,
        contact=issuer.contact,
    )


NOMINATION_FORM = PaperKind(
    "nomination_form", "青年人才推荐表", papers.NominationForm, nomination_form, for_file=True, word="才"
)
PUBLIC_NOTICE = PaperKind("public_notice", "公示", papers.TalentNotice, public_notice, for_file=True, word="公示")
