"""Tasks, decisions of meetings and findings of inspections: reported done, checked, sent back."""

from datetime import datetime
from typing import Any, Final

from django.db import transaction

from accounts.models import User
from enterprises.services.refusals import Refusal
from enterprises.viewers import Viewer
from statistics_app.models import Duty, FollowUp, MemberUnit, Occasion
from statistics_app.services.governance.common import (
    Deed,
    acts_for,
    found,
    is_office,
    must_be_current,
    must_be_office,
    need_text,
    not_yours,
    refuse_problems,
)
from statistics_app.services.governance.evidence import Paper, keep
from statistics_app.services.governance.stepping import move
from statistics_app.services.governance.telling import tell_office, tell_unit
from statistics_app.states import CLOSED, HELD, OPEN, REPORTED

Followed = Duty | FollowUp
TASK: Final = "task"
FOLLOW_UP: Final = "follow_up"
_MODELS: Final[dict[str, type[Followed]]] = {TASK: Duty, FOLLOW_UP: FollowUp}


@transaction.atomic
def report_done(
    *,
    kind: str,
    row_id: int,
    version: int,
    note: str,
    paper: Paper | None,
    viewer: Viewer,
    by: User,
    at: datetime,
    origin: str = "",
) -> Followed:
    """A responsible unit says that it is done, and by what that is shown.

    :raises Refusal: ``statistics_unknown``, ``statistics_not_yours``,
        ``statistics_changed_meanwhile``, ``statistics_incomplete`` (422).
    """
    row = _lock(kind, row_id, viewer, version)
    deed = Deed(by, at, origin)
    if not (is_office(viewer) or any(acts_for(unit, by, on=deed.day) for unit in units_of(row))):
        raise not_yours()
    refuse_problems(
        need_text(
            "note",
            note,
            "写明完成情况和证明材料（文件名称、文号）",
            "Say what was done and what shows it (document, number)",
        )
    )
    evidence = keep(paper, by=by, at=at, origin=origin)
    columns: dict[str, Any] = {"percent": 100} if isinstance(row, Duty) else {}
    move(row, REPORTED, "reported", deed, note=note, kept={"evidence": evidence}, **columns)
    tell_office(
        f"{name_of(row)[0]} 已报办结，请核查。",
        f"Reported done, to be checked: {name_of(row)[1]}",
        row,
        at=at,
    )
    return row


@transaction.atomic
def check_done(
    *,
    kind: str,
    row_id: int,
    version: int,
    accepted: bool,
    note: str,
    viewer: Viewer,
    by: User,
    at: datetime,
    origin: str = "",
) -> Followed:
    """The zone office looks at what was reported done and closes it, or sends it back. Who reported
    it does not check it.

    :raises Refusal: ``statistics_unknown``, ``statistics_not_yours``, ``statistics_four_eyes``
        (403), ``statistics_changed_meanwhile``, ``statistics_incomplete`` (422).
    """
    row = _lock(kind, row_id, viewer, version)
    must_be_office(viewer)
    step = row.steps.filter(deed="reported").order_by("-id").first()
    if step is not None and step.by_id == by.pk:
        raise Refusal(
            "statistics_four_eyes",
            403,
            "报办结的人不能自己核查。",
            "Who reported it done cannot check it.",
        )
    refuse_problems(need_text("note", note, "写明核查情况", "Say what the check found"))
    deed = Deed(by, at, origin)
    columns: dict[str, Any] = (
        {} if accepted or isinstance(row, FollowUp) else {"percent": _reported_percent(row)}
    )
    move(
        row,
        CLOSED if accepted else OPEN,
        "closed" if accepted else "sent_back",
        deed,
        note=note,
        **columns,
    )
    zh, en = name_of(row)
    for unit in units_of(row):
        tell_unit(
            unit,
            f"{zh}：{'核查通过，已办结' if accepted else '核查未通过，请继续办理'}。",
            f"{en}: {'checked and closed' if accepted else 'the check failed, please go on'}.",
            row,
            at=at,
        )
    return row


@transaction.atomic
def reopen(
    *,
    kind: str,
    row_id: int,
    version: int,
    note: str,
    viewer: Viewer,
    by: User,
    at: datetime,
    origin: str = "",
) -> Followed:
    """What was closed turns out not to be done; the meeting or inspection that it is of, where that
    was closed too, is followed again.

    :raises Refusal: as :func:`check_done`.
    """
    row = _lock(kind, row_id, viewer, version)
    must_be_office(viewer, frozenset({"supervisor"}))
    refuse_problems(need_text("note", note, "写明理由", "Say why"))
    columns: dict[str, Any] = {"percent": _reported_percent(row)} if isinstance(row, Duty) else {}
    deed = Deed(by, at, origin)
    move(row, OPEN, "reopened", deed, note=note, **columns)
    if isinstance(row, FollowUp):
        occasion = Occasion.objects.select_for_update().get(pk=row.occasion_id)
        if occasion.status == CLOSED:
            move(occasion, HELD, "reopened", deed, note=note)
    zh, en = name_of(row)
    for unit in units_of(row):
        tell_unit(
            unit, f"{zh}：重新打开，请继续办理。", f"{en}: opened again, please go on.", row, at=at
        )
    return row


def units_of(row: Followed) -> list[MemberUnit]:
    """The units that are responsible."""
    if isinstance(row, FollowUp):
        return [row.unit]
    return list(row.leads.select_related("organisation").order_by("code"))


def name_of(row: Followed) -> tuple[str, str]:
    """What it is called, in Chinese and English."""
    if isinstance(row, Duty):
        return f"任务{row.number} {row.zh}", f"Task {row.number} {row.en}"
    return f"{row.occasion.number} {row.text[:60]}", f"{row.occasion.number} {row.text[:60]}"


def _lock(kind: str, row_id: int, viewer: Viewer, version: int) -> Followed:
    rows: Any = _MODELS[kind]._default_manager.all()
    row: Followed = found(rows.visible_to(viewer), row_id)
    must_be_current(row, version)
    return row


def _reported_percent(duty: Duty) -> int:
    last = duty.progress.order_by("-report__month_date", "-id").first()
    return last.percent if last else 0
