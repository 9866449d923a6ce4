"""All papers of a round in one file: printed in the background, handed out once all are, by the office alone."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from io import BytesIO

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django_tasks_db.models import DBTaskResult

from tests.keeping import begin
from tests.two_committees import NOW, TwoCommittees, build
from workflows.models import Paper, PaperFile
from workflows.papers.bundle import file_name

pytestmark = pytest.mark.django_db
KIND = "membership_certificate"


@pytest.fixture
def world(tmp_path, settings) -> Iterator[TwoCommittees]:
    settings.MEDIA_ROOT, settings.REQUIRE_SECOND_FACTOR = tmp_path, False
    with time_machine.travel(NOW, tick=False):
        yield begin("two committees", build)  # no test here opens an attachment: their files are not kept


def browser(world: TwoCommittees, who: str) -> Client:
    client = Client()
    client.force_login(world.people[who], backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client


def address(world: TwoCommittees, more: str = "") -> str:
    return f"/bundles/round/{world.round('a').pk}/{more}"


def printed(world: TwoCommittees) -> list[Paper]:
    """Keep a file for every paper of the round, as the background would."""
    papers = list(Paper.objects.filter(case=world.admitted["a"]))
    PaperFile.objects.bulk_create(
        PaperFile(root=paper.root, paper=paper, content=b"%PDF-1.7 " + str(paper.pk).encode(), sha256="")
        for paper in papers
    )
    return papers


def test_the_page_counts_what_is_printed(world: TwoCommittees) -> None:
    page = browser(world, "reviewer_a").get(address(world)).content.decode()

    assert "已打印 <b>0</b> / 1 份" in page
    assert "every 3s" in page


def test_what_is_not_printed_is_printed_by_the_background_and_nothing_twice(world: TwoCommittees) -> None:
    client = browser(world, "reviewer_a")
    before = DBTaskResult.objects.count()
    client.post(address(world, "print/"))
    asked = DBTaskResult.objects.count() - before
    printed(world)

    client.post(address(world, "print/"))

    assert asked == 1
    assert DBTaskResult.objects.count() - before == asked


def test_before_all_are_printed_there_is_nothing_to_download(world: TwoCommittees) -> None:
    answer = browser(world, "reviewer_a").get(address(world, f"{KIND}.zip"))

    assert (answer.status_code, answer["Location"]) == (302, address(world))


def test_the_archive_holds_every_valid_paper_and_no_number_of_a_person(world: TwoCommittees) -> None:
    papers = [paper for paper in printed(world) if paper.kind == KIND]

    answer = browser(world, "reviewer_a").get(address(world, f"{KIND}.zip"))
    archive = zipfile.ZipFile(BytesIO(b"".join(answer.streaming_content)))

    assert archive.testzip() is None
    assert [archive.read(name) for name in archive.namelist()] == [
        b"%PDF-1.7 " + str(one.pk).encode() for one in papers
    ]
    member = world.people["member_a"]
    for text in (*archive.namelist(), answer["Content-Disposition"]):
        assert member.name not in text
        assert papers[0].case.subject.standing.development_number not in text


def test_a_revoked_paper_is_left_out(world: TwoCommittees) -> None:
    printed(world)
    Paper.objects.filter(case=world.admitted["a"]).update(status="revoked")

    page = browser(world, "reviewer_a").get(address(world)).content.decode()

    assert "还没有签发证书" in page


@pytest.mark.parametrize("who", ["reviewer_b", "auditor_b", "secretary_a", "member_a", "registrar_a", "party_a"])
def test_another_office_does_not_find_the_papers(world: TwoCommittees, who: str) -> None:
    printed(world)
    client = browser(world, who)

    assert client.get(address(world)).status_code == 404
    assert client.get(address(world, "progress/")).status_code == 404
    assert client.get(address(world, f"{KIND}.zip")).status_code == 404
    assert client.post(address(world, "print/")).status_code == 404


def test_a_case_that_is_no_cover_has_no_bundle(world: TwoCommittees) -> None:
    assert browser(world, "reviewer_a").get(f"/bundles/cover/{world.admitted['a'].pk}/").status_code == 404
    assert browser(world, "reviewer_a").get(f"/bundles/other/{world.admitted['a'].pk}/").status_code == 404


def test_only_the_issuers_serial_stands_in_a_file_name() -> None:
    assert file_name(7, "团员证明", "HOSP-2026-00012") == "0007-团员证明-HOSP-2026-00012.pdf"
    assert file_name(7, "介绍信", "江医团介〔2026〕12号") == "0007-介绍信-江医团介〔2026〕12号.pdf"
    assert file_name(7, "入团志愿书", "202642000101") == "0007-入团志愿书.pdf"
