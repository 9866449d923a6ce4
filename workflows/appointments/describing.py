"""组织信息: what an organization says of itself (telephone, committee, seal); each change leaves an entry."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from django.db import transaction
from django.db.models import Q

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
    document_word: str = ""


@transaction.atomic
def describe(organization: Organization, kept: Keeping, said: Said) -> list[Change]:
    """Set an office's telephone, its 机关代字 and whether the branch has a committee; return what changed.

    Raises:
        Refused: `field_invalid`, where another organization numbers its papers so; `page_overtaken`.
    """
    hold(organization)
    _refuse_word_of_another(organization, said.document_word)
    words = {True: "设", False: "不设", None: "按团员人数判定"}
    changes = [
        Change("contact", "联系电话", organization.contact, said.contact),
        Change("document_word", "机关代字", organization.document_word, said.document_word),
        Change("has_committee", "支部委员会", words[organization.has_committee], words[said.has_committee]),
    ]
    changed = [change for change in changes if change.before != change.after]
    if not changed:
        return []
    check_seen(organization, kept, "describe_organization")
    Organization.objects.filter(pk=organization.pk).update(**asdict(said))
    organization.contact, organization.has_committee = said.contact, said.has_committee
    organization.document_word = said.document_word
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


def _refuse_word_of_another(organization: Organization, word: str) -> None:
    """Refuse a 机关代字 by which another organization's papers are numbered: two papers would bear one number."""
    if not word or word == organization.document_word:
        return
    others = Organization.objects.exclude(pk=organization.pk)
    if other := others.filter(Q(document_word=word) | Q(code=word)).first():
        raise refuse(
            "field_invalid",
            f"机关代字“{word}”已由{other.name}使用，两个组织的文书会编成同一个号。请改用其他代字，或不填写，以组织代码编号。",
            field="document_word",
        )
