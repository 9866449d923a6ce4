"""The inbox: whose tasks, in which order, with which totals, at what cost."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection

from procedures.register.entering import Known, enter_people
from procedures.scenarios.runner import noon
from workflows import engine
from workflows.models import Case, Task
from workflows.people.models import Appointment, Person, Post

INBOX, OWN_DESK = 5, 4
TALK_BY_ANOTHER = "何立"


def _apply(hospital, day, names, branch="SURG", first=0):
    organization = hospital.runner.world.organization(branch)
    for number, name in enumerate(names, start=first):
        person = Person.objects.create_user(
            f"new{number}", None, name=name, born=day.replace(year=2005), home=organization
        )
        enter_people([Known(person)])
        on = day - timedelta(days=20 - number)
        answers = {"organisation": organization.pk, "knowledge": "学", "motive": "愿", "self_assessment": "实"}
        engine.start("joining", engine.Request("apply", person, on, noon(on), answers))


def _share(hospital, day):
    """Let the deputy hold the secretary's post beside him."""
    post = Post.objects.get(role="branch_secretary", organization__code="SURG")
    Appointment.objects.create(person=hospital.person("dep_surg"), post=post, first_on=day - timedelta(days=9))


def test_an_inbox_shows_the_tasks_of_a_post_that_nobody_else_holds(hospital, the_day):
    here = hospital(1)
    _apply(here, the_day, ["赵一", "钱二"], first=0)

    page = here.at("sec_surg").get("/inbox/")

    assert [row.name for row in page.context["page"].rows] == ["王晓梅", "赵一", "钱二"]
    assert page.context["mine"] == 3
    assert page.context["claimable"] == 0


def test_the_due_day_is_said_in_words(hospital, the_day):
    here = hospital(1)
    _apply(here, the_day, ["赵一"])

    rows = here.at("sec_surg").get("/inbox/").context["page"].rows

    assert [(row.due.words, row.due.level) for row in rows] == [("已逾期 112 天", "late"), ("剩 11 天", "far")]


def test_a_shared_post_is_claimable_and_a_claim_makes_it_mine(hospital, the_day):
    here = hospital(1)
    _share(here, the_day)
    secretary = here.at("sec_surg")
    task = Task.objects.get(process=here.case(), finished=None)

    before = secretary.get("/inbox/claimable/").context
    secretary.post("/inbox/claim/", {"task": [task.pk]})

    assert [row.task.pk for row in before["page"].rows] == [task.pk]
    assert (before["mine"], before["claimable"]) == (0, 1)
    after = secretary.get("/inbox/").context
    assert [row.task.pk for row in after["page"].rows] == [task.pk]
    assert (after["mine"], after["claimable"]) == (1, 0)


def test_an_empty_inbox_leads_to_what_can_be_claimed_and_the_menu_counts_both(hospital, the_day):
    here = hospital(1)
    _share(here, the_day)

    shared = here.at("sec_surg").get("/inbox/")
    nothing = here.at("sec_med").get("/inbox/")

    counts = {line.address: line.count for line in shared.context["shell"].menu}
    assert counts["/inbox/"] == 1
    assert '<a href="/inbox/claimable/">有 1 项可认领，去看看</a>' in shared.content.decode()
    assert "去看看" not in nothing.content.decode()


def test_every_page_counts_what_waits_in_one_way(hospital, the_day):
    here = hospital(1)
    _apply(here, the_day, ["赵一", "钱二"], first=0)
    _share(here, the_day)
    secretary = here.at("sec_surg")
    secretary.post("/inbox/claim/", {"task": [Task.objects.get(process=here.case(), finished=None).pk]})

    home, inbox, claimable = (secretary.get(one) for one in ("/", "/inbox/", "/inbox/claimable/"))

    badges = {line.count for page in (home, inbox) for line in page.context["shell"].menu if line.address == "/inbox/"}
    who = home.context["who"]
    assert badges == {who.waiting}
    assert f"待办 {who.waiting} 件，其中可认领 {who.claimable} 件" in home.content.decode()
    assert f"共 <b>{who.waiting}</b> 项待办，其中可认领 {who.claimable} 项" in inbox.content.decode()
    assert f"由我办理 {who.mine} 项" in inbox.content.decode()
    assert "共 1 项" not in inbox.content.decode()
    rows = [len(page.context["page"].rows) for page in (inbox, claimable)]
    assert (rows, who.waiting) == ([1, 2], 3)


