"""机关代字: what the numbers of an organization's papers begin with, and that no other's begin so."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.workflows.pages.test_bulk import browser
from tests.worlds import Place, hospital
from workflows.papers.issue import numbered
from workflows.people.models import Organization
from workflows.table import PaperKind

LETTER = PaperKind("letter", "介绍信", None, None, word="介")  # type: ignore[arg-type]  # only its word is asked


@pytest.mark.parametrize(("word", "number"), [("江医团", "江医团介〔2026〕1号"), ("", "HOSP介〔2026〕1号")])
def test_a_number_is_made_of_the_word_of_the_issuer_and_that_of_the_kind(word: str, number: str) -> None:
    assert numbered(Organization(code="HOSP", document_word=word), LETTER, 2026, 1) == number


@pytest.mark.django_db
@pytest.mark.parametrize(("word", "kept"), [("江医团", "江医团"), ("卫健团", ""), ("江医团2026", ""), ("团", "")])
def test_a_word_is_kept_unless_it_is_that_of_another_or_no_word(settings, word: str, kept: str) -> None:
    settings.REQUIRE_SECOND_FACTOR = False
    place: Place = hospital()
    Organization.objects.filter(code="MED").update(document_word="卫健团")
    client: Client = browser(place, "admin")
    address = f"/organizations/{place.organization('HOSP').pk}/"
    seen = client.get(address).context["seen"]

    answer = client.post(f"{address}describe/", {"describe-document_word": word, "seen": seen})

    assert Organization.objects.get(code="HOSP").document_word == kept
    assert answer.status_code == (302 if kept else 422)
