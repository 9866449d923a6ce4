"""团费的交接: the dues that a branch or committee has kept and not sent up, counted when its officer changes."""

from __future__ import annotations

from datetime import date

from procedures.dues.ledger import balances
from procedures.dues.models import Account
from procedures.register.handing import Money
from workflows.people.models import Organization, Role
from workflows.people.models.post import BRANCH_ROLES, COMMITTEE_ROLES

KEEPS = frozenset({*BRANCH_ROLES, *COMMITTEE_ROLES}) - {Role.BRANCH_COMMITTEE_MEMBER}


def balance(place: Organization, role: str, on: date) -> Money | None:
    """Return what the account book says that there is; None for a post that keeps no dues."""
    if role not in KEEPS:
        return None
    return Money("团费余额", balances([place.pk], last=on)[Account.CASH])


BOOKS = (balance,)
