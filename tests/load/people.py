"""What each kind of user does, over and over, with time to think between."""

from __future__ import annotations

import random
import re
import time
import uuid
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from tests.load.browser import Answer, Browser, Sample

CASE = re.compile(r'href="/cases/(\d+)/"')
ACT = re.compile(r'href="/cases/\d+/([a-z_]+)/"')
ROLL = re.compile(r"应到 (\d+) 人")
BACK_TO = re.compile(r'name="to"[^>]* value="([a-z_]+)"')
RACES = 0.25  # of the acts are done twice at the same moment
LETTER = {"knowledge": "学习了团章", "self_assessment": "踏实", "cv-0-from": "2018-09", "cv-0-where": "医学院",
          "family-0-relation": "母亲", "family-0-name": "张华"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class User:
    """Who works: the kind, the key in the register, the session, the own branch, and a colleague's session.

    `cases` are those that an auditor looks through.
    """

    kind: str
    key: int
    session: str
    branch: int
    colleague: str = ""
    cases: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Done:
    """One act as its user saw it: the text by which the log is searched, and the answer to each of its posts."""

    marker: str
    act: str
    case: int
    statuses: tuple[int, ...]


@dataclass(slots=True)
class Notes:
    """What all users together saw."""

    samples: list[Sample] = field(default_factory=list)
    acts: list[Done] = field(default_factory=list)
    strange: list[str] = field(default_factory=list)


class Person:
    """A user at work."""

    def __init__(self, user: User, port: int, notes: Notes, seed: int) -> None:
        self.user, self.notes = user, notes
        self.chance = random.Random(seed)
        self.browser = Browser(port, user.session, notes.samples.append)
        self.colleague = Browser(port, user.colleague, notes.samples.append) if user.colleague else None
        self.case = 0

    def work(self, until: float, think: float) -> None:
        """Go on until a moment, with so many seconds to think on average."""
        turns: Mapping[str, Callable[[], None]] = {
            "applicant": self._apply_and_follow, "officer": self._clear_inbox,
            "reviewer": self._clear_inbox, "auditor": self._audit,
        }  # fmt: skip
        self._think(think, until)
        while time.monotonic() < until:
            turns[self.user.kind]()
            self._think(think, until)
        self.browser.close()
        if self.colleague:
            self.colleague.close()

    def _think(self, think: float, until: float) -> None:
        time.sleep(max(0.0, min(self.chance.uniform(0.2, 1.8) * think, until - time.monotonic())))

    def _apply_and_follow(self) -> None:
        if not self.case:
            page = self._open("form of application", "/start/joining/")
            marker = _marker()
            answers = {"organisation": str(self.user.branch), "motive": marker, **LETTER}
            answer = self.browser.post("apply", "/start/joining/", page, answers)
            found = re.search(r"/cases/(\d+)/", answer.location)
            self.case = int(found[1]) if found else 0
            self._note("apply", marker, self.case, (answer,))
            return
        self._open("own case", f"/cases/{self.case}/")
        self._open("messages", "/messages/")

    def _audit(self) -> None:
        self._open("timeline", f"/cases/{self.chance.choice(self.user.cases)}/")

    def _clear_inbox(self) -> None:
        address = "/inbox/claimable/" if self.user.colleague else "/inbox/"
        cases = CASE.findall(self._open("inbox", address).text)
        if not cases:
            return
        case = int(self.chance.choice(cases))
        page = self._open("case", f"/cases/{case}/", gone=True)
        known = self._answers(_marker(), page)
        open_acts = [code for code in ACT.findall(page.text) if code in known]
        if not open_acts:
            return
        act = open_acts[0] if self.chance.random() < 0.8 else self.chance.choice(open_acts)
        self._act(case, act)

    def _act(self, case: int, act: str) -> None:
        address = f"/cases/{case}/{act}/"
        page = self._open("act page", address, gone=True)
        if page.status != 200:
            return
        marker = _marker()
        answers = {"warned": "1", "despite": "略", **self._answers(marker, page)[act]}
        if act == "return":
            answers |= {"reason": marker, "to": next(iter(BACK_TO.findall(page.text)), "")}
        if act == "comment" or self.chance.random() > RACES:
            self._note(act, marker, case, (self.browser.post(f"act: {act}", address, page, answers),))
            return
        rival = self.colleague or self.browser.twin()
        theirs = rival.get("act page", address) if self.colleague else page
        with ThreadPoolExecutor(2) as both:
            posts = [both.submit(one.post, f"race: {act}", address, form, answers)
                     for one, form in ((self.browser, page), (rival, theirs))]  # fmt: skip
            answers = tuple(one.result() for one in posts)
        if not self.colleague:
            rival.close()
            self._strange(act, case, answers)
            answers = (min(answers, key=lambda one: one.status),)  # a second click is told what the first has done
        self._note(act, marker, case, answers)

    def _answers(self, marker: str, page: Answer) -> dict[str, dict[str, str]]:
        """Return what is typed into the form of each act; everybody on the roll beside the form comes and agrees."""
        voters = next(iter(ROLL.findall(page.text)), "")
        return {
            "introduce": {"opinion": marker},
            "hold_meeting": {"present": voters, "yes": voters, "no": "0", "abstain": "0", "minutes": marker},
            "approve": {"decision": "approve", "opinion": marker, "members_present": "5", "members_yes": "5"},
            "talk": {"talker": str(self.user.key), "summary": marker, "suitable": "true"},
            "propose_activist": {"basis": "member_recommendation", "opinion": marker},
            "approve_activist": {"decision": "approve", "opinion": marker},
            "return": {},
            "comment": {"text": marker},
        }

    def _open(self, kind: str, address: str, *, gone: bool = False) -> Answer:
        """Open a page; `gone` where a colleague may have done the act in the meantime."""
        answer = self.browser.get(kind, address)
        if answer.status not in ((200, 404, 409) if gone else (200,)):
            self.notes.strange.append(f"GET {address}: {answer.status} {answer.text[:300]}")
        return answer

    def _note(self, act: str, marker: str, case: int, answers: tuple[Answer, ...]) -> None:
        self.notes.acts.append(Done(marker, act, case, tuple(one.status for one in answers)))
        self._strange(act, case, answers)

    def _strange(self, act: str, case: int, answers: tuple[Answer, ...]) -> None:
        for one in answers:
            if one.status not in (302, 404, 409):
                self.notes.strange.append(f"POST {act} {case}: {one.status} {_said(one.text)}")


def _said(text: str) -> str:
    words = re.sub(r"<(script|style).*?</\1>|<[^>]+>|\s+", " ", text, flags=re.DOTALL)
    found = words.find("⚠") if "⚠" in words else words.find("不")
    return re.sub(r"\s+", " ", words[max(found - 200, 0) : found + 300])


def _marker() -> str:
    return f"load{uuid.uuid4().hex}"
