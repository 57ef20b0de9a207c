"""A form that a person fills in: saved as they go, checked without lodging, sent at last."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import msgspec
from django.conf import settings
from django.db import transaction
from django.utils.timezone import localtime

from accounts.models import User
from accounts.services import audit
from declarations import dossiers
from declarations.dossiers import changed_at
from declarations.entry_states import DRAFT, SENT, TEMPLATE
from declarations.facts import PAGE, Judged, Sender
from declarations.messages.catalogue import Kind
from declarations.models import EntryDraft
from declarations.services.entry.judging import judge, to_lines
from declarations.services.intake import receive
from declarations.services.sources import NDJSON
from declarations.sheets.forms import Typed, read_form, typed_of
from declarations.sheets.layout import ENTERED, Layout, layout_of
from declarations.sheets.problems import RowProblem, problems_of
from declarations.sheets.reading import Entered, time_of_entry
from declarations.sheets.sealing import open_packed, seal_packed
from declarations.verdicts import REJECTED
from enterprises.facts import EnterpriseFacts
from enterprises.viewers import Viewer
from zone_portal.kernel.errors import PortalError

CHANGED: Final = "2"
"""appType of a document that replaces what is kept under its number."""
MOST_DRAFTS: Final = 200
"""Drafts and templates that one person may keep."""
LONGEST_NAME: Final = 60


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of a form: the verdict and, when it was refused, why, field by field."""

    draft: EntryDraft
    verdict: str
    problems: list[RowProblem]


@transaction.atomic
def start_draft(
    *, kind: str, enterprise: EnterpriseFacts, by: User, at: datetime, typed: Typed | None = None
) -> EntryDraft:
    """Begin a form: with the firm's own codes, or with ``typed`` (a copy, a template).

    :raises PortalError: ``drafts_too_many``.
    """
    layout = layout_of(kind)
    given = first_values(layout, enterprise, at) if typed is None else typed
    return _new(layout, enterprise.id, DRAFT, "", given, by=by, at=at)


@transaction.atomic
def save_draft(*, draft_id: int, typed: Typed, by: User, at: datetime) -> EntryDraft:
    """Keep what stands in the form, right or wrong.

    :raises PortalError: ``draft_sent``.
    """
    draft = _lock(draft_id, by)
    return _save(draft, typed, at)


@transaction.atomic
def save_template(*, draft_id: int, name: str, by: User, at: datetime) -> EntryDraft:
    """Keep the form as a template under a name; personal values and numbers stay out of it.

    :raises PortalError: ``template_unnamed``, ``drafts_too_many``.
    """
    draft = _lock(draft_id, by)
    given = " ".join(name.split())[:LONGEST_NAME]
    if not given:
        raise PortalError("template_unnamed", zh="请填写模板名称", en="give the template a name")
    layout = layout_of(draft.kind)
    typed = contents(draft).impersonal(layout)
    return _new(layout, draft.enterprise_id, TEMPLATE, given, typed, by=by, at=at)


@transaction.atomic
def drop_draft(*, draft_id: int, by: User) -> None:
    """Throw a draft or template away; one that was sent stays as the trace of what was sent."""
    EntryDraft.objects.filter(pk=draft_id, user_id=by.pk).exclude(state=SENT).delete()


def check_draft(
    draft: EntryDraft, *, enterprise: EnterpriseFacts, at: datetime
) -> list[RowProblem]:
    """Every problem of a form, by row and column; nothing is sent or kept.

    :raises PortalError: ``draft_empty``.
    """
    entered, layout = _entered(draft, at)
    (findings,) = judge(to_lines([entered.data]), by=_sender(draft, enterprise), at=at)
    return problems_of(entered, findings, layout)


