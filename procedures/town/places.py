"""The town's organizations and officers as data; all names are invented."""

from __future__ import annotations

from dataclasses import dataclass

from workflows.people.models import Kind, Role

BRANCH_OFFICERS = (Role.BRANCH_SECRETARY, Role.BRANCH_DEPUTY, Role.ORG_COMMISSIONER)
PROVINCE = "65"
ZONE = "ZONE"


@dataclass(frozen=True, slots=True)
class Place:
    """One organization.

    Attributes:
        leads: codes of the League organizations that a Party organization leads.
        members: how many members are made up for its roll; the zone's come from its roster.
        officers: roles that the first of them hold.
    """

    code: str
    name: str
    kind: Kind
    parent: str = ""
    leads: tuple[str, ...] = ()
    members: int = 0
    officers: tuple[Role, ...] = ()
    contact: str = ""

    @property
    def document_word(self) -> str:
        """The 机关代字; a branch's is that of its committee with the place of the branch."""
        committee, _, place = self.code.partition("-")
        return WORDS.get(committee, "") + (f"{DIGITS[int(place)]}支" if place.isdigit() else "")


WORDS = {"COUNTY": "清团", "HB": "清卫团", "RMYY": "清医团", "ZYY": "清中团", "DIST": "城东团", ZONE: "清开团"}
DIGITS = "零一二三四五六七八九"


def _branch(code: str, name: str, parent: str, members: int, officers: tuple[Role, ...] = BRANCH_OFFICERS) -> Place:
    return Place(code, name, Kind.BRANCH, parent, members=members, officers=officers)


PLACES = (
    Place("COUNTY", "共青团清河县委员会", Kind.SUPERIOR_COMMITTEE, contact="0999-0000001"),
    Place("HB", "清河县卫生健康局团委", Kind.SUPERIOR_COMMITTEE, "COUNTY", contact="0999-0000011"),
    Place("RMYY", "清河县人民医院团委", Kind.COMMITTEE, "HB", contact="0999-0000021"),
    _branch("RMYY-01", "第一团支部（手术科室）", "RMYY", 24),
    _branch("RMYY-02", "第二团支部（内科、儿科）", "RMYY", 18),
    _branch("RMYY-03", "第三团支部（医技）", "RMYY", 12),
    _branch("RMYY-04", "第四团支部（行政后勤）", "RMYY", 9, ()),
    Place("ZYY", "清河县中医院团委", Kind.COMMITTEE, "HB", contact="0999-0000031"),
    _branch("ZYY-01", "第一团支部（临床）", "ZYY", 16),
    _branch("ZYY-02", "第二团支部（护理）", "ZYY", 14),
    _branch("ZYY-03", "第三团支部（药剂）", "ZYY", 5, (Role.BRANCH_SECRETARY,)),
    Place("DIST", "清河县城东区团委", Kind.COMMITTEE, "COUNTY", contact="0999-0000041"),
    _branch("DIST-01", "城东中学教工团支部", "DIST", 15),
    _branch("DIST-02", "柳林社区团支部", "DIST", 11),
    _branch("DIST-03", "城东流动团员团支部", "DIST", 8, (Role.BRANCH_SECRETARY, Role.BRANCH_DEPUTY)),
    Place(ZONE, "开发区团工委", Kind.COMMITTEE, "COUNTY", contact="0999-0000051"),
    Place("P-COUNTY", "中共清河县委员会", Kind.PARTY_COMMITTEE, leads=("COUNTY",)),
    Place("P-HB", "中共清河县卫生健康局委员会", Kind.PARTY_COMMITTEE, "P-COUNTY", ("HB",)),
    Place("P-RMYY", "中共清河县人民医院委员会", Kind.PARTY_COMMITTEE, "P-HB", ("RMYY",)),
    Place("P-RMYY-1", "外科党支部", Kind.PARTY_BRANCH, "P-RMYY", ("RMYY-01",)),
    Place("P-RMYY-2", "内科党支部", Kind.PARTY_BRANCH, "P-RMYY", ("RMYY-02", "RMYY-03", "RMYY-04")),
    Place("P-ZYY", "中共清河县中医院委员会", Kind.PARTY_COMMITTEE, "P-HB", ("ZYY",)),
    Place("P-DIST", "中共城东区工作委员会", Kind.PARTY_COMMITTEE, "P-COUNTY", ("DIST",)),
    Place("P-ZONE", "中共开发区工作委员会", Kind.PARTY_COMMITTEE, "P-COUNTY", (ZONE,)),
    _branch("DIST-04", "东湖片区团支部", "DIST", 6, (Role.BRANCH_SECRETARY, Role.ORG_COMMISSIONER)),
    _branch("DIST-05", "南苑片区团支部", "DIST", 4, (Role.BRANCH_SECRETARY,)),
    _branch("DIST-06", "城东市场团支部", "DIST", 9, (Role.BRANCH_SECRETARY,)),
    _branch("DIST-07", "老街市场团支部", "DIST", 3, (Role.BRANCH_SECRETARY,)),
)


