"""团费: the table of the regulation: basis, months, payment, relief, remittance, account, certificate (rules.md 5)."""

from __future__ import annotations

from procedures.dues import collecting, importing, leaving, opening, refunding, rules, sheets, succeeding
from procedures.dues import conditions as c
from procedures.dues import effects as e
from procedures.dues import filled as g
from procedures.dues import forms as f
from procedures.dues import period_conditions as p
from procedures.dues.basis_conditions import base_known
from procedures.dues.facts import DuesFacts
from procedures.dues.import_conditions import no_row_posted_before
from procedures.register.since import member_since
from workflows.people.actors import (
    ABOVE,
    APPLICANT,
    BRANCH_OR_COMMITTEE,
    CHAIR,
    COMMITTEE,
    ORG_COMMISSIONER,
)
from workflows.table import (
    IN_SYSTEM,
    Ending,
    Fate,
    Instead,
    Matter,
    Moved,
    Procedure,
    Record,
    Repeat,
    RoundRow,
    Stage,
    Step,
    Way,
    Whither,
)

SCALE = (
    rules.SCALE, rules.WAGE_FROM, rules.LOW_WAGE, rules.LOW_RATE, rules.RATE, rules.WHOLE_YUAN, rules.CAP,
    rules.STUDENT, rules.FARMER, rules.NO_INCOME, rules.PARTY, rules.START_BASIS,
)  # fmt: skip

REVERSE_FIRST = Instead("再按实际重新收取", "reverse")
SET_AGAIN = Instead("请由组织委员再核定一次团费基数，写明从哪个月起计算", needs=(c.is_member,))
WITH_ABOVE = Instead("请与上级核对账目，差额在下一次上缴时结清")

REVERSE = Record(
    "reverse", "冲正", "差错更正：红字冲正，不删除", f.Reversal, COMMITTEE, decides=True,
    needs=(c.not_reversed, c.entry_is_of_the_case, refunding.credit_is_there), does=(e.reverse,),
    corrects=(), tells=("reason",), instead=Instead("冲错的，请按实际重新收取"), repeat=Repeat.JUDGED,
)  # fmt: skip

REVERSE_REFUND = Record(
    "reverse_refund", "冲正退款", "差错更正：红字冲正，不删除", f.RefundReversal, COMMITTEE, decides=True,
    needs=(refunding.refund_stands,), does=(refunding.take_back,), corrects=(), tells=("reason",),
    instead=Instead("冲错的，请重新退还"), repeat=Repeat.JUDGED,
)  # fmt: skip

