"""Who may ask for which address, and how: the one table of it; a test asks for every address as everybody.

A procedure's own addresses have their rows in its folder (`pages/policy.py`) and are added at start-up. An address
without a row fails the test, which prints the line to add.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

GET = ("GET", "HEAD")
POST = ("POST",)
BOTH = (*GET, *POST)
PAGE = frozenset({200})
ELSEWHERE = frozenset({302})
PAGE_OR_ELSEWHERE = PAGE | ELSEWHERE
OWN_OR_NONE = PAGE_OR_ELSEWHERE | {404}  # 404 for who has none of it


class Audience(StrEnum):
    """To whom an address answers; everybody else gets 404, and who is not signed in the sign-in page."""

    EVERYBODY = "任何人，包括未登录者"
    SIGNED_IN = "已登录者，只见本人的内容"
    OFFICERS = "支部、团委、审计、管理岗位，只见本组织及下级"
    CASE_READERS = "本人，及本支部、本团委、上级团委、审计岗位"
    CASE_INSIDERS = "同上，本人除外"
    PERSON_READERS = "本人，及本支部、本团委、上级团委、审计、管理岗位"
    CASE_OFFICERS = "支部、团委、审计岗位，只见本组织及下级"
    ROUND_STARTERS = "可以发起该轮次的岗位"
    ROUND_READERS = "发起组织及上级的团委、审计岗位"
    KEEPERS = "管理员、团委书记，限本组织及下级"
    IMPORTERS = "管理员、团委书记、团委审核人，限本组织及下级"
    COMMITTEES = "团委、监督审计岗位，限本组织及下级"
    DEMO = "仅演示环境；其他环境一律 404"


@dataclass(frozen=True, slots=True)
class Policy:
    """What one address answers.

    Attributes:
        of: what its arguments name (`case`, `paper`, …; empty: nothing of anybody's).
        shows: what a GET by the audience may answer.
    """

    name: str
    who: Audience
    methods: tuple[str, ...] = GET
    of: str = ""
    shows: frozenset[int] = PAGE


_A = Audience
ROWS = [
    # sign-in
    Policy("account_login", _A.EVERYBODY, BOTH, shows=PAGE_OR_ELSEWHERE),
    Policy("account_logout", _A.EVERYBODY, BOTH, shows=PAGE_OR_ELSEWHERE),
    Policy("account_inactive", _A.EVERYBODY),
    Policy("account_reauthenticate", _A.SIGNED_IN, BOTH, shows=PAGE_OR_ELSEWHERE),
    Policy("account_change_password", _A.SIGNED_IN, BOTH, shows=PAGE_OR_ELSEWHERE),
    Policy("account_set_password", _A.SIGNED_IN, BOTH, shows=PAGE_OR_ELSEWHERE),
    Policy("mfa_index", _A.SIGNED_IN),
    Policy("mfa_authenticate", _A.EVERYBODY, BOTH, shows=ELSEWHERE),
    Policy("mfa_reauthenticate", _A.SIGNED_IN, BOTH, shows=PAGE_OR_ELSEWHERE),
    Policy("mfa_activate_totp", _A.SIGNED_IN, BOTH, shows=PAGE_OR_ELSEWHERE),
    Policy("mfa_deactivate_totp", _A.SIGNED_IN, BOTH, shows=OWN_OR_NONE),
    Policy("mfa_view_recovery_codes", _A.SIGNED_IN, shows=OWN_OR_NONE),
    Policy("mfa_generate_recovery_codes", _A.SIGNED_IN, BOTH, shows=PAGE_OR_ELSEWHERE),
    Policy("mfa_download_recovery_codes", _A.SIGNED_IN, shows=OWN_OR_NONE),
    Policy("mfa_list_webauthn", _A.SIGNED_IN, shows=PAGE_OR_ELSEWHERE),
    Policy("mfa_add_webauthn", _A.SIGNED_IN, BOTH, shows=PAGE_OR_ELSEWHERE),
    Policy("mfa_reauthenticate_webauthn", _A.SIGNED_IN, BOTH, shows=PAGE_OR_ELSEWHERE),
    Policy("mfa_remove_webauthn", _A.SIGNED_IN, BOTH, of="passkey", shows=OWN_OR_NONE),
    Policy("mfa_edit_webauthn", _A.SIGNED_IN, BOTH, of="passkey", shows=OWN_OR_NONE),
    Policy("mfa_login_webauthn", _A.EVERYBODY, BOTH, shows=PAGE_OR_ELSEWHERE),
    Policy("set_language", _A.EVERYBODY, BOTH, shows=ELSEWHERE),
    Policy("first_sign_in", _A.EVERYBODY, BOTH, of="welcome", shows=PAGE_OR_ELSEWHERE),
    # everybody
    Policy("check", _A.EVERYBODY, BOTH),
    Policy("notice", _A.EVERYBODY, BOTH, of="notice"),
    Policy("rules", _A.EVERYBODY),
    # one's own
    Policy("home", _A.SIGNED_IN),
    Policy("me", _A.SIGNED_IN),
    Policy("start", _A.SIGNED_IN, BOTH, of="procedure"),
    Policy("start_by", _A.SIGNED_IN, BOTH, of="opening"),
    Policy("draft", _A.SIGNED_IN, POST, of="opening"),
    Policy("papers", _A.SIGNED_IN),
    Policy("notices", _A.SIGNED_IN),
    Policy("inbox", _A.SIGNED_IN),
    Policy("inbox_claimable", _A.SIGNED_IN),
    Policy("inbox_done", _A.SIGNED_IN),
    Policy("inbox_claim", _A.SIGNED_IN, POST),
    Policy("inbox_bulk", _A.SIGNED_IN, POST),
    Policy("messages", _A.SIGNED_IN),
    Policy("messages_read", _A.SIGNED_IN, POST),
    Policy("people_search", _A.SIGNED_IN),
    Policy("organizations_search", _A.SIGNED_IN),
    # of a case
    Policy("case", _A.CASE_READERS, of="case"),
    Policy("act", _A.CASE_READERS, BOTH, of="act", shows=frozenset({200, 409})),
    Policy("rehearse", _A.CASE_READERS, POST, of="act"),
    Policy("attachment", _A.CASE_INSIDERS, of="attachment"),
    Policy("case_draft", _A.CASE_READERS, POST, of="case_act"),
    Policy("paper", _A.CASE_READERS, of="paper"),
    Policy("paper_file", _A.CASE_READERS, of="paper", shows=frozenset({200, 503})),
    Policy("paper_revoke", _A.CASE_READERS, POST, of="paper"),
    Policy("audit_case", _A.CASE_INSIDERS, of="case"),
    # of a round
    Policy("rounds", _A.CASE_OFFICERS),
    Policy("round_start", _A.ROUND_STARTERS, BOTH, of="round_act"),
    Policy("round", _A.ROUND_READERS, of="round"),
    Policy("round_progress", _A.ROUND_READERS, of="round"),
    Policy("round_resume", _A.ROUND_READERS, POST, of="round"),
    Policy("round_skips", _A.ROUND_READERS, of="round"),
    Policy("bundle", _A.ROUND_READERS, of="bundle"),
    Policy("bundle_progress", _A.ROUND_READERS, of="bundle"),
    Policy("bundle_print", _A.ROUND_READERS, POST, of="bundle"),
    Policy("bundle_file", _A.ROUND_READERS, of="bundle_kind", shows=PAGE_OR_ELSEWHERE),
    # of an organization
    Policy("audit", _A.OFFICERS, BOTH),
    Policy("roll", _A.OFFICERS),
    Policy("roll_print", _A.OFFICERS),
    Policy("roll_export", _A.OFFICERS, POST),
    Policy("roll_names", _A.OFFICERS, POST),
    Policy("roll_save_view", _A.OFFICERS, POST),
    Policy("roll_forget_view", _A.SIGNED_IN, POST),
    Policy("person", _A.PERSON_READERS, of="person"),
    Policy("person_new", _A.KEEPERS, BOTH),
    Policy("person_link", _A.KEEPERS, POST, of="person"),
    Policy("first_day", _A.EVERYBODY, BOTH, of="token", shows=ELSEWHERE | {404}),
    Policy("begin", _A.DEMO, BOTH),
    Policy("missing", _A.KEEPERS),
    Policy("organizations", _A.KEEPERS),
    Policy("organization", _A.KEEPERS, of="organization"),
    Policy("organization_describe", _A.KEEPERS, POST, of="organization"),
    Policy("organization_seal", _A.KEEPERS, POST, of="organization"),
    Policy("organization_numbers", _A.KEEPERS, POST, of="organization"),
    Policy("organization_parameters", _A.KEEPERS, POST, of="organization"),
    Policy("organization_give_up", _A.KEEPERS, POST, of="organization"),
    Policy("roster_upload", _A.IMPORTERS, BOTH),
    Policy("roster_imports", _A.IMPORTERS),
    Policy("roster_take_back", _A.IMPORTERS, POST, of="roster_import", shows=OWN_OR_NONE),
    Policy("roster_columns", _A.IMPORTERS, BOTH, of="roster", shows=ELSEWHERE),
    Policy("roster_preview", _A.IMPORTERS, BOTH, of="roster", shows=ELSEWHERE),
    Policy("roster_problems", _A.IMPORTERS, of="roster_problems", shows=OWN_OR_NONE),
    Policy("roster_forget", _A.IMPORTERS, POST, of="upload"),
    # the demo town
    Policy("demo", _A.DEMO, of="demo"),
    Policy("demo_as", _A.DEMO, POST, of="demo_person"),
    Policy("demo_move", _A.DEMO, POST, of="demo"),
]
POLICIES = {row.name: row for row in ROWS}


def add_rows(rows: Iterable[Policy]) -> None:
    """Add the addresses of a procedure.

    Raises:
        ValueError: an address has a row already.
    """
    for row in rows:
        if POLICIES.setdefault(row.name, row) != row:
            raise ValueError(f"two addresses call themselves {row.name!r}")
        if row not in ROWS:
            ROWS.append(row)
