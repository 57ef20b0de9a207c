"""From a collected signal to an alert: assessing, issuing, dismissing, and red by two people."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from credit.services.supervision.common import Deed
from enterprises.services.refusals import Refusal
from enterprises.viewers import Viewer
from risk.models import Case
from risk.rules.cases import parameters, states
from risk.rules.cases.grading import LEVELS, ORDER, RED, graded, higher
from risk.selectors_cases import due
from risk.services.cases import telling
from risk.services.cases.common import (
    DECIDING,
    four_eyes,
    lock_case,
    missing,
    must_be_current,
    must_handle,
    refuse_problems,
    unknown,
)
from risk.services.cases.steps import move_case, note_case


@transaction.atomic
def assess(
    *,
    case_id: int,
    version: int,
    level: str,
    note: str,
    viewer: Viewer,
    by: User,
    at: datetime,
    origin: str = "",
) -> Case:
    """Say how grave it is, by the published standard. Red acts as orange until two confirm it.

    :raises Refusal: ``risk_case_unknown``, ``risk_not_yours``, ``risk_changed_meanwhile``,
        ``risk_case_ended``, ``risk_incomplete``.
    """
    case, deed = _begin(case_id, version, viewer, Deed(by, at, origin))
    refuse_problems(
        [
            *unknown("level", level, LEVELS, "请选择级别。", "Choose a level."),
            *missing("note", note, "请写明评估意见。", "Write down the assessment."),
        ]
    )
    now = graded(level)
    return move_case(
        case,
        states.ASSESSED,
        "assessed",
        deed,
        note=note.strip(),
        level=now.level,
        claimed=now.claimed,
        assessed_by=by,
        assessed_at=at,
        due_at=due(f"{parameters.ASSIGN}{level}", since=at),
    )


@transaction.atomic
def issue(
    *, case_id: int, version: int, viewer: Viewer, by: User, at: datetime, origin: str = ""
) -> Case:
    """Issue the alert: the department that leads is told.

    :raises Refusal: as ``assess``; ``transition_refused``.
    """
    case, deed = _begin(case_id, version, viewer, Deed(by, at, origin))
    move_case(case, states.ALERTED, "alerted", deed, alerted_at=at)
    level = LEVELS[case.level]
    telling.officials(
        case,
        f"预警 {case.number}：{case.subject_label}，{level.zh}。{level.response_zh}。",
        f"Alert {case.number}: {case.subject_label}, {level.en}. {level.response_en}.",
        at=at,
    )
    return case


@transaction.atomic
def dismiss(
    *,
    case_id: int,
    version: int,
    reasons: str,
    viewer: Viewer,
    by: User,
    at: datetime,
    origin: str = "",
) -> Case:
    """Assessed, and no alert: the case ends, its alerts count as false.

    :raises Refusal: as ``assess``; ``transition_refused``.
    """
    case, deed = _begin(case_id, version, viewer, Deed(by, at, origin))
    refuse_problems(missing("reasons", reasons, "请写明理由。", "State the reasons."))
    case.alerts.filter(verdict="").update(verdict=states.FALSE)
    return move_case(
        case,
        states.DISMISSED,
        "dismissed",
        deed,
        note=reasons.strip(),
        claimed="",
        closed_by=by,
        closed_at=at,
        due_at=None,
    )


@transaction.atomic
def confirm_red(
    *, case_id: int, version: int, viewer: Viewer, by: User, at: datetime, origin: str = ""
) -> Case:
    """One of the two confirmations that red needs; the second is a supervisor's, and another
    person's. With it the case is red and its term that of red.

    :raises Refusal: ``risk_four_eyes``, ``risk_red_not_claimed`` (409), and as ``assess``.
    """
    case, deed = _begin(case_id, version, viewer, Deed(by, at, origin))
    _must_claim(case)
    if case.first_by_id is None:
        note_case(case, "red_first", deed, first_by=by, first_at=at)
        telling.officials(
            case,
            f"风险事项 {case.number} 已由一人确认为红色，待第二人确认。",
            f"Red was confirmed once on risk case {case.number}; the second person is awaited.",
            at=at,
            roles=DECIDING,
        )
        return case
    must_handle(case, deed, roles=DECIDING)
    if case.first_by_id == by.pk:
        raise four_eyes(
            "红色预警须由另一人确认。", "Another person must confirm red: you were the first."
        )
    begins = parameters.HANDLE if case.status in states.WITH_UNIT else parameters.ASSIGN
    sooner = due(f"{begins}{RED}", since=at)
    note_case(
        case,
        "red_second",
        deed,
        told={"level": RED},
        level=RED,
        claimed="",
        second_by=by,
        second_at=at,
        due_at=sooner if case.due_at is None else min(sooner, case.due_at),
    )
    telling.officials(
        case,
        f"红色预警 {case.number}：{case.subject_label}。{LEVELS[RED].response_zh}。",
        f"Red alert {case.number}: {case.subject_label}. {LEVELS[RED].response_en}.",
        at=at,
    )
    return case


@transaction.atomic
def refuse_red(
    *,
    case_id: int,
    version: int,
    reasons: str,
    viewer: Viewer,
    by: User,
    at: datetime,
    origin: str = "",
) -> Case:
    """It is not red: the case stays at the level in force.

    :raises Refusal: as ``confirm_red``; ``risk_incomplete``.
    """
    case, deed = _begin(case_id, version, viewer, Deed(by, at, origin))
    _must_claim(case)
    refuse_problems(missing("red_reasons", reasons, "请写明理由。", "State the reasons."))
    columns = {"claimed": "", "first_by": None, "first_at": None}
    return note_case(case, "red_refused", deed, note=reasons.strip(), **columns)


def highest(case: Case) -> str:
    """The level in force or claimed, whichever is higher."""
    return higher(level for level in (case.level, case.claimed) if level in ORDER)


def _begin(case_id: int, version: int, viewer: Viewer, deed: Deed) -> tuple[Case, Deed]:
    case = lock_case(case_id, viewer)
    must_handle(case, deed)
    must_be_current(case, version)
    return case, deed


def _must_claim(case: Case) -> None:
    if case.claimed != RED:
        raise Refusal(
            "risk_red_not_claimed",
            409,
            "该事项没有待确认的红色预警。",
            "No red alert waits for confirmation on this case.",
        )