PROCEDURE = Procedure(
    code="dues",
    title="团费",
    title_en="Membership dues",
    case_title="团费",
    edition=2,
    source=rules.DUES_2016,
    icon="cash",
    intro="团员按月交纳团费。每月应交多少由类别和基数决定；收款有收据，账目定期公布。",
    facts=DuesFacts,
    known_since=member_since,
    withdrawn="withdrawn",
    books=(leaving.keep_books,),
    belongings=(succeeding.BELONGINGS,),
    subject_field="member",
    further_rules=(*SCALE, *rules.LADDER, rules.RELIEF, rules.SAME_ROW),
    rounds=(
        RoundRow(
            "open_months", "核定应交团费", "团费规定第一条", f.MonthsOpening, BRANCH_OR_COMMITTEE,
            who=opening.everybody, writes=opening.open_months, period=opening.period, fills=g.this_half_year,
            needs=(p.not_to_far_ahead,),
        ),
    ),
    opens=(
        Step(
            "declare_basis", "申报团费基数", "团费规定第一条", f.BasisDeclaration, APPLICANT,
            matter=Matter("basis", "团费基数"), needs=(c.is_member, *p.FROM), does=(e.declare,), marks="declared_on",
            fills=g.basis_of_now, ways=(Way("basis_declared"),),
        ),
        Step(
            "set_basis", "核定团费基数", "团费规定第一条", f.BasisSetting, ORG_COMMISSIONER,
            matter=Matter("set_basis", "核定团费基数"), needs=(c.member_is_one, *p.FROM), does=(e.set_basis,),
            corrects=(), instead=SET_AGAIN, decides=True, tells=("category", "base", "from_month"),
            fills=g.from_this_month,
            ways=(Way("basis_confirmed"),),
        ),
        Step(
            "pay", "收取团费", "团费规定：按月交纳，开具收据", f.PaymentForm, ORG_COMMISSIONER,
            matter=Matter("payment", "交纳团费"),
            needs=(c.months_of_membership, c.not_too_far_ahead, c.can_be_reckoned, c.something_owed, c.every_month_owed,
                   c.amount_fits, c.nothing_earlier, c.not_too_far_back),
            does=(e.pay,), corrects=(), instead=REVERSE_FIRST, gives=(sheets.RECEIPT,), side_panel=collecting.BESIDE,
            tells=("months", "amount", "method", "paid_by", "voluntary"),
            ways=(Way("paid"),),
        ),
        Step(
            "refund", "退还团费结余", "团费规定：收缴数额与账目相符", f.RefundForm, ORG_COMMISSIONER,
            matter=Matter("refund", "退还团费结余"),
            needs=(refunding.something_to_give_back, refunding.not_more_than_credit), does=(refunding.refund,),
            corrects=(), instead=Instead("由团委冲正后，再按实际重新退还", "reverse_refund"),
            side_panel=refunding.BESIDE, tells=("amount", "method", "received_by"), ways=(Way("refunded"),),
        ),
        Step(
            "import_payments", "导入缴费表", "团费规定：核对后入账", f.Import, ORG_COMMISSIONER,
            matter=Matter("import", "导入缴费表", of_organization=True), does=(importing.preview,), corrects=(),
            instead=REVERSE_FIRST,
            ways=(Way("nothing_imported", "没有一行可以入账", importing.nothing_matched), Way("import_previewed")),
        ),
        Step(
            "request_relief", "申请减免团费", "团费规定：经支部大会同意、基层团委批准", f.ReliefRequest, APPLICANT,
            matter=Matter("relief", "减免团费"), needs=(c.is_member, c.relief_not_too_long, *p.FROM),
            does=(e.request_relief,), marks="requested_on", ways=(Way("relief_requested"),),
        ),
        Step(
            "remit", "上缴团费", "团费规定：按比例逐级上缴", f.RemittanceForm, ORG_COMMISSIONER, also=(COMMITTEE,),
            matter=Matter("remittance", "上缴团费", of_organization=True),
            needs=(c.somebody_above, *p.PERIOD, c.something_to_remit, c.remits_what_is_owed), does=(e.remit,),
            corrects=(), instead=WITH_ABOVE, fills=g.last_half_year, ways=(Way("remitted"),),
        ),
        Step(
            "publish_account", "公布团费收支", "团费规定：至少每半年公布一次", f.AccountPublication,
            ORG_COMMISSIONER, also=(COMMITTEE,), matter=Matter("account", "公布团费收支", of_organization=True),
            needs=p.PERIOD, does=(e.publish,), corrects=(), instead=Instead("请再公布一次"), gives=(sheets.ACCOUNT,),
            fills=g.last_half_year, ways=(Way("published"),),
        ),
        Step(
            "certify", "开具团费缴纳证明", "团费规定：收缴有据", f.Certificate, ORG_COMMISSIONER,
            matter=Matter("certificate", "团费缴纳证明"), does=(e.certify,), gives=(sheets.CERTIFICATE,),
            tells=("from_month", "to_month"), ways=(Way("certified"),),
        ),
    ),
    stages=(
        Stage(
            "basis_declared", "待核定团费基数", ORG_COMMISSIONER,
            steps=(
                Step("confirm_basis", "核定团费基数", "团费规定第一条", f.BasisConfirmation, decides=True,
                     needs=(base_known, *p.FROM), corrects=("opinion",), instead=SET_AGAIN,
                     tells=("decision", "category", "base", "from_month", "opinion"),
                     ways=(Way("basis_confirmed", "核定", g.approved, (e.confirm,)),
                           Way("basis_refused", "不予核定"))),
            ),
        ),
        Stage(
            "import_previewed", "待确认入账", ORG_COMMISSIONER,
            steps=(
                Step("confirm_import", "确认入账", "团费规定：核对后入账", f.ImportConfirmation,
                     needs=(c.not_imported_yet, c.something_matched, no_row_posted_before), does=(importing.post_rows,),
                     side_panel=importing.PREVIEW, gives=(sheets.REGISTER,), ways=(Way("imported"),)),
            ),
        ),
        Stage(
            "relief_requested", "待支部大会讨论", CHAIR,
            steps=(
                Step("agree_relief", "支部大会意见", "团费规定：经支部大会同意", f.BranchAgreement, decides=True,
                     needs=(c.present_on_roll, c.votes_add_up, c.agreed_by_the_votes), marks="agreed_on",
                     tells=("decision", "opinion"),
                     ways=(Way("relief_agreed", "同意", g.approved), Way("relief_refused", "不同意"))),
            ),
        ),
        Stage(
            "relief_agreed", "待团委批准减免", COMMITTEE,
            steps=(
                Step("approve_relief", "批准减免", "团费规定：由基层团委批准", f.ReliefApproval, decides=True,
                     tells=("decision", "opinion"),
                     ways=(Way("relief_granted", "批准", g.approved, (e.grant_relief,)),
                           Way("relief_refused", "不批准"))),
            ),
        ),
        Stage(
            "remitted", "待上级收款", ABOVE,
            steps=(
                Step("receive_remittance", "收到上缴团费", "团费规定：收款开具收据", f.RemittanceReceipt,
                     needs=(c.receives_what_was_sent,), does=(e.receive,), corrects=(), gives=(sheets.SLIP,),
                     instead=WITH_ABOVE,
                     ways=(Way("remittance_received"),)),
            ),
        ),
    ),
    moved=(
        Moved(Fate.STAYS, "属于组织的事项，与个人的组织关系无关", ("import_previewed", "remitted")),
        Moved(Fate.ENDS, "组织关系已转出，在接收单位交纳团费", whither=(Whither.OUTSIDE,), to="withdrawn"),
        Moved(Fate.FOLLOWS, "基数随人：由接收团支部核定，自所报月份起计算（团费规定第一条）", ("basis_declared",)),
        Moved(Fate.FOLLOWS, "减免须经所在支部大会同意、基层团委批准（团费规定）；到另一团委的重新讨论",
              ("relief_agreed",), (Whither.ELSEWHERE,), to="relief_requested", does=(e.agree_anew,)),
        Moved(Fate.FOLLOWS, "减免申请随人；已批准的减免在批准的月份内继续有效（团费规定）", whither=IN_SYSTEM),
    ),
    endings=(
        Ending("basis_confirmed", "已核定基数", good=True),
        Ending("basis_refused", "未予核定"),
        Ending("paid", "已收取", records=(REVERSE,), good=True),
        Ending("refunded", "已退还", records=(REVERSE_REFUND,), good=True),
        Ending("imported", "已入账", records=(REVERSE,), good=True),
        Ending("nothing_imported", "没有可以入账的"),
        Ending("relief_granted", "已批准减免", good=True),
        Ending("relief_refused", "未批准减免"),
        Ending("remittance_received", "已上缴", good=True),
        Ending("published", "已公布", good=True),
        Ending("certified", "已开具", good=True),
        Ending("withdrawn", "已撤回或不再办理", does=(e.take_back,)),
    ),
)  # fmt: skip
