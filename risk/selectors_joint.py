"""Reading joint control: the duty matrix, requests for assistance, packages, what a case tells."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.timezone import localtime

from enterprises.viewers import Viewer
from risk.models import (
    Alert,
    AssistanceRequest,
    Case,
    CaseStep,
    Delivery,
    DutyRow,
    HandOver,
    Signal,
)
from risk.rules.cases import states
from risk.rules.cases.grading import LEVELS
from risk.rules.types import TYPES, RiskType
from risk.selectors_cases import LEAD


@dataclass(frozen=True, slots=True)
class Duty:
    """One type of risk and who leads and supports it on a day."""

    type: RiskType
    lead: DutyRow | None
    support: list[DutyRow]


def duty_rows(*, on: date) -> QuerySet[DutyRow]:
    """The rows in force on a day."""
    current = Q(valid_to__isnull=True) | Q(valid_to__gt=on)
    return DutyRow.objects.filter(current, valid_from__lte=on).order_by("type", "role", "pk")


def duty_matrix(*, on: date) -> list[Duty]:
    """Every type with its departments on a day: one query."""
    rows = list(duty_rows(on=on))
    found = []
    for code, kind in TYPES.items():
        mine = [row for row in rows if row.type == code]
        lead = next((row for row in mine if row.role == LEAD), None)
        found.append(Duty(kind, lead, [row for row in mine if row.role != LEAD]))
    return found


def requests(viewer: Viewer, filters: Mapping[str, Any], *, at: datetime) -> Any:
    """The requests that a viewer sees. ``filters``: ``status`` (``asked`` by default, ``all``),
    ``department``, ``late`` (``1``), ``q`` (number of the case)."""
    rows: Any = AssistanceRequest.objects.visible_to(viewer).select_related("case", "asked_by")
    given = {name: value for name, value in filters.items() if value}
    status = given.get("status", states.ASKED)
    if status != "all":
        rows = rows.filter(status=status)
    if "department" in given:
        rows = rows.filter(department=given["department"])
    if given.get("late") == "1":
        rows = rows.filter(status=states.ASKED, due_at__lt=at)
    if "q" in given:
        rows = rows.filter(case__number=str(given["q"]).strip().upper())
    return rows


def request_of(viewer: Viewer, request_id: int) -> AssistanceRequest | None:
    """A request that a viewer sees."""
    rows: Any = AssistanceRequest.objects.visible_to(viewer).select_related(
        "case__site", "asked_by", "answered_by"
    )
    found: AssistanceRequest | None = rows.filter(pk=request_id).first()
    return found


def requests_of(case: Case) -> list[AssistanceRequest]:
    """The requests of a case, newest first."""
    rows = AssistanceRequest.objects.filter(case=case).select_related("asked_by")
    return list(rows.order_by("-pk"))


def packages_of(case: Case) -> list[HandOver]:
    """The packages of a case without their content."""
    return list(HandOver.objects.filter(case=case).defer("content").order_by("-pk"))


def deliveries_of(case: Case) -> list[Delivery]:
    """What went, or should go, to departments' own systems."""
    return list(Delivery.objects.filter(case=case).order_by("-pk"))


def package_of(viewer: Viewer, package_id: int) -> HandOver | None:
    """A package that a viewer sees."""
    rows: Any = HandOver.objects.visible_to(viewer).select_related("case")
    found: HandOver | None = rows.filter(pk=package_id).first()
    return found


def facts_of(case: Case) -> dict[str, Any]:
    """What there is to tell of a case, by the fields of ``rules.cases.sharing``."""
    alerts = list(Alert.objects.filter(case=case).order_by("raised_at", "pk"))
    signals = list(Signal.objects.filter(alert__case=case).order_by("at", "pk"))
    return {
        "subject": {"kind": case.subject_kind, "code": _code_of(case)},
        "type": {
            "code": case.type,
            "title": dict(zip(("zh", "en"), TYPES[case.type].title, strict=True)),
        },
        "name": case.subject_label,
        "level": {
            "code": case.level,
            "zh": LEVELS[case.level].zh,
            "en": LEVELS[case.level].en,
            "claimed": case.claimed or None,
        },
        "alerts": [told_alert(row) for row in alerts],
        "evidence": [told_signal(row) for row in signals],
        "handling": {
            "status": case.status,
            "department": case.department or None,
            "measure": case.measure or None,
            "result": case.result or None,
            "verdict": case.verdict or None,
        },
    }


def told_case(case: Case) -> dict[str, Any]:
    """A case in full, for its package."""
    return {
        "number": case.number,
        **facts_of(case),
        "site": case.site_id,
        "opened_at": _moment(case.opened_at),
        "alerted_at": _moment(case.alerted_at),
        "assigned_at": _moment(case.assigned_at),
        "handled_at": _moment(case.handled_at),
        "handled_by": case.handled_by_label or None,
        "evidence_of_handling": case.evidence or None,
        "reviewed_at": _moment(case.reviewed_at),
        "review": case.review or None,
        "red_confirmed_at": [_moment(case.first_at), _moment(case.second_at)],
    }


def told_alert(row: Alert) -> dict[str, Any]:
    """An alert for other parties."""
    return {
        "rule": row.rule,
        "type": row.type,
        "level": row.level,
        "signals": row.count,
        "raised_at": _moment(row.raised_at),
        "last_at": _moment(row.last_at),
        "verdict": row.verdict or None,
    }


def told_signal(row: Signal) -> dict[str, Any]:
    """A signal with its evidence for other parties; personal values were masked when it came."""
    return {
        "source": row.source,
        "reference": row.reference or None,
        "rule": row.rule,
        "level": row.level or None,
        "score": None if row.score is None else str(row.score),
        "text": row.text or None,
        "evidence": row.evidence,
        "at": _moment(row.at),
        "by": row.by_label,
    }


def told_steps(case: Case) -> list[dict[str, Any]]:
    """The course of a case."""
    return [
        {
            "from": row.source or None,
            "to": row.target,
            "deed": row.deed,
            "at": _moment(row.at),
            "by": row.by_label,
            "note": row.note or None,
        }
        for row in CaseStep.objects.filter(case=case).order_by("pk")
    ]


def told_requests(case: Case) -> list[dict[str, Any]]:
    """The requests of a case with their answers."""
    return [
        {
            "party": row.party,
            "to": row.department or row.zone,
            "question": row.question,
            "shared": row.shared,
            "asked_at": _moment(row.asked_at),
            "status": row.status,
            "answer": row.answer or None,
            "answered_by": row.answered_by_label or None,
            "answered_at": _moment(row.answered_at),
            "reference": row.reference or None,
        }
        for row in AssistanceRequest.objects.filter(case=case).order_by("pk")
    ]


def _code_of(case: Case) -> str:
    """The code under which others know a subject: an enterprise's unified code where there is
    one, else the key (personal ones are keyed hashes)."""
    enterprise = case.enterprise
    return (enterprise.uscc or enterprise.code) if enterprise is not None else case.subject_key


def _moment(moment: datetime | None) -> str | None:
    return None if moment is None else localtime(moment).isoformat()
