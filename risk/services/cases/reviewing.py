"""Reviewing what was done, and closing: what is confirmed enters the credit ledger."""

from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from credit.facts import NewRecord
from credit.models import Record, Source
from credit.services import recording
from credit.services.subjects import subject_of
from credit.services.supervision.common import Deed
from enterprises.viewers import Viewer
from risk.models import Case
from risk.rules.cases import parameters, states
from risk.rules.cases.grading import BLUE, ORANGE, RED, YELLOW
from risk.rules.types import TYPES
from risk.selectors_cases import due
from risk.services.cases import telling
from risk.services.cases.common import (
    four_eyes,
    lock_case,
    missing,
    must_be_current,
    must_handle,
    refuse_problems,
    unknown,
)
from risk.services.cases.steps import move_case

RECORD_KIND: Final = "risk_confirmed"
SOURCE: Final = "zone_risk"
SEVERITY: Final = {BLUE: "minor", YELLOW: "minor", ORANGE: "general", RED: "serious"}


@transaction.atomic
def review(
    *,
    case_id: int,
    version: int,
    verdict: str,
    note: str,
    viewer: Viewer,
    by: User,
    at: datetime,
    origin: str = "",
) -> Case:
    """Somebody other than who handled it says whether the risk was real; every alert of the case
    is measured by it.

    :raises Refusal: ``risk_four_eyes``, ``risk_case_unknown``, ``risk_not_yours``,
        ``risk_changed_meanwhile``, ``risk_case_ended``, ``risk_incomplete``,
        ``transition_refused``.
    """
    case, deed = _begin(case_id, version, viewer, Deed(by, at, origin))
    refuse_problems(
        [
            *unknown(
                "verdict", verdict, states.VERDICTS, "请选择复查结论。", "Choose what was found."
            ),
            *missing("review", note, "请写明复查意见。", "Write down the review."),
        ]
    )
    case.alerts.filter(verdict="").update(verdict=verdict)
    return move_case(
        case,
        states.REVIEWED,
        "reviewed",
        deed,
        note=states.VERDICTS[verdict][0],
        verdict=verdict,
        review=note.strip()[:2000],
        reviewed_by=by,
        reviewed_at=at,
        due_at=due(parameters.REVIEW, since=at),
    )


@transaction.atomic
def send_back(
    *,
    case_id: int,
    version: int,
    reasons: str,
    viewer: Viewer,
    by: User,
    at: datetime,
    origin: str = "",
) -> Case:
    """What was done is not enough: the unit goes on, with the term of the level anew.

    :raises Refusal: as ``review``.
    """
    case, deed = _begin(case_id, version, viewer, Deed(by, at, origin))
    refuse_problems(missing("back_reasons", reasons, "请写明理由。", "State the reasons."))
    if case.status == states.REVIEWED:
        case.alerts.filter(verdict=case.verdict).update(verdict="")
    move_case(
        case,
        states.IN_HANDLING,
        "sent_back",
        deed,
        note=reasons.strip(),
        verdict="",
        reviewed_by=None,
        reviewed_at=None,
        due_at=due(f"{parameters.HANDLE}{case.level}", since=at),
    )
    telling.officials(
        case,
        f"风险事项 {case.number} 退回继续处置。",
        f"Risk case {case.number} was sent back for further handling.",
        at=at,
        departments={case.department},
    )
    return case


@transaction.atomic
def close(
    *, case_id: int, version: int, viewer: Viewer, by: User, at: datetime, origin: str = ""
) -> Case:
    """End a reviewed case. A confirmed risk of an enterprise enters its credit ledger.

    Two officers who close at once: the second is told who did, and when (409).

    :raises Refusal: as ``review``.
    """
    deed = Deed(by, at, origin)
    case = lock_case(case_id, viewer)
    must_handle(case, deed)
    must_be_current(case, version)
    record = _record(case, deed) if case.verdict == states.CONFIRMED else None
    return move_case(
        case,
        states.CLOSED,
        "closed",
        deed,
        claimed="",
        record=record,
        closed_by=by,
        closed_at=at,
        due_at=None,
    )


def zone_risk_source() -> Source:
    """The source under which confirmed risks stand in the ledger."""
    row, _ = Source.objects.get_or_create(
        code=SOURCE,
        defaults={
            "zh": "综试区风险防控",
            "en": "Risk control of the zone",
            "kind": "behaviour",
            "department": "zone",
            "record_kinds": [RECORD_KIND],
            "basis": "综试区实施方案（风险复查完善）",
        },
    )
    return row


def _begin(case_id: int, version: int, viewer: Viewer, deed: Deed) -> tuple[Case, Deed]:
    case = lock_case(case_id, viewer)
    must_handle(case, deed)
    must_be_current(case, version)
    if deed.person is not None and case.handled_by_id == deed.person.pk:
        raise four_eyes(
            "处置人不能复查自己的处置。", "Who handled a case cannot review it: another must."
        )
    return case, deed


def _record(case: Case, deed: Deed) -> Record | None:
    """The credit record of a confirmed case; a subject without a credit file has none."""
    if case.enterprise_id is None:
        return None
    return recording.record(
        subject=subject_of(case.enterprise_id, at=deed.at),
        source=zone_risk_source(),
        new=NewRecord(
            RECORD_KIND,
            case.number,
            timezone.localdate(case.handled_at or deed.at),
            grade=SEVERITY[case.level],
            cause=f"{TYPES[case.type].title[0]}：{case.review}"[:500],
            evidence=telling.case_link(case),
        ),
        by=deed.by,
        at=deed.at,
        origin=deed.origin,
    )
