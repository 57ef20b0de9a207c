"""Assigning a case to a unit, and what the unit does about it."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import Organisation, User
from accounts.selectors import officials_in_charge
from accounts.services.audit import label_of
from accounts.services.notices import notify_all
from credit.services.supervision.common import Deed
from enterprises.rules.registration import Problem
from enterprises.services.notices import notify_members
from enterprises.viewers import Viewer
from risk.models import Case
from risk.rules.cases import parameters, states
from risk.selectors_cases import due
from risk.services.cases import telling
from risk.services.cases.common import (
    HANDLING,
    lock_case,
    missing,
    must_be_current,
    must_handle,
    refuse_problems,
    unknown,
)
from risk.services.cases.steps import move_case
from risk.services.joint.delivering import send_case

WRITERS = ("administrator", "declarant")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was done: ``measure`` of ``states.MEASURES``, what came of it, where its evidence is,
    and what the firm is told (empty: nothing)."""

    measure: str
    result: str
    evidence: str = ""
    tell_firm: str = ""


@transaction.atomic
def assign(
    *,
    case_id: int,
    version: int,
    organisation: str,
    until: date | None = None,
    note: str = "",
    viewer: Viewer,
    by: User,
    at: datetime,
    origin: str = "",
) -> Case:
    """Give the case to a unit. Its term is the dated one of the level, or a day before that.

    :raises Refusal: ``risk_case_unknown``, ``risk_not_yours``, ``risk_changed_meanwhile``,
        ``risk_case_ended``, ``risk_incomplete``, ``transition_refused``.
    """
    deed = Deed(by, at, origin)
    case = lock_case(case_id, viewer)
    must_handle(case, deed)
    must_be_current(case, version)
    unit = units_of(case).filter(code=organisation).first()
    term = due(f"{parameters.HANDLE}{case.level}", since=at)
    refuse_problems(
        [
            *unknown(
                "organisation",
                organisation,
                {unit.code} if unit else (),
                "请选择责任单位。",
                "Choose the unit in charge.",
            ),
            *_deadline(until, term, deed),
        ]
    )
    move_case(
        case,
        states.ASSIGNED,
        "assigned",
        deed,
        note=f"{unit.name if unit else ''} {note.strip()}".strip(),
        department=unit.department if unit else "",
        organisation=unit,
        assigned_by=by,
        assigned_at=at,
        handler=None,
        due_at=_end_of(until) if until else term,
    )
    _tell_unit(case, at=at)
    send_case(case, at=at)
    return case


def units_of(case: Case) -> Any:
    """The units that a case may be given to: active ones at its site or above it."""
    codes = [code for code in case.site.path.split("/") if code]
    return Organisation.objects.filter(active=True, site__code__in=codes).order_by(
        "department", "code"
    )


@transaction.atomic
def begin(
    *, case_id: int, version: int, viewer: Viewer, by: User, at: datetime, origin: str = ""
) -> Case:
    """Somebody of the unit takes the case in hand.

    :raises Refusal: as ``assign``.
    """
    deed = Deed(by, at, origin)
    case = lock_case(case_id, viewer)
    _must_be_of_unit(case, deed)
    must_be_current(case, version)
    return move_case(
        case,
        states.IN_HANDLING,
        "begun",
        deed,
        handler=by,
        begun_at=at,
        risen=case.risen,
    )


@transaction.atomic
def handle(
    *,
    case_id: int,
    version: int,
    outcome: Outcome,
    viewer: Viewer,
    by: User,
    at: datetime,
    origin: str = "",
) -> Case:
    """Say what was done; the review's clock begins.

    :raises Refusal: as ``assign``.
    """
    deed = Deed(by, at, origin)
    case = lock_case(case_id, viewer)
    _must_be_of_unit(case, deed)
    must_be_current(case, version)
    return finish(case, outcome, deed)


def finish(case: Case, outcome: Outcome, deed: Deed) -> Case:
    """Enter the outcome of a locked case, whoever brings it: an officer, or a department's system.

    :raises Refusal: ``risk_incomplete``, ``transition_refused``.
    """
    refuse_problems(
        [
            *unknown(
                "measure",
                outcome.measure,
                states.MEASURES,
                "请选择处置措施。",
                "Choose what was done.",
            ),
            *missing("result", outcome.result, "请写明处置结果。", "Write down the result."),
        ]
    )
    late = case.due_at is not None and deed.at > case.due_at
    move_case(
        case,
        states.HANDLED,
        "handled",
        deed,
        note=states.MEASURES[outcome.measure][0],
        measure=outcome.measure,
        result=outcome.result.strip()[:2000],
        evidence=outcome.evidence.strip()[:500],
        handled_by=deed.person,
        handled_by_label=label_of(deed.by)[:128],
        handled_at=deed.at,
        handled_late=late,
        due_at=due(parameters.REVIEW, since=deed.at),
    )
    if outcome.tell_firm.strip() and case.enterprise_id is not None:
        text = outcome.tell_firm.strip()
        notify_members(case.enterprise_id, WRITERS, kind=telling.KIND, zh=text, en=text, at=deed.at)
    telling.officials(
        case,
        f"风险事项 {case.number} 已处置，待复查。",
        f"Risk case {case.number} was handled and waits for its review.",
        at=deed.at,
    )
    return case


def _deadline(until: date | None, term: datetime, deed: Deed) -> list[Problem]:
    if until is None:
        return []
    last = timezone.localdate(term)
    if deed.day <= until <= last:
        return []
    return [
        Problem(
            "until",
            "risk_deadline_wrong",
            until.isoformat(),
            f"期限应在今天和 {last} 之间。",
            f"The deadline must lie between today and {last}.",
        )
    ]


def _end_of(day: date) -> datetime:
    return datetime.combine(day, time(23, 59, 59), tzinfo=timezone.get_current_timezone())


def _must_be_of_unit(case: Case, deed: Deed) -> None:
    unit = case.organisation
    must_handle(
        case,
        deed,
        departments=frozenset({case.department}),
        organisation=unit.code if unit is not None else "",
    )


def _tell_unit(case: Case, *, at: datetime) -> None:
    """The people of the unit hear of it, nobody else of their department."""
    unit = case.organisation
    if unit is None or case.due_at is None:
        return
    people = officials_in_charge(
        case.site.path, sorted(HANDLING), department=unit.department, at=at
    )
    mine = unit.postings.filter(user_id__in=people).values_list("user_id", flat=True)
    until = f"{timezone.localtime(case.due_at):%Y-%m-%d %H:%M}"
    notify_all(
        sorted(set(mine)),
        kind=telling.KIND,
        zh=f"风险事项 {case.number}（{case.subject_label}）交由你单位处置，期限 {until}。",
        en=f"Risk case {case.number} ({case.subject_label}) was given to your unit, due {until}.",
        at=at,
        link=telling.case_link(case),
    )
