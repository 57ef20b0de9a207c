"""What departments' own systems and banks bring by the API: signals, dispositions, answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import transaction

from accounts.facts import SystemActor
from credit.models import DepartmentClient
from credit.services.supervision.common import Deed
from enterprises.models import Enterprise
from enterprises.rules.registration import Problem
from enterprises.services.refusals import Refusal
from risk.models import AssistanceRequest, Case, Signal
from risk.rules.cases import states
from risk.rules.cases.grading import LEVELS
from risk.rules.cases.personal import names_a_person
from risk.rules.cases.sharing import DEPARTMENT
from risk.rules.subjects import ENTERPRISE, KINDS, PERSON, Subject, of_enterprise
from risk.rules.types import TYPES
from risk.services.cases.common import (
    case_unknown,
    missing,
    must_be_current,
    refuse_problems,
    unknown,
)
from risk.services.cases.handling import Outcome, finish
from risk.services.cases.steps import move_case
from risk.services.joint.asking import close, locked
from risk.services.signals import collect
from zone_portal.framework.vault import vault

PURPOSE: Final = "joint_control"
MOST_EVIDENCE: Final = 20_000


@dataclass(frozen=True, slots=True)
class Told:
    """A signal as another party tells it. ``subject`` is a code: of an enterprise its unified or
    customs code, of a person the number (kept as a keyed hash)."""

    type: str
    kind: str
    subject: str
    level: str
    text: str
    reference: str
    label: str = ""
    evidence: Mapping[str, Any] | None = None


def report(told: Told, *, source: str, by: Any, at: datetime, origin: str = "") -> Signal:
    """Take in what a department, a bank or an officer reports; an officer assesses it.

    :raises Refusal: 422 ``risk_incomplete`` with every problem.
    """
    found = _enterprise(told) if told.kind == ENTERPRISE else None
    refuse_problems(_problems(told, found))
    if found is not None:
        subject = of_enterprise(found.pk, found.name)
    elif told.kind == PERSON:
        subject = Subject(PERSON, vault().hash("id", told.subject.upper()).hex, "自然人")
    else:
        subject = Subject(told.kind, told.subject.strip()[:80], (told.label or told.subject)[:200])
    return collect(
        type=told.type,
        rule=source,
        subject=subject,
        level=told.level,
        evidence=told.evidence or {},
        by=by,
        at=at,
        source=source,
        text=told.text,
        reference=told.reference,
        origin=origin,
    )


def must_be_for_joint_control(client: DepartmentClient) -> None:
    """:raises Refusal: 403 ``risk_purpose_missing`` for a token without the purpose."""
    if PURPOSE not in client.purposes:
        raise Refusal(
            "risk_purpose_missing",
            403,
            "该系统的凭证不含“风险联控”用途。",
            "The token of this system is not for joint risk control.",
        )


def actor_of(client: DepartmentClient) -> SystemActor:
    """A department's system as an actor."""
    return SystemActor(f"{client.organisation.code}/{client.name}"[:128])


def cases_for(client: DepartmentClient) -> Any:
    """The cases that a system's unit handles."""
    return Case.objects.filter(organisation=client.organisation).exclude(
        status__in=sorted(states.UNASSIGNED | {states.DISMISSED})
    )


def requests_for(client: DepartmentClient) -> Any:
    """The requests to a system's department, of cases at or below its organisation's site."""
    unit = client.organisation
    return AssistanceRequest.objects.filter(
        party=DEPARTMENT, department=unit.department, case__site__path__startswith=unit.site.path
    ).select_related("case")


@transaction.atomic
def dispose(
    *,
    number: str,
    version: int | None,
    outcome: Outcome,
    client: DepartmentClient,
    at: datetime,
    origin: str = "",
) -> Case:
    """A department's system tells what its unit did about a case that is assigned to it.

    :raises Refusal: ``risk_case_unknown``, ``risk_case_ended``, ``risk_changed_meanwhile``,
        ``risk_incomplete``, ``transition_refused``.
    """
    rows = Case.objects.select_for_update(of=("self",)).select_related("site", "enterprise")
    case = rows.filter(pk__in=cases_for(client).values("pk"), number=number).first()
    if case is None:
        raise case_unknown()
    must_be_current(case, case.version if version is None else version)
    deed = Deed(actor_of(client), at, origin)
    if case.status == states.ASSIGNED:
        move_case(case, states.IN_HANDLING, "begun", deed, begun_at=at, risen=case.risen)
    return finish(case, outcome, deed)


@transaction.atomic
def answer(
    *,
    request_id: int,
    text: str,
    reference: str,
    declined: bool,
    client: DepartmentClient,
    at: datetime,
    origin: str = "",
) -> AssistanceRequest:
    """A department's system answers a request.

    :raises Refusal: ``risk_request_unknown``, ``risk_request_answered``, ``risk_incomplete``.
    """
    mine = requests_for(client).filter(pk=request_id)
    row = locked(AssistanceRequest.objects.filter(pk__in=mine.values("pk")))
    deed = Deed(actor_of(client), at, origin)
    return close(row, text, deed, reference=reference, declined=declined)


def source_of(client: DepartmentClient) -> str:
    """Where a department's signals come from: banks' systems speak for banks."""
    return "bank" if client.organisation.department == "bank" else DEPARTMENT


def _enterprise(told: Told) -> Enterprise | None:
    code = told.subject.strip().upper()
    rows: Any = Enterprise.objects.registered()
    found: Enterprise | None = (rows.filter(uscc=code) | rows.filter(code=code)).first()
    return found


def _problems(told: Told, found: Enterprise | None) -> list[Problem]:
    problems = [
        *unknown("type", told.type, TYPES, "请选择风险类型。", "Choose a type of risk."),
        *unknown("kind", told.kind, KINDS, "请选择主体种类。", "Choose what it is about."),
        *unknown("level", told.level, LEVELS, "请选择建议级别。", "Choose a level."),
        *missing("text", told.text, "请说明情况。", "Say what was observed."),
    ]
    if not told.subject.strip():
        problems.append(
            Problem("subject", "risk_subject_missing", "", "请填写主体代码。", "Name the subject.")
        )
    elif told.kind == ENTERPRISE and found is None:
        problems.append(
            Problem(
                "subject",
                "risk_subject_unknown",
                told.subject[:40],
                "没有该代码的企业。",
                "No enterprise has this code.",
            )
        )
    for field, text in (("text", told.text), ("evidence", str(told.evidence or ""))):
        if names_a_person(text):
            problems.append(
                Problem(
                    field,
                    "risk_personal_data",
                    "",
                    "请勿填写完整的身份证号或手机号，应脱敏。",
                    "Mask identity and mobile numbers: they are not kept in full.",
                )
            )
    if told.evidence is not None and len(str(told.evidence)) > MOST_EVIDENCE:
        problems.append(
            Problem("evidence", "risk_evidence_too_long", "", "证据过长。", "Too much evidence.")
        )
    return problems