def test_what_another_has_claimed_is_shown_with_the_name_and_cannot_be_claimed(hospital, the_day):
    here = hospital(1)
    _share(here, the_day)
    task = Task.objects.get(process=here.case(), finished=None)
    here.at("dep_surg").post("/inbox/claim/", {"task": [task.pk]})

    page = here.at("sec_surg").get("/inbox/claimable/")
    answer = here.at("sec_surg").post("/inbox/claim/", {"task": [task.pk]}, follow=True)

    assert [row.claimer for row in page.context["page"].rows] == [TALK_BY_ANOTHER]
    assert "已认领此事项" in answer.content.decode()
    assert Task.objects.get(pk=task.pk).claimed_by == here.person("dep_surg")


def test_a_task_of_another_branch_cannot_be_claimed(hospital, the_day):
    here = hospital(1)
    _share(here, the_day)
    task = Task.objects.get(process=here.case(), finished=None)

    here.at("sec_med").post("/inbox/claim/", {"task": [task.pk]})

    assert Task.objects.get(pk=task.pk).claimed_by is None


@pytest.mark.parametrize("text", ["王晓", "wangxiao", "2026-000001", "手术科室"])
def test_a_task_is_found_by_name_pinyin_number_and_branch(hospital, the_day, text):
    here = hospital(1)
    _apply(here, the_day, ["赵一"], branch="MED")
    Person.objects.filter(pk=here.person("wang").pk).update(pinyin="wangxiaomei wxm")

    found = here.at("sec_surg").get("/inbox/", {"q": text}).context["page"].rows
    nothing = here.at("sec_surg").get("/inbox/", {"q": "没有此人"}).context["page"].rows

    assert [row.name for row in found] == ["王晓梅"]
    assert nothing == ()


def test_done_holds_only_what_i_did(hospital, the_day):
    here = hospital(4)

    mine = here.at("sec_surg").get("/inbox/done/").context["deeds"]
    others = here.at("hosp").get("/inbox/done/").context["deeds"]

    assert [deed.entry.act for deed in mine] == ["talk"]
    assert [deed.entry.act for deed in others] == ["approve_activist"]


def test_pages_follow_each_other_without_gap_or_repetition(hospital, the_day):
    here = hospital(1)
    _apply(here, the_day, [f"人{number}" for number in range(19)])
    _apply(here, the_day, ["末一", "末二"], first=19)
    client = here.at("sec_surg")

    first = client.get("/inbox/").context["page"]
    second = client.get("/inbox/", {"after": first.following}).context["page"]

    seen = [row.task.pk for row in (*first.rows, *second.rows)]
    assert (len(first.rows), len(second.rows)) == (20, 2)
    assert len(set(seen)) == 22
    assert second.following == ""


@pytest.mark.parametrize("path", ["/inbox/", "/inbox/claimable/", "/inbox/done/"])
@pytest.mark.parametrize("others", [0, 2])
def test_the_inbox_costs_five_statements_however_much_waits(
    hospital, the_day, path, others, django_assert_max_num_queries
):
    here = hospital(2)
    _share(here, the_day)
    _apply(here, the_day, ["赵一", "钱二"][:others])
    client = here.at("sec_surg")

    with django_assert_max_num_queries(INBOX):
        client.get(path)


def test_the_statements_are_the_same_with_a_hundred_thousand_tasks(hospital, the_day, django_assert_num_queries):
    here = hospital(1)
    post = Post.objects.get(role="branch_secretary", organization__code="SURG")
    task = Task.objects.get(process=here.case(), finished=None)
    columns = ", ".join(f'"{field.column}"' for field in Task._meta.concrete_fields if not field.primary_key)
    table = Task._meta.db_table
    numbers = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 99999)"
    copies = f"INSERT INTO {table} ({columns}) SELECT {columns} FROM {table}, n WHERE id = %s"  # noqa: S608 -- our names
    with connection.cursor() as cursor:
        cursor.execute(f"{numbers} {copies}", [task.pk])
    Post.objects.filter(pk=post.pk).update(open_tasks=100_000)
    client = here.at("sec_surg")

    with django_assert_num_queries(OWN_DESK):
        page = client.get("/inbox/")

    assert page.context["mine"] == 100_000
    assert len(page.context["page"].rows) == 20


def test_nobody_reads_an_inbox_without_signing_in(client, db):
    answer = client.get("/inbox/")

    assert answer.status_code == 302
    assert Case.objects.count() == 0


def test_pages_are_chinese_until_english_is_chosen(hospital):
    client = hospital(1).at("sec_surg")
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"

    before = client.get("/inbox/").content.decode()
    client.post("/language/", {"language": "en", "next": "/inbox/"})
    after = client.get("/inbox/").content.decode()

    assert "主菜单" in before
    assert "Main menu" in after
