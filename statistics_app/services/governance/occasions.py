"""Meetings of the leading group and inspections: planned, held, and followed to their end."""

from datetime import date, datetime
from typing import Final

from django.db import transaction

from accounts.models import Site, User
from enterprises.services.refusals import Refusal
from enterprises.viewers import Viewer
from statistics_app.models import FollowUp, MemberUnit, Occasion
from statistics_app.services.governance.common import (
    Deed,
    found,
    missing,
    must_be_current,
    must_be_office,
    need_text,
    next_number,
    refuse_problems,
)
from statistics_app.services.governance.stepping import enter, move
from statistics_app.services.governance.telling import tell_unit
from statistics_app.states import CLOSED, DROPPED, HELD, PLANNED

MEETING: Final = "meeting"
INSPECTION: Final = "inspection"
KINDS: Final = {
    MEETING: ("季度例会", "Quarterly meeting"),
    INSPECTION: ("监督检查", "Inspection"),
}
PREFIXES: Final = {MEETING: "LH", INSPECTION: "JC"}


@transaction.atomic
def plan_occasion(
    *,
    kind: str,
    title: str,
    day: date | None,
    site: str = "",
    viewer: Viewer,
    by: User,
    at: datetime,
    origin: str = "",
) -> Occasion:
    """Plan a meeting, or the inspection of a park or county.

    :raises Refusal: ``statistics_not_yours``, ``statistics_incomplete`` (422).
    """
    must_be_office(viewer)
    problems = need_text("title", title, "写明主题", "Say what it is about", least=2)
    if kind not in KINDS:
        problems.append(missing("kind", "选择例会或检查", "Choose a meeting or an inspection"))
    if day is None:
        problems.append(missing("day", "选择计划日期", "Choose the day"))
    place = Site.objects.filter(code=site).first() if site else None
    if kind == INSPECTION and place is None:
        problems.append(missing("site", "选择被检查的园区或县区", "Choose the park or county"))
    refuse_problems(problems)
    row = Occasion(
        number=next_number(PREFIXES[kind], Occasion, at=at),
        kind=kind,
        title=title.strip()[:200],
        planned_date=day or Deed(by, at).day,
        site=place if kind == INSPECTION else None,
    )
    row.save(force_insert=True)
    enter(row, "", "planned", Deed(by, at, origin), note=row.title)
    return row


@transaction.atomic
def move_occasion(
    *,
    occasion_id: int,
    version: int,
    day: date | None,
    note: str,
    viewer: Viewer,
    by: User,
    at: datetime,
    origin: str = "",
) -> Occasion:
    """Plan it for another day, and say why.

    :raises Refusal: as :func:`hold_occasion`.
    """
    row = _lock(occasion_id, viewer, version)
    problems = need_text("note", note, "写明改期理由", "Say why it is moved")
    if day is None or day < Deed(by, at).day:
        words = "新的日期应为今天或以后", "The new day must be today or later"
        problems.append(missing("new_day", *words))
    refuse_problems(problems)
    why = f"{row.planned_date} → {day}：{note.strip()}"
    move(row, PLANNED, "replanned", Deed(by, at, origin), note=why, planned_date=day)
    return row


@transaction.atomic
def drop_occasion(
    *,
    occasion_id: int,
    version: int,
    note: str,
    viewer: Viewer,
    by: User,
    at: datetime,
    origin: str = "",
) -> Occasion:
    """Call it off, and say why.

    :raises Refusal: as :func:`hold_occasion`.
    """
    row = _lock(occasion_id, viewer, version)
    refuse_problems(need_text("note", note, "写明取消理由", "Say why it is called off"))
    move(row, DROPPED, "given_up", Deed(by, at, origin), note=note.strip())
    return row


@transaction.atomic
def hold_occasion(
    *,
    occasion_id: int,
    version: int,
    day: date | None,
    minutes: str,
    viewer: Viewer,
    by: User,
    at: datetime,
    origin: str = "",
) -> Occasion:
    """Enter that it took place, with its minutes.

    :raises Refusal: ``statistics_unknown``, ``statistics_not_yours``,
        ``statistics_changed_meanwhile``, ``statistics_incomplete`` (422).
    """
    row = _lock(occasion_id, viewer, version)
    problems = need_text(
        "minutes", minutes, "写明纪要或检查情况", "Write the minutes or what was seen"
    )
    if day is None or day > Deed(by, at).day:
        problems.append(
            missing("day", "进行日期应为今天或更早", "The day must be today or earlier")
        )
    refuse_problems(problems)
    move(
        row,
        HELD,
        "held",
        Deed(by, at, origin),
        held_date=day,
        minutes=minutes.strip()[:4000],
    )
    return row


@transaction.atomic
def add_follow_up(
    *,
    occasion_id: int,
    text: str,
    unit_id: int,
    due: date | None,
    viewer: Viewer,
    by: User,
    at: datetime,
    origin: str = "",
) -> FollowUp:
    """Add a decision of the meeting, or a finding of the inspection, with who acts by when.

    :raises Refusal: ``statistics_unknown``, ``statistics_not_yours``,
        ``statistics_occasion_not_held`` (409), ``statistics_incomplete`` (422).
    """
    occasion: Occasion = found(Occasion.objects.visible_to(viewer), occasion_id)
    must_be_office(viewer)
    if occasion.status != HELD:
        raise Refusal(
            "statistics_occasion_not_held",
            409,
            "例会或检查进行后、办结前才能登记事项。",
            "Decisions and findings are entered after it was held and before it is closed.",
        )
    unit = MemberUnit.objects.filter(pk=unit_id).first()
    problems = need_text("text", text, "写明事项", "Say what is to be done")
    if unit is None:
        problems.append(missing("unit", "选择责任单位", "Choose who is responsible"))
    if due is None or (occasion.held_date is not None and due < occasion.held_date):
        problems.append(missing("due", "期限不能早于进行日期", "It cannot be due before that day"))
    refuse_problems(problems)
    row = FollowUp(occasion=occasion, text=text.strip()[:500], due_date=due or Deed(by, at).day)
    row.unit_id = unit_id
    row.save(force_insert=True)
    enter(row, "", "opened", Deed(by, at, origin), note=row.text)
    tell_unit(
        row.unit,
        f"{occasion.number}：{row.text[:80]}，应于 {row.due_date} 前办结。",
        f"{occasion.number}: something for your unit to do by {row.due_date}.",
        row,
        at=at,
    )
    return row


@transaction.atomic
def close_occasion(
    *, occasion_id: int, version: int, viewer: Viewer, by: User, at: datetime, origin: str = ""
) -> Occasion:
    """Close it when everything it left to do is closed.

    :raises Refusal: ``statistics_unknown``, ``statistics_not_yours``,
        ``statistics_changed_meanwhile``, ``statistics_follow_ups_open`` (409).
    """
    row = _lock(occasion_id, viewer, version)
    left = row.follow_ups.exclude(status=CLOSED).count()
    if left:
        raise Refusal(
            "statistics_follow_ups_open",
            409,
            f"还有 {left} 项未办结，不能结束。",
            f"{left} items are open: it cannot be closed yet.",
            details={"open": left},
        )
    move(row, CLOSED, "closed", Deed(by, at, origin))
    return row


def _lock(occasion_id: int, viewer: Viewer, version: int) -> Occasion:
    row: Occasion = found(Occasion.objects.visible_to(viewer), occasion_id)
    must_be_office(viewer)
    must_be_current(row, version)
    return row
