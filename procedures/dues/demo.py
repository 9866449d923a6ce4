"""团费的演示故事: two half-years charged in a hospital, and a case at every stage and ending."""

from __future__ import annotations

from typing import Any

from procedures.town.story import DayOf, Deed, EachOf, Someone, Story

HALF, MONTH = 183, 30
PAID = -HALF + 3  # the day on which the earlier half-year came in
KEEPER, COMMITTEE, SECRETARY = "@org_commissioner", "@committee_reviewer", "@branch_secretary"
SICK = "本人因病休假，收入减少，特申请减免。"


def month(day: int, back: int = 0) -> DayOf:
    """Return the month of a day, or the one so many months before."""
    return DayOf(day, month=True, back=back)


def opened(at: str, title: str, day: int, months: tuple[DayOf, ...]) -> Story:
    """Return the round that charges some months that follow each other."""
    answers = {"organisation": f"#{at}", "from_month": months[0], "to_month": months[-1]}
    return Story(title, None, at, (Deed(day, "open_months", COMMITTEE, answers),))


def paid(at: str, who: str | EachOf, day: int, *months: DayOf, method: str = "mobile", **more: Any) -> Story:
    """Return a payment of some months by a member who is there anyway, or by each of the roll."""
    answers = {"member": who, "months": months, "method": method, **more}
    return Story(
        f"交纳团费·{at}·{who if isinstance(who, str) else '全支部'}",
        None,
        at,
        (Deed(day, "pay", KEEPER, answers, reason="核对后收取。"),),
    )


LATELY = tuple(month(-1, back) for back in range(5, -1, -1))
EARLIER = tuple(month(-1, back) for back in range(11, 5, -1))


def member(name: str, sex: str = "female", *, age: int = 24, work: str = "") -> Someone:
    """Return a member of some years."""
    return Someone(name, sex, age=age, joined=2600, work=work)


def asked(day: int, kind: str, **more: Any) -> Deed:
    """Return a request for relief of three months."""
    answers = {"kind": kind, "from_month": month(day), "to_month": month(day + 2 * MONTH), "reason": SICK, **more}
    return Deed(day, "request_relief", "@applicant", answers)


def declared(day: int, category: str = "wage", base: int | None = 520_000) -> Deed:
    """Return a declaration of a basis."""
    answers = {"category": category, "base": base, "from_month": month(day)}
    return Deed(day, "declare_basis", "@applicant", answers)


AGREED = {"decision": "approve", "present": 20, "yes": 20, "no": 0, "abstain": 0, "opinion": "情况属实，同意。"}
YES = {"decision": "approve", "opinion": "同意。"}

