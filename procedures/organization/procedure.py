"""组织登记: the table; each act is a case of its own, done by whoever keeps the organization."""

from __future__ import annotations

from procedures.organization import conditions as c
from procedures.organization import effects as e
from procedures.organization import forms as f
from procedures.organization.facts import OrganizationFacts
from procedures.register.sources import CHARTER
from workflows.people.actors import KEEPER
from workflows.table import Ending, Instead, Matter, Procedure, Step, Way

PROCEDURE = Procedure(
    code="organization",
    title="组织登记",
    title_en="Register of organizations",
    case_title="组织登记",
    edition=1,
    source=f"{CHARTER}：团的组织制度",
    icon="building",
    intro="登记已有的团组织和同级党组织，填写联系电话、机关代字、印章。新建团组织办理“建团”，更名、合并、拆分、撤销办理“组织调整”。",
    facts=OrganizationFacts,
    opens=(
        Step(
            "register", "登记下级组织", "团章：团的组织按隶属关系设置", f.Registration, KEEPER,
            matter=Matter("register", "登记下级组织", of_organization=True),
            needs=(c.kind_fits, c.names_free, c.none_alike), does=(e.register,),
             corrects=(), instead=Instead("登记有误的，请办理组织调整：更名、划转或撤销"), ways=(Way("registered"),),
        ),
        Step(
            "describe", "填写组织信息", "组织自己的联系方式和设置", f.Description, KEEPER,
            matter=Matter("describe", "填写组织信息", of_organization=True),
            does=(e.describe,), corrects=(), instead=Instead("请再填写一次"), ways=(Way("described"),),
        ),
        Step(
            "lead", "登记同级党组织", "团章：团的组织接受同级党组织领导", f.Leading, KEEPER,
            matter=Matter("lead", "登记同级党组织", of_organization=True),
            needs=(c.another_party,), does=(e.lead,), corrects=(), instead=Instead("请再登记一次"), ways=(Way("led"),),
        ),
        Step(
            "seal", "上传印章", "组织自有的印章", f.Seal, KEEPER,
            matter=Matter("seal", "上传印章", of_organization=True), does=(e.seal,),
             corrects=(), instead=Instead("请再上传一次"), ways=(Way("sealed"),),
        ),
    ),
    stages=(),
    endings=(
        Ending("registered", "已登记", good=True),
        Ending("described", "已填写", good=True),
        Ending("led", "已登记同级党组织", good=True),
        Ending("sealed", "已上传印章", good=True),
    ),
)  # fmt: skip