def send_draft(
    *,
    draft_id: int,
    enterprise: EnterpriseFacts,
    by: User,
    at: datetime,
    origin: str = "",
) -> Sent:
    """Send the form as one document. What does not pass the checks is not sent at all; what
    intake refuses for its number is, and stays a draft.

    :raises PortalError: ``draft_sent``, ``draft_empty``.
    """
    draft: EntryDraft = EntryDraft.objects.get(pk=draft_id, user_id=by.pk)
    _must_be_open(draft)
    problems = check_draft(draft, enterprise=enterprise, at=at)
    if any(problem.is_error for problem in problems):
        return Sent(draft, REJECTED, problems)
    entered, layout = _entered(draft, at)
    (line,) = to_lines([entered.data])
    sender = _sender(draft, enterprise)
    # Its own transaction: sent twice (two clicks, a crash right after), it is a duplicate.
    received = receive([line], content_type=NDJSON, announced=len(line), by=sender, at=at)
    judged: Judged = received.judged[0]
    draft.submission_id = received.submission.id
    if judged.verdict == REJECTED:
        draft.save(update_fields=["submission_id"])
        return Sent(draft, REJECTED, problems_of(entered, judged.findings, layout))
    with transaction.atomic():
        draft.state, draft.document_id = SENT, judged.document_id or None
        draft.name = _number(layout.kind, entered)
        draft.save(update_fields=["state", "document_id", "submission_id", "name"])
        new = {"kind": draft.kind, "submission": str(draft.submission_id)}
        on = ("entry_draft", str(draft.pk))
        audit.record("entry.form_sent", by=by, on=on, new=new, at=at, origin=origin)
    return Sent(draft, judged.verdict, [])


def copy_of(*, noun: str, document_id: int, viewer: Viewer) -> tuple[str, Typed] | None:
    """The kind of a kept document and what a form for another one like it begins with, or None
    where the viewer may not read it whole. Personal values are not copied."""
    found = dossiers.document(noun, viewer, document_id)
    if found is None:
        return None
    kind = found.kept.kind
    elements = (kind.head_elements.values(), kind.line_elements.values())
    return kind.code, typed_of(elements, found.kept.record).impersonal(layout_of(kind.code))


@transaction.atomic
def start_correction(
    *,
    noun: str,
    document_id: int,
    viewer: Viewer,
    enterprise: EnterpriseFacts,
    by: User,
    at: datetime,
    origin: str = "",
) -> EntryDraft | None:
    """Begin, or take up again, the change (appType 2) of a kept document: everything that it says
    stands in the form. None where the viewer may not read it whole, or forms cannot hold it.

    Personal values are copied for the firm that sent them alone, sealed with the form; the audit
    trail names the elements. To all others they stay empty.

    :raises PortalError: ``drafts_too_many``, ``key_erased``.
    """
    found = dossiers.document(noun, viewer, document_id)
    if found is None or found.kept.kind.code not in ENTERED:
        return None
    row, kind = found.kept.row, found.kept.kind
    layout = layout_of(kind.code)
    begun = EntryDraft.objects.filter(
        user_id=by.pk, state=DRAFT, document_id=document_id, enterprise_id=enterprise.id
    )
    kept: EntryDraft | None = begun.filter(created_at__gt=changed_at(found.kept)).first()
    if kept is not None:
        return kept
    elements = (kind.head_elements.values(), kind.line_elements.values())
    typed = typed_of(elements, found.kept.record)
    typed.head["appType"] = CHANGED
    personal = [name for name in typed.head if kind.head_elements[name].personal is not None]
    if row.sender_id != enterprise.id:
        for name in personal:
            del typed.head[name]
        personal = []
    draft = _new(layout, enterprise.id, DRAFT, "", typed, by=by, at=at)
    draft.document_id = document_id
    draft.save(update_fields=["document_id"])
    new = {"kind": kind.code, "draft": draft.pk, "elements": sorted(personal)}
    on = (noun, str(document_id))
    audit.record("entry.correction_begun", by=by, on=on, new=new, at=at, origin=origin)
    return draft


def contents(draft: EntryDraft) -> Typed:
    """What stands in a form."""
    return msgspec.json.decode(open_packed(draft.content, draft.pk, "form"), type=Typed)


def clear_old(*, at: datetime) -> int:
    """Forget drafts that nobody has touched for long, and what sent ones said; templates stay."""
    old = EntryDraft.objects.exclude(state=TEMPLATE).filter(saved_at__lt=at - settings.ENTRY_KEPT)
    return int(old.delete()[0])


