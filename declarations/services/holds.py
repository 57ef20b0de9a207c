"""Deeds of customs officials on a hold: the instruction, and what was found on site."""

from datetime import datetime
from typing import Any, Final

from django.db import transaction

from accounts.models import User
from accounts.selectors import postings_of
from accounts.services import audit
from declarations.models import Hold
from declarations.states import BY_CUSTOMS
from enterprises.services.refusals import Refusal
from enterprises.viewers import Viewer

WRITERS: Final = frozenset({"administrator", "reviewer", "supervisor"})
UNFINISHED: Final = "unfinished"
RESULTS: Final = ("conforms", "differs", UNFINISHED)
ENDING: Final = ("ended_at", "ended_status", "ended_reason")
"""Written with a result on a suggestion only: the holds of customs end by its receipts."""
DIRECTIVES: Final = ("inspect", "sample", "documents", "detain", "other")
LONGEST: Final = 2000


def may_act(by: User) -> bool:
    """Whether a person may instruct and record for customs."""
    return any(p.department == "customs" and p.role in WRITERS for p in postings_of(by))


def instruct(
    *,
    hold_id: int,
    viewer: Viewer,
    text: str,
    directive: str = "inspect",
    by: User,
    at: datetime,
    origin: str = "",
) -> Hold:
    """Write down what is to be done on site.

    Raises Refusal: ``hold_not_found``, ``hold_not_yours``, ``hold_ended``, ``text_missing``,
    ``directive_unknown``.
    """
    if directive not in DIRECTIVES:
        raise Refusal("directive_unknown", 422, "请选择指令类型。", "Choose what is to be done.")
    given = {
        "directive": directive,
        "instruction": _text(text),
        "instructed_at": at,
        "instructed_by": by.username,
    }
    return _write("hold.instructed", hold_id, viewer, given, by=by, at=at, origin=origin)


def record_result(
    *,
    hold_id: int,
    viewer: Viewer,
    result: str,
    text: str,
    by: User,
    at: datetime,
    origin: str = "",
) -> Hold:
    """Write down what was found; releasing is said by customs' own receipt, never by this.

    A hold that the portal only suggested ends with it, unless the check is unfinished.

    Raises Refusal as :func:`instruct`, and ``result_unknown``.
    """
    if result not in RESULTS:
        raise Refusal("result_unknown", 422, "请选择现场结果。", "Choose what was found.")
    given = {
        "result": result,
        "finding": _text(text),
        "found_at": at,
        "found_by": by.username,
    }
    if result != UNFINISHED:
        given |= {"ended_at": at, "ended_status": result, "ended_reason": _text(text)[:1000]}
    return _write("hold.result", hold_id, viewer, given, by=by, at=at, origin=origin)


def _write(
    action: str,
    hold_id: int,
    viewer: Viewer,
    given: dict[str, Any],
    *,
    by: User,
    at: datetime,
    origin: str,
) -> Hold:
    with transaction.atomic():
        hold: Hold | None = (
            Hold.objects.visible_to(viewer).select_for_update().filter(pk=hold_id).first()
        )
        if hold is None:
            raise Refusal("hold_not_found", 404, "没有这条记录。", "There is no such record.")
        if not may_act(by):
            raise Refusal(
                "hold_not_yours",
                403,
                "只有海关的审核、主管或管理人员可以填写。",
                "Only reviewers, supervisors and administrators of customs may write here.",
            )
        if hold.ended_at is not None:
            raise Refusal(
                "hold_ended",
                409,
                "海关已解除，不能再填写。",
                "Customs has ended this hold; nothing more can be entered.",
            )
        if hold.source == BY_CUSTOMS:
            given = {name: value for name, value in given.items() if name not in ENDING}
        old = {name: _plain(getattr(hold, name)) for name in given}
        for name, value in given.items():
            setattr(hold, name, value)
        hold.save(update_fields=list(given))
        audit.record(
            action,
            by=by,
            on=("declarations.hold", str(hold_id)),
            old=old,
            new={name: _plain(value) for name, value in given.items()},
            at=at,
            origin=origin,
        )
    return hold


def _text(text: str) -> str:
    if not text.strip():
        raise Refusal("text_missing", 422, "请填写内容。", "Enter a text.")
    return text.strip()[:LONGEST]


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value