ROUNDS = (
    opened("RMYY", "核定上一个半年应交团费", -HALF, EARLIER),
    opened("RMYY", "核定近半年应交团费", -1, LATELY),
    opened("DIST", "核定近半年应交团费", -2, LATELY),
)
BRANCHES = ("RMYY-01", "RMYY-02", "RMYY-03")
PAYMENTS = (
    *(paid(at, EachOf(but_every=9), PAID, *EARLIER) for at in BRANCHES),
    *(paid(at, EachOf(but_every=4), -20, *LATELY[:4]) for at in BRANCHES),
    *(paid(at, EachOf(but_every=5), -2, *LATELY[:4]) for at in ("DIST-01", "DIST-02")),
    paid("RMYY-01", "@member5", -12, *LATELY[4:], method="cash", paid_by="护士长", voluntary=2000),
)
MATTERS = (
    Story("基数已申报，待核定", member("顾念"), "RMYY-02", (declared(-4),)),
    Story("组织委员任期届满，待办转出", member("谷峰", "male"), "DIST-03", (declared(-20),)),
    Story(
        "基数已核定", member("路遥", "male", work="放射科技师"), "RMYY-03",
        (declared(-70), Deed(-66, "confirm_basis", KEEPER, {"decision": "approve"})),
    ),
    Story(
        "学生类别未予核定", member("唐糖"), "RMYY-01",
        (
            declared(-50, "student", None),
            Deed(-45, "confirm_basis", KEEPER, {"decision": "refuse", "opinion": "已在岗领取工资，请按工资收入申报。"}),
        ),
    ),
    Story("申报后撤回", member("邵华", "male"), "RMYY-01",
          (declared(-30), Deed(-29, "withdraw", "@applicant", {"reason": "金额填错，重新申报。"}))),
    Story("减免待支部大会讨论", member("阮玲"), "RMYY-01", (asked(-3, "exemption"),)),
    Story(
        "减免待团委批准", member("柯达", "male"), "RMYY-01",
        (asked(-15, "reduction", amount=200), Deed(-6, "agree_relief", SECRETARY, AGREED)),
    ),
    Story(
        "减免已批准", member("梅朵", work="产科护士"), "RMYY-01",
        (
            asked(-90, "exemption"), Deed(-84, "agree_relief", SECRETARY, AGREED),
            Deed(-80, "approve_relief", COMMITTEE, YES),
        ),
    ),
    Story(
        "减免未获支部同意", member("尤里", "male"), "RMYY-01",
        (asked(-40, "exemption"),
         Deed(-33, "agree_relief", SECRETARY, {"decision": "refuse", "opinion": "已恢复上班，收入正常。"})),
    ),
    Story("上缴待团委收款", None, "RMYY-02", (Deed(-5, "remit", KEEPER, {"period": month(PAID)}),)),
    Story(
        "上缴已收到", None, "RMYY-01",
        (Deed(-100, "remit", KEEPER, {"period": month(PAID)}),
         Deed(-97, "receive_remittance", COMMITTEE, {}),),
    ),
    Story("支部公布账目", None, "RMYY-01", (Deed(-95, "publish_account", KEEPER, {"period": month(PAID)}),)),
    Story("团委公布账目", None, "RMYY", (Deed(-90, "publish_account", COMMITTEE, {"period": month(PAID)}),)),
    Story(
        "开具团费证明", None, "RMYY-01",
        (Deed(-10, "certify", KEEPER,
              {"member": "@member1", "from_month": EARLIER[0], "to_month": EARLIER[-1]}),),
    ),
    Story(
        "错收后冲正", None, "RMYY-02",
        (Deed(-8, "pay", KEEPER, {"member": "@member6", "months": [month(-MONTH)], "method": "cash"}, "先交本月。"),
         Deed(-7, "reverse", COMMITTEE, {"reason": "同名误登，应为另一人所交。"})),
    ),
)  # fmt: skip


def student(name: str, at: str) -> Story:
    """Return a student member whose basis is set, so that a list may name him."""
    given = {"member": "@applicant", "category": "student", "from_month": month(-62)}
    return Story("学生团员核定基数", member(name, "male"), at, (Deed(-62, "set_basis", KEEPER, given),))


def pasted(title: str, at: str, lines: str) -> Story:
    """Return a list that was pasted yesterday, once the months were charged."""
    return Story(title, None, at, (Deed(-1, "import_payments", KEEPER, {"pasted": lines, "method": "mobile"}),))


IMPORTS = (
    student("乔木", "RMYY-03"),
    student("乔松", "RMYY-01"),
    pasted("粘贴的名单待核对", "RMYY-03", "乔木 0.40\n李四 10"),
    pasted("粘贴的名单上没有本支部团员", "RMYY-02", "张三 8\n李四 10"),
    Story("名单核对后入账", None, "RMYY-01",
          (Deed(-1, "import_payments", KEEPER, {"pasted": "乔松 0.40", "method": "mobile"}),
           Deed(-1, "confirm_import", KEEPER, {}))),
)  # fmt: skip


def basis(day: int, category: str, base: int | None, month: DayOf) -> Deed:
    """Return the basis that the branch sets from a month on."""
    answers = {"member": "@applicant", "category": category, "base": base, "from_month": month}
    return Deed(day, "set_basis", KEEPER, answers)


REFUNDED = (
    Story("预交后转为学生，多交的已退还", member("易然"), "RMYY-03", (
        basis(-62, "wage", 600_000, month(-62)),
        Deed(-12, "pay", KEEPER, {"member": "@applicant", "months": LATELY[4:], "method": "cash"}, "本人预交。"),
        basis(-9, "student", None, LATELY[-1]),
        Deed(-4, "refund", KEEPER, {"member": "@applicant", "method": "cash"}),
    )),
)  # fmt: skip

STORIES = (*ROUNDS, *PAYMENTS, *MATTERS, *IMPORTS, *REFUNDED)