def first_values(layout: Layout, enterprise: EnterpriseFacts, at: datetime) -> Typed:
    """What a new form begins with: the firm's own codes where it plays the part, today, renminbi
    for imports."""
    kind = layout.kind
    own = {
        "ebpCode": "platform",
        "ebcCode": "ecommerce",
        "payCode": "payment",
        "logisticsCode": "logistics",
        "agentCode": "broker",
    }
    head: dict[str, str] = {"appType": "1", "appStatus": "2"}
    for code, role in own.items():
        if code in kind.head_elements and role in enterprise.kinds:
            head[code], head[f"{code.removesuffix('Code')}Name"] = enterprise.code, enterprise.name
    today = localtime(at).strftime("%Y%m%d")
    usual = {
        "ieFlag": "I" if kind.direction == "import" else "E",
        "declTime": today,
        "currency": "142" if kind.direction == "import" else "",
        "orderType": "I" if kind.direction == "import" else "E",
    }
    head |= {name: value for name, value in usual.items() if name in kind.head_elements}
    lines: list[dict[str, str]] = []
    if kind.line is not None:
        currency = "142" if kind.direction == "import" else ""
        lines = [{"currency": currency} if currency else {}]
    return Typed(head, lines)


def _new(
    layout: Layout,
    enterprise_id: int,
    state: str,
    name: str,
    typed: Typed,
    *,
    by: User,
    at: datetime,
) -> EntryDraft:
    if EntryDraft.objects.filter(user_id=by.pk).exclude(state=SENT).count() >= MOST_DRAFTS:
        raise PortalError(
            "drafts_too_many",
            details={"most": MOST_DRAFTS},
            zh=f"草稿和模板最多 {MOST_DRAFTS} 个，请先删除不用的",
            en=f"at most {MOST_DRAFTS} drafts and templates: delete some first",
        )
    draft = EntryDraft(
        enterprise_id=enterprise_id,
        user_id=by.pk,
        kind=layout.kind.code,
        state=state,
        name=name,
        created_at=at,
        saved_at=at,
        content=b"",
    )
    draft.save(force_insert=True)
    return _save(draft, typed, at, name=name)


def _save(draft: EntryDraft, typed: Typed, at: datetime, name: str | None = None) -> EntryDraft:
    layout = layout_of(draft.kind)
    kept = typed.trimmed(layout)
    draft.content = seal_packed(msgspec.json.encode(kept), draft.pk, "form", at=at)
    draft.saved_at = at
    if name is None:
        keys = (layout.kind.key[-1], "orderNo")
        draft.name = next((kept.head[key] for key in keys if kept.head.get(key)), "")[:LONGEST_NAME]
    draft.save(update_fields=["content", "saved_at", "name"])
    return draft


def _lock(draft_id: int, by: User) -> EntryDraft:
    draft: EntryDraft = EntryDraft.objects.select_for_update().get(pk=draft_id, user_id=by.pk)
    _must_be_open(draft)
    return draft


def _must_be_open(draft: EntryDraft) -> None:
    if draft.state == SENT:
        raise PortalError("draft_sent", zh="这份单证已经报送", en="this document has been sent")


def _entered(draft: EntryDraft, at: datetime) -> tuple[Entered, Layout]:
    layout = layout_of(draft.kind)
    entered = read_form(contents(draft), layout, at=time_of_entry(localtime(at)))
    if entered is None:
        raise PortalError("draft_empty", zh="还没有填写内容", en="nothing has been filled in yet")
    return entered, layout


def _sender(draft: EntryDraft, enterprise: EnterpriseFacts) -> Sender:
    return Sender(enterprise=enterprise, channel=PAGE, user_id=draft.user_id)


def _number(kind: Kind, entered: Entered) -> str:
    head: dict[str, Any] = entered.data[kind.json_head]
    names = (kind.key[-1], "orderNo")
    return next((str(head[name]) for name in names if head.get(name)), "")[:LONGEST_NAME]
