"""证书: download, filenames, revocation, and a renderer that fails."""

from __future__ import annotations

import gc
from datetime import date
from typing import Any
from urllib.parse import quote

import pytest
import time_machine
from django.conf import LazySettings
from django.test import Client

from tests.worlds import Place, at, hospital
from workflows.models import Entry, Paper, PaperFile
from workflows.papers import printing, tasks
from workflows.papers.pool import RenderingFailed
from workflows.papers.printing import sheet_of

pytestmark = pytest.mark.django_db
ID_NUMBER = "990000200002299866"
LATER = at(date(2026, 6, 11))


@pytest.fixture(autouse=True)
def june() -> Any:
    with time_machine.travel(LATER):
        yield


def certificate() -> Paper:
    return Paper.objects.select_related("case", "organization").get(kind="membership_certificate", status="issued")


def browser(client: Client, place: Place, name: str) -> Client:
    client.force_login(place.person(name))
    return client


def test_the_same_row_gives_the_same_sheet() -> None:
    hospital(until="approve")

    assert sheet_of(certificate()) == sheet_of(certificate())
    assert sheet_of(certificate()).facts["check_code"].replace("-", "") == certificate().code


def test_the_member_downloads_the_certificate_under_a_speaking_name(client: Client) -> None:
    place = hospital(until="approve")

    response = browser(client, place, "wang").get(f"/papers/{certificate().pk}/file/")

    assert response.content.startswith(b"%PDF")
    assert quote("入团证明-王晓梅.pdf") in response.headers["Content-Disposition"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert ID_NUMBER not in response.headers["Content-Disposition"]


def test_what_was_printed_is_let_go_of_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker prints for weeks: what waits for the collector of garbage are whole files."""
    hospital(until="approve")
    papers = list(Paper.objects.select_related("case", "organization"))
    monkeypatch.setattr(printing, "print_paper", lambda paper: b"%PDF")
    gc.collect()
    gc.disable()
    try:
        printing.keep_files(papers)
        held = [one for one in gc.get_objects() if type(one) is PaperFile]
    finally:
        gc.enable()

    assert PaperFile.objects.count() == len(papers) > 0
    assert held == []


def test_printing_in_the_background_keeps_the_file_once() -> None:
    hospital(until="approve")
    entry = certificate().entry_id

    first, second = (tasks.print_papers.call([entry], certificate().root) for _ in range(2))

    assert (first, second) == (2, 0)
    assert bytes(PaperFile.objects.get(paper=certificate()).content).startswith(b"%PDF")


def test_a_paper_of_a_job_is_the_file_that_is_printed_alone() -> None:
    hospital(until="approve")

    tasks.print_papers.call([certificate().entry_id], certificate().root)

    assert bytes(PaperFile.objects.get(paper=certificate()).content) == printing.print_paper(certificate())


def test_a_paper_that_cannot_be_printed_keeps_no_other_of_its_job_from_it() -> None:
    hospital(until="approve")
    broken = certificate()
    broken.kind = "no_such_kind"
    broken.save(update_fields=["kind"])

    with pytest.raises(ExceptionGroup, match="1 of 2 papers were not printed") as raised:
        tasks.print_papers.call([broken.entry_id], broken.root)

    assert raised.group_contains(LookupError, match="no_such_kind")
    assert [file.paper.entry_id for file in PaperFile.objects.exclude(paper=broken)] == [broken.entry_id]


def test_a_download_of_a_kept_file_prints_nothing(client: Client) -> None:
    place = hospital(until="approve")
    PaperFile.objects.create(root=certificate().root, paper=certificate(), content=b"%PDF kept", sha256="0" * 64)

    response = browser(client, place, "wang").get(f"/papers/{certificate().pk}/file/")

    assert response.content == b"%PDF kept"


def test_a_failing_renderer_does_not_undo_the_approval(
    settings: LazySettings, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    def broken(sheet: object) -> bytes:
        raise RenderingFailed("证书排版进程中断")

    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    monkeypatch.setattr(printing, "render_in_child", broken)

    with django_capture_on_commit_callbacks(execute=True):
        place = hospital(until="approve")

    assert place.case.stage == "approved"
    assert not PaperFile.objects.exists()


def test_papers_of_the_file_are_not_handed_to_the_person_concerned(client: Client) -> None:
    place = hospital(until="approve")
    minutes = Paper.objects.get(kind="meeting_minutes")

    own = browser(client, place, "wang").get(f"/papers/{minutes.pk}/")
    office = browser(client, place, "sec").get(f"/papers/{minutes.pk}/")

    assert (own.status_code, office.status_code) == (404, 200)


def test_a_foreign_paper_is_not_found(client: Client) -> None:
    place = hospital(until="approve")

    for path in (f"/papers/{certificate().pk}/", f"/papers/{certificate().pk}/file/"):
        assert browser(client, place, "zone").get(path).status_code == 404


def test_the_committee_revokes_with_a_reason_that_is_kept(client: Client) -> None:
    place = hospital(until="approve")
    paper = certificate()

    browser(client, place, "hosp").post(f"/papers/{paper.pk}/revoke/", {"do": "revoke", "because": "姓名有误"})

    paper = Paper.objects.get(pk=paper.pk)
    entry = Entry.objects.filter(case=place.case).latest("sequence")
    assert (paper.status, paper.revoked_because) == ("revoked", "姓名有误")
    assert (entry.act, entry.reason) == ("revoke_paper", "姓名有误")


def test_a_reissued_paper_has_the_same_facts_and_another_code(client: Client) -> None:
    place = hospital(until="approve")
    old = certificate()

    browser(client, place, "hosp").post(f"/papers/{old.pk}/revoke/", {"do": "reissue", "because": "原件遗失"})

    new = certificate()
    assert new.pk != old.pk
    assert (new.number, new.facts) == (old.number, old.facts)
    assert new.code != old.code
    assert Paper.objects.get(pk=old.pk).status == "revoked"


def test_a_revocation_without_a_reason_or_by_another_is_refused(client: Client) -> None:
    place = hospital(until="approve")
    address = f"/papers/{certificate().pk}/revoke/"

    silent = browser(client, place, "hosp").post(address, {"do": "revoke", "because": ""})
    member = browser(client, place, "wang").post(address, {"do": "revoke", "because": "试试"})
    branch = browser(client, place, "sec").post(address, {"do": "revoke", "because": "试试"})

    assert (silent.status_code, member.status_code, branch.status_code) == (422, 422, 422)
    assert certificate().status == "issued"


def test_a_paper_is_revoked_once(client: Client) -> None:
    place = hospital(until="approve")
    address = f"/papers/{certificate().pk}/revoke/"
    hosp = browser(client, place, "hosp")
    hosp.post(address, {"do": "revoke", "because": "姓名有误"})

    again = hosp.post(address, {"do": "revoke", "because": "再撤一次"})

    assert again.status_code == 422
    assert "已撤销，不能再办理" in again.content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_with_one_paper_and_with_three(
    client: Client, rows: int, django_assert_max_num_queries: Any
) -> None:
    place = hospital(until="approve")
    others = Paper.objects.exclude(kind="membership_certificate").filter(person=None)
    Paper.objects.filter(person=place.person("wang")).exclude(kind="membership_certificate").update(person=None)
    Paper.objects.filter(pk__in=list(others.values_list("pk", flat=True)[: rows - 1])).update(
        person=place.person("wang")
    )
    client.force_login(place.person("wang"))

    with django_assert_max_num_queries(8):
        response = client.get("/papers/")

    assert response.content.decode().count("paper-row") == rows


def test_the_file_of_a_revoked_paper_is_never_the_one_that_was_kept(client: Client) -> None:
    place = hospital(until="approve")
    kept = printing.content_of(certificate())
    PaperFile.objects.get_or_create(paper=certificate(), defaults={"root": certificate().root, "content": kept})
    browser(client, place, "hosp").post(f"/papers/{certificate().pk}/revoke/", {"do": "revoke", "because": "姓名有误"})
    revoked = Paper.objects.select_related("case", "organization").get(kind="membership_certificate")

    facts = sheet_of(revoked).facts
    assert (facts["revoked_on"], facts["revoked_because"]) == (date(2026, 6, 11), "姓名有误")
    assert printing.content_of(revoked) != kept
    assert printing.content_of(revoked) == printing.content_of(revoked)


def test_a_reissued_paper_keeps_the_days_of_the_first_on_sheet_and_row_and_says_its_own(client: Client) -> None:
    place = hospital(until="approve")
    old = certificate()
    browser(client, place, "hosp").post(f"/papers/{old.pk}/revoke/", {"do": "reissue", "because": "原件遗失"})

    new = certificate()
    facts = sheet_of(new).facts
    assert (new.issued_on, new.issued_at, new.reissued_on) == (old.issued_on, old.issued_at, date(2026, 6, 11))
    assert (facts["signed_on"], facts["reissued_on"]) == (old.issued_on, date(2026, 6, 11))
    assert facts["recorded_on"] == sheet_of(old).facts["recorded_on"]


def test_every_paper_is_kept_with_the_name_and_the_day_that_stand_under_it() -> None:
    hospital(until="approve")

    said = [(one.signed_by, one.issued_on.isoformat()) for one in Paper.objects.all()]
    assert said == [(one.facts["signed_by"], one.facts["signed_on"]) for one in Paper.objects.all()]