@dataclass(frozen=True, slots=True)
class Officer:
    """Somebody in office above the branches.

    Attributes:
        since, until: days relative to the demo's day; until None for a term without end.
        deputizes: username of the one stood in for.
    """

    username: str
    name: str
    sex: str
    role: Role
    at: str
    since: int = -1200
    until: int | None = None
    deputizes: str = ""


OFFICERS = (
    Officer("county", "马骁", "male", Role.COMMITTEE_REVIEWER, "COUNTY"),
    Officer("county_sec", "邵岚", "female", Role.COMMITTEE_SECRETARY, "COUNTY"),
    Officer("auditor", "宋严", "male", Role.AUDITOR, "COUNTY"),
    Officer("registrar", "金一", "female", Role.REGISTRAR, "COUNTY"),
    Officer("hb", "傅青", "female", Role.COMMITTEE_REVIEWER, "HB"),
    Officer("hb_sec", "龚正", "male", Role.COMMITTEE_SECRETARY, "HB"),
    Officer("rmyy", "高原", "male", Role.COMMITTEE_REVIEWER, "RMYY"),
    Officer("rmyy_b", "柳眉", "female", Role.COMMITTEE_REVIEWER, "RMYY"),
    Officer("rmyy_sec", "曹颖", "female", Role.COMMITTEE_SECRETARY, "RMYY"),
    Officer("zyy", "祝捷", "male", Role.COMMITTEE_REVIEWER, "ZYY", until=-31),
    Officer("zyy_dep", "简宁", "female", Role.COMMITTEE_REVIEWER, "ZYY", since=-30, deputizes="zyy"),
    Officer("zyy_sec", "施仁", "male", Role.COMMITTEE_SECRETARY, "ZYY"),
    Officer("dist", "温雅", "female", Role.COMMITTEE_REVIEWER, "DIST"),
    Officer("dist_sec", "路遥远", "male", Role.COMMITTEE_SECRETARY, "DIST"),
    Officer("dist_03_org", "阎立", "male", Role.ORG_COMMISSIONER, "DIST-03", until=-12),
    Officer("zone", "许晴川", "female", Role.COMMITTEE_REVIEWER, ZONE),
    Officer("zone_sec", "康健", "male", Role.COMMITTEE_SECRETARY, ZONE),
    Officer("p_rmyy", "唐卫国", "male", Role.PARTY_REVIEWER, "P-RMYY"),
    Officer("p_zyy", "葛洪生", "male", Role.PARTY_REVIEWER, "P-ZYY"),
    Officer("p_hb", "殷实", "male", Role.PARTY_REVIEWER, "P-HB"),
    Officer("p_dist", "纪明", "male", Role.PARTY_REVIEWER, "P-DIST"),
    Officer("p_zone", "罗建", "male", Role.PARTY_REVIEWER, "P-ZONE"),
    Officer("p_county", "严肃", "male", Role.PARTY_REVIEWER, "P-COUNTY"),
    Officer("p_surgery", "林芳", "female", Role.PARTY_BRANCH_SECRETARY, "P-RMYY-1"),
    Officer("p_medicine", "杜若", "female", Role.PARTY_BRANCH_SECRETARY, "P-RMYY-2"),
)

BLOCK_SIZE = 400
BLOCKS = {code: 800_001 + index * BLOCK_SIZE for index, code in enumerate(("RMYY", "ZYY", "DIST", ZONE))}
