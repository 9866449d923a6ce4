"""任职事项所记."""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel, ConfigDict

from workflows.store.facts import Facts


class Item(BaseModel):
    """A line of a list of what is handed over.

    `group` is what it is of (`work`, `things`, `books`), `number` how much there is in words, `note` what is said of
    it. `given` and `received` are the ticks of both sides.
    """

    model_config = ConfigDict(extra="forbid")

    code: str
    group: str
    title: str
    number: str = ""
    note: str = ""
    given: bool = False
    received: bool = False


class OfficeFacts(Facts):
    """Days are the first and the last on which the post is held; `appointment` is the key of what was written.

    A handover keeps who gives (`outgoing`, nobody where he is gone; `giver` is his name in any case) and whose term it
    ends (`ends`), the list, and money in fen: what the books say, what the giver hands over in cash and in an account,
    what the successor has counted. `stood_in` is who confirmed in place of a giver who is gone.
    """

    role: str = ""
    appointment: int = 0
    first_on: date | None = None
    last_on: date | None = None
    outgoing: list[int] = []
    giver: str = ""
    ends: int = 0
    document: str = ""
    agreed_on: date | None = None
    listed_on: date | None = None
    received_on: date | None = None
    changed_on: date | None = None
    items: list[Item] = []
    book: str = ""
    book_fen: int | None = None
    cash_fen: int = 0
    bank_fen: int = 0
    counted_fen: int | None = None
    why_different: str = ""
    why_counted: str = ""
    message: str = ""
    stood_in: str = ""

    @property
    def gone(self) -> bool:
        """Whether nobody is there to hand over."""
        return not self.outgoing

    @property
    def given_fen(self) -> int:
        """What the giver hands over, in cash and in an account."""
        return self.cash_fen + self.bank_fen
