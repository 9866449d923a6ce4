"""组织信息: what an organization says of itself (telephone, letter code, seal); each change leaves an entry."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from django.db import transaction

from workflows.appointments.keepers import Keeping, check_seen, hold, note
from workflows.models import Entry
from workflows.papers.images import NotAnImage, image_of_ours, seal_url
from workflows.people.models import Organization
from workflows.table.act import Change
from workflows.table.refusals import refuse


@dataclass(frozen=True, slots=True)
class Said:
    """What an organization says of itself; `has_committee` None for "by the number of its members"."""

    contact: str
    has_committee: bool | None
    letter_code: str = ""


@transaction.atomic
def describe(organization: Organization, kept: Keeping, said: Said) -> list[Change]:
    """Set an office's telephone, its letter code, and whether the branch has a committee; return what changed.

    Raises:
        Refused: `page_overtaken`.
    """
    hold(organization)
    words = {True: "设", False: "不设", None: "按团员人数判定"}
    changes = [
        Change("contact", "联系电话", organization.contact, said.contact),
        Change("has_committee", "支部委员会", words[organization.has_committee], words[said.has_committee]),
        Change("letter_code", "机关代字", organization.letter_code, said.letter_code),
    ]
    changed = [change for change in changes if change.before != change.after]
    if not changed:
        return []
    check_seen(organization, kept, "describe_organization")
    Organization.objects.filter(pk=organization.pk).update(**asdict(said))
    organization.contact, organization.has_committee = said.contact, said.has_committee
    organization.letter_code = said.letter_code
    note(organization, kept, ("describe_organization", "修改组织信息"), changed)
    return changed


@transaction.atomic
def set_seal(organization: Organization, kept: Keeping, *, upload: bytes) -> Entry:
    """Keep an organization's own seal, drawn anew without what the file carried besides.

    Raises:
        Refused: `field_invalid`, where the file is no picture that can go on a paper; `page_overtaken`.
    """
    try:
        drawn = image_of_ours(seal_url(upload))
    except NotAnImage as error:
        raise refuse("field_invalid", str(error), field="seal") from error
    if drawn is None:
        raise refuse("field_invalid", "图片太大，不能用作印章。请缩小后重新上传。", field="seal")
    hold(organization)
    check_seen(organization, kept, "set_seal")
    before = "有" if organization.seal else "无"
    organization.seal = drawn
    organization.save(update_fields=["seal"])
    return note(organization, kept, ("set_seal", "上传印章"), [Change("seal", "印章图片", before, "已上传")])
