"""Every kind of paper of every table, filled with usual values or with the longest that people and places bear.

The papers are found in the tables and their facts by type and name: what comes later is walked without an edit here.
"""

from __future__ import annotations

import types
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from typing import Any, Union, get_args, get_origin, get_type_hints

from workflows.papers.sheets import Sheet
from workflows.table.registry import tables

PAPERS = {f"{table.code}.{kind.code}": kind for table in tables() for kind in table.paper_kinds()}
ADDRESS = "https://tuanwu.qinghe.gov.cn/check/#0123456789abcdef0123456789abcdef"
CODE = "-".join(("0123", "4567", "89ab", "cdef") * 2)
ISSUED_AT = datetime(2026, 12, 1, 2, tzinfo=UTC)
ON = date(2026, 12, 1)

NAME = "阿卜杜热合曼江·䶮㛃𬭎𠅤买买提江·吐尔逊江"  # 21 characters
PLACE = "共青团清河县人民医院医疗集团重症医学科与急诊医学中心第一支部"  # 30 characters
PEOPLE = {
    "name", "person", "candidate", "payer", "paid_by", "collector", "chair", "recorder", "secretary", "hand", "witness",
    "mentor", "handled_by", "guests", "giver", "successor", "stood_in",
}  # fmt: skip
PLACES = {
    "signed_by", "branch", "organization", "committee", "addressee", "from_organization", "to_organization", "party",
    "by", "with_branch", "to", "archive_to",
}  # fmt: skip
SAID = "会议按议程进行。到会团员逐一发言，认为该同志思想端正、工作踏实、团结同志，同时指出其理论学习还须加强。"
TEXTS = {
    "sex": "女",
    "ethnicity": "维吾尔族",
    "number": "清医团介〔2026〕12345号",
    "development_number": "202665000012",
    "id_number": "653101199912310028",
    "id_number_masked": "653101********0028",
    "contact": "0999-0000021",
    "telephone": "0999-0000021",
    "mail": "tuanwei@renmin-yiyuan.example.cn",
    "education": "硕士研究生",
    "native_place": "新疆喀什",
    "title": "团委评审意见",
    "grade": "基本合格",
    "self_grade": "合格",
    "track": "A",
    "amount": "12345.00",
    "dues": "12000.00",
    "voluntary": "345.00",
    "total": "12345.00",
    "collected": "12345.00",
    "carried": "12345.00",
    "arrears": "120.00",
    "charged": "120.00",
    "paid": "120.00",
    "capital": "壹万贰仟叁佰肆拾伍元整",
    "months": "2026年1月至12月",
    "arrears_months": "2026年11月至12月",
    "paid_to": "2026年12月",
    "period": "2026年下半年",
    "method": "银行转账",
    "rate": "61.0%",
    "kind": "工作调动",
    "standing": "团员（留团察看）",
    "political": "中共预备党员",
    "political_status": "中共党员",
    "in_party": "中共预备党员",
    "relation": "父亲",
    "tenure": "十三年六个月",
    "letter_number": "区外团介〔2026〕12345号",
    "source": "《管理办法》第十三条",
    "target": "入党积极分子人选",
    "ballot": "无记名投票",
    "office": "团支部书记、团委委员",
    "heading": "民主测评情况",
    "field": "重症医学",
    "technical_title": "主治医师",
    "position": "重症医学科医师",
    "place": "门诊楼五楼第二会议室",
    "party_stage": "中共党员",
    "special_document": "清团〔2026〕3号",
    "photo": "",
    "seal": "",
    "check_url": ADDRESS,
    "check_code": CODE,
    "revoked_because": "",
    "topic": "党的二十大精神与青年使命",
    "limit": "优秀 6 人，按到会 20 人的 30% 以内",
    "omission": "自2025年1月至2025年6月连续未交纳团费",
    "heard": "团支部于2026年11月1日听取了本人意见",
    "opinion": "同意。",
    "figures": "应到有表决权团员 24 人，实到 20 人，赞成 19 票，反对 1 票，弃权 0 票，书面赞成 2 票、反对 0 票",
    "quorum_sentence": "应到 24 人，实到 20 人，超过应到人数的三分之二，符合到会要求（工作细则第十三条）。",
    "majority_sentence": "赞成 19 票，超过应到人数的半数（13 票），决议通过（工作细则第十三条）。",
    "unit": "清河县人民医院重症医学科主治医师",
    "remark": "补考",
    "post": "第一团支部·组织委员",
    "document": "清医团〔2026〕3号",
    "subject": "第一团支部并入第二团支部",
    "organizations": "第一团支部、第二团支部",
    "matter": "合并",
    "decided": "同意第一团支部并入第二团支部。",
    "certificate": "清医团离〔2026〕12号",
}
USUAL = {"people": "王晓梅", "places": "清河县人民医院团委"}
LONGEST = {"people": NAME, "places": PLACE}


def paper(name: str, *, longest: bool = False, **also: Any) -> Sheet:
    """Return a paper of a kind, `procedure.kind`, as the press gets it; `also` is said of it besides."""
    facts = _made(PAPERS[name].sheet, LONGEST if longest else USUAL, **also)
    return Sheet.of(facts, issued_at=ISSUED_AT)


def _made(sheet: Any, names: dict[str, str], **also: Any) -> Any:
    kinds = get_type_hints(sheet)
    beside = {"reissued_on": None, "recorded_on": None, "revoked_on": None, "demo": True, **also}
    told = {one.name: _value(kinds[one.name], one.name, names) for one in fields(sheet)}
    return sheet(**{name: beside.get(name, value) for name, value in told.items()})


def _value(kind: Any, name: str, names: dict[str, str]) -> Any:
    origin, inside = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        return _value(next(one for one in inside if one is not type(None)), name, names)
    if origin is tuple:
        several = 2 if inside[-1] is Ellipsis else 1
        return tuple(_value(one, name, names) for one in inside if one is not Ellipsis) * several
    if is_dataclass(kind):
        return _made(kind, names)
    if kind is str and (name in PEOPLE or name in PLACES):
        return names["people" if name in PEOPLE else "places"]
    return {str: TEXTS.get(name, SAID), bool: False, int: 12, date: ON}[kind]
