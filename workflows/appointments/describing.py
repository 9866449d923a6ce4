"""组织信息: what an organization says of itself (telephone, committee, seal); each change leaves an entry."""

from __future__ import annotations

from django.db import transaction

from workflows.appointments.keepers import Keeping, check_seen, hold, note
from workflows.models import Entry
from workflows.papers.images import NotAnImage, image_of_ours, seal_url
from workflows.people.models import Organization
from workflows.table.act import Change
from workflows.table.refusals import refuse


@transaction.atomic
def describe(organization: Organization, kept: Keeping, *, contact: str, has_committee: bool | None) -> Entry | None:
    """Set an office's telephone and whether the branch has a committee; None where nothing changed.

    Raises:
        Refused: `page_overtaken`.
    """
    hold(organization)
    words = {True: "设", False: "不设", None: "按团员人数判定"}
    changes = [
        Change("contact", "联系电话", organization.contact, contact),
        Change("has_committee", "支部委员会", words[organization.has_committee], words[has_committee]),
    ]
    changed = [change for change in changes if change.before != change.after]
    if not changed:
        return None
    check_seen(organization, kept, "describe_organization")
    organization.contact, organization.has_committee = contact, has_committee
    organization.save(update_fields=["contact", "has_committee"])
    return note(organization, kept, ("describe_organization", "修改组织信息"), changed)


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
