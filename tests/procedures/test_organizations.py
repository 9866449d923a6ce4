"""An organization on a form: the near ones are offered, every other one can be named."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from forms.base import PaperForm
from procedures.register.organization_field import MOST_NEAR, OrganizationField
from tests.worlds import Place, hospital
from workflows.people.models import Kind, Organization
from workflows.people.models.organization import BRANCHES

pytestmark = pytest.mark.django_db


class Asking(PaperForm):
    place = OrganizationField(BRANCHES, label="团支部", required=False)


@pytest.fixture
def here() -> Place:
    return hospital()


def offered(form: PaperForm) -> list[str]:
    """Return the labels of the list as a page shows it, the empty one left out."""
    field = form["place"]
    return [str(one.data["label"]) for one in field.subwidgets if one.data["value"]]


def refusal(**given: str) -> str:
    form = Asking(given)
    assert not form.is_valid()
    return str(form.errors["place"][0])


def test_the_branches_under_ones_own_committee_are_offered_with_its_name(here: Place) -> None:
    form = Asking(organization=here.organization("SURG"))

    assert offered(form) == ["江北市人民医院团委·第一团支部", "江北市人民医院团委·第二团支部"]


def test_a_committee_is_offered_all_below_it(here: Place) -> None:
    form = Asking(organization=here.organization("COUNTY"))

    assert len(offered(form)) == 3


def test_one_that_was_chosen_without_being_offered_is_shown(here: Place) -> None:
    form = Asking({"place": str(here.organization("PLANT").pk)}, organization=here.organization("SURG"))

    assert form.is_valid()
    assert "江北开发区团工委·新材料厂团支部" in offered(form)


def test_a_province_of_branches_is_no_list_to_scroll_through_and_costs_one_statement(here: Place) -> None:
    committee = here.organization("HOSP")
    for number in range(MOST_NEAR + 5):
        Organization.objects.add_child(committee, {"code": f"B{number}", "name": f"支部{number}", "kind": Kind.BRANCH})
    form = Asking(organization=Organization.objects.get(code="SURG"))

    with CaptureQueriesContext(connection) as asked:
        labels = offered(form)

    assert len(labels) == MOST_NEAR
    assert len(asked) == 1


def test_nothing_is_asked_for_a_list_that_is_not_shown(here: Place) -> None:
    with CaptureQueriesContext(connection) as asked:
        form = Asking({"place": ""}, organization=here.organization("SURG"))
        assert form.is_valid()

    assert [one["sql"] for one in asked if "LIKE" in one["sql"]] == []


@pytest.mark.parametrize("typed", ["新材料厂团支部", "PLANT"])
def test_without_scripts_the_name_or_the_code_is_typed(here: Place, typed: str) -> None:
    form = Asking({"place": "", "place_named": typed}, organization=here.organization("SURG"))

    assert form.is_valid()
    assert form.cleaned_data["place"] == here.organization("PLANT")


def test_a_name_that_two_have_asks_for_the_code(here: Place) -> None:
    Organization.objects.add_child(
        here.organization("ZONE"), {"code": "PLANT1", "name": "第一团支部", "kind": Kind.BRANCH}
    )

    assert refusal(place_named="第一团支部") == "名称为“第一团支部”的组织不止一个，请填写组织代码。"


@pytest.mark.parametrize("typed", ["无此支部", "HOSP", "²"])  # a committee is no branch
def test_a_name_that_none_has_is_refused_and_stays_typed(here: Place, typed: str) -> None:
    assert refusal(place_named=typed) == f"没有名称或代码为“{typed}”的组织，请核对。"
    assert f'value="{typed}"' in str(Asking({"place_named": typed})["place"])


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"q": "材料"}, ["江北开发区团工委·新材料厂团支部"]),
        ({"q": "人民医院 第二"}, ["江北市人民医院团委·第二团支部"]),
        ({"q": "plant"}, ["江北开发区团工委·新材料厂团支部"]),
        ({"q": "江北市人民医院团委", "kinds": "committee"}, ["江北市人民医院团委"]),
        ({"q": ""}, []),
        ({"q": "医院", "kinds": "nonsense"}, []),
        ({"q": "材料", "kept": "1"}, []),
    ],
)
def test_the_search_finds_by_the_words_of_the_name_and_of_the_one_above(
    here: Place, client: Client, asked: dict[str, str], found: list[str]
) -> None:
    client.force_login(here.person("wang"))

    answer = client.get(reverse("organizations_search"), {"kinds": "branch,group", **asked})

    assert [one["text"] for one in answer.json()["found"]] == found


def test_a_registrar_looks_among_what_he_keeps(here: Place, client: Client) -> None:
    client.force_login(here.person("admin"))

    answer = client.get(reverse("organizations_search"), {"q": "材料", "kinds": "branch", "kept": "1"})

    assert len(answer.json()["found"]) == 1


@pytest.mark.parametrize("wrong", ["\0", "x\0y", "²", "9" * 30, "%", "' OR 1=1"])
@pytest.mark.parametrize("address", ["organizations_search", "people_search"])
def test_a_search_for_nonsense_finds_nothing(here: Place, client: Client, address: str, wrong: str) -> None:
    client.force_login(here.person("admin"))

    answer = client.get(reverse(address), {"q": wrong, "kinds": wrong})

    assert answer.json() == {"found": []}
