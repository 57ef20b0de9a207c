"""Asking another department, or another zone, for assistance; answering."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.constants import DEPARTMENTS
from accounts.models import User
from accounts.services import audit
from accounts.services.audit import label_of
from credit.services.supervision.common import Deed
from enterprises.rules.registration import Problem
from enterprises.services.refusals import Refusal
from enterprises.viewers import Viewer
from risk.models import AssistanceRequest
from risk.rules.cases import parameters, states
from risk.rules.cases.sharing import DEPARTMENT, FIELDS, ZONE, shared, shared_fields
from risk.selectors_cases import due
from risk.selectors_joint import facts_of
from risk.services.cases import telling
from risk.services.cases.common import (
    lock_case,
    missing,
    must_be_current,
    must_handle,
    refuse_problems,
)
from risk.services.cases.steps import note_case
from risk.services.joint.delivering import send_request

CODES: Final = frozenset(code for code, *_ in DEPARTMENTS)
ON_TYPE: Final = "risk.request"


@dataclass(frozen=True, slots=True)
class Question:
    """Whom to ask what: a ``department``, or another ``zone`` by name; ``fields`` of
    ``sharing.FIELDS`` are told with it."""

    text: str
    department: str = ""
    zone: str = ""
    fields: Iterable[str] = ()

    @property
    def party(self) -> str:
        return ZONE if self.zone.strip() and not self.department else DEPARTMENT


@transaction.atomic
def ask(
    *,
    case_id: int,
    version: int,
    question: Question,
    viewer: Viewer,
    by: User,
    at: datetime,
    origin: str = "",
) -> AssistanceRequest:
    """Ask for assistance. What is told is kept as told; another zone is told the subject's code
    and the type of risk only.

    :raises Refusal: ``risk_case_unknown``, ``risk_not_yours``, ``risk_case_ended``,
        ``risk_changed_meanwhile``, ``risk_incomplete``.
    """
    deed = Deed(by, at, origin)
    case = lock_case(case_id, viewer)
    must_handle(case, deed)
    must_be_current(case, version)
    refuse_problems(_problems(question))
    party = question.party
    row = AssistanceRequest.objects.create(
        case=case,
        party=party,
        department=question.department if party == DEPARTMENT else "",
        zone=question.zone.strip()[:60] if party == ZONE else "",
        question=question.text.strip()[:1000],
        fields=list(shared_fields(party, question.fields)),
        shared=shared(party, question.fields, facts_of(case)),
        asked_by=by,
        asked_at=at,
        due_at=due(parameters.ASSISTANCE, since=at),
    )
    note_case(case, "asked", deed, note=row.department or row.zone, told={"fields": row.fields})
    if party == DEPARTMENT:
        _tell_asked(row, at=at)
    send_request(row, at=at)
    return row


@transaction.atomic
def answer(
    *,
    request_id: int,
    text: str,
    reference: str = "",
    declined: bool = False,
    viewer: Viewer,
    by: User,
    at: datetime,
    origin: str = "",
) -> AssistanceRequest:
    """The department that was asked answers, or says that it cannot help.

    The answer of another zone is entered by whoever handles the case.

    :raises Refusal: ``risk_request_unknown``, ``risk_not_yours``, ``risk_incomplete``,
        ``risk_request_answered`` (409, with who and when).
    """
    row = lock_request(request_id, viewer)
    wanted = frozenset({row.department}) if row.party == DEPARTMENT else None
    must_handle(row.case, Deed(by, at, origin), departments=wanted)
    return close(row, text, Deed(by, at, origin), reference=reference, declined=declined)


def close(
    row: AssistanceRequest, text: str, deed: Deed, *, reference: str = "", declined: bool = False
) -> AssistanceRequest:
    """Enter the answer of a locked request, whoever brings it.

    :raises Refusal: ``risk_incomplete``, ``risk_request_answered``.
    """
    must_be_open(row)
    refuse_problems(missing("answer", text, "请写明答复。", "Write down the answer."))
    target = states.DECLINED if declined else states.ANSWERED
    _move(
        row,
        target,
        deed,
        answer=text.strip()[:2000],
        reference=reference.strip()[:80],
        answered_by=deed.person,
        answered_by_label=label_of(deed.by)[:128],
        answered_at=deed.at,
    )
    note_case(row.case, target, deed, note=row.department or row.zone)
    telling.officials(
        row.case,
        f"风险事项 {row.case.number} 的协助请求已答复。",
        f"The request for assistance on risk case {row.case.number} was answered.",
        at=deed.at,
    )
    return row


@transaction.atomic
def withdraw(
    *, request_id: int, viewer: Viewer, by: User, at: datetime, origin: str = ""
) -> AssistanceRequest:
    """Whoever handles the case does not need the answer any more.

    :raises Refusal: ``risk_request_unknown``, ``risk_not_yours``, ``risk_request_answered``.
    """
    row = lock_request(request_id, viewer)
    deed = Deed(by, at, origin)
    must_handle(row.case, deed)
    must_be_open(row)
    _move(row, states.WITHDRAWN, deed)
    note_case(row.case, "asking_withdrawn", deed, note=row.department or row.zone)
    return row


def remind(row: AssistanceRequest, *, at: datetime) -> None:
    """Tell the department once that its answer is late."""
    AssistanceRequest.objects.filter(pk=row.pk).update(reminded_at=at)
    if row.party != DEPARTMENT:
        return
    telling.officials(
        row.case,
        f"风险事项 {row.case.number} 的协助请求已超期，请尽快答复。",
        f"The answer to the request on risk case {row.case.number} is late.",
        at=at,
        departments={row.department},
        link=request_link(row),
        kind=telling.DUE,
    )


def request_link(row: AssistanceRequest) -> str:
    """Where the department that was asked finds the request."""
    return reverse("risk:request", args=[row.pk])


def lock_request(request_id: int, viewer: Viewer) -> AssistanceRequest:
    """A request that the viewer may see, locked.

    :raises Refusal: 404 ``risk_request_unknown``.
    """
    rows: Any = AssistanceRequest.objects.visible_to(viewer).filter(pk=request_id)
    return locked(AssistanceRequest.objects.filter(pk__in=rows.values("pk")))


def locked(rows: Any) -> AssistanceRequest:
    """The one request of these rows, locked.

    :raises Refusal: 404 ``risk_request_unknown``.
    """
    found: AssistanceRequest | None = (
        rows.select_for_update(of=("self",))
        .select_related("case__site", "case__enterprise")
        .first()
    )
    if found is None:
        raise Refusal(
            "risk_request_unknown", 404, "没有找到该协助请求。", "There is no such request."
        )
    return found


def must_be_open(row: AssistanceRequest) -> None:
    """:raises Refusal: 409 ``risk_request_answered`` with who did it and when."""
    if row.status == states.ASKED:
        return
    moment = (
        "" if row.answered_at is None else f"{timezone.localtime(row.answered_at):%Y-%m-%d %H:%M}"
    )
    who = row.answered_by_label
    raise Refusal(
        "risk_request_answered",
        409,
        f"该请求已办结（{who} {moment}），您的操作未保存。",
        f"This request is closed ({who} {moment}); what you did was not kept.",
        details={"status": row.status, "by": who, "at": moment},
    )


def _problems(question: Question) -> list[Problem]:
    problems = missing("question", question.text, "请写明请求事项。", "Say what is asked.")
    if question.party == DEPARTMENT and question.department not in CODES:
        problems.append(
            Problem(
                "department",
                "risk_value_unknown",
                question.department[:40],
                "请选择部门，或填写其他综试区。",
                "Choose a department, or name another zone.",
            )
        )
    strange = sorted(set(question.fields) - FIELDS.keys())
    if strange:
        problems.append(
            Problem(
                "fields_told",
                "risk_value_unknown",
                strange[0][:40],
                "没有这项共享内容。",
                "There is nothing of that name to share.",
            )
        )
    return problems


def _move(row: AssistanceRequest, target: str, deed: Deed, **columns: Any) -> None:
    source = row.status
    states.REQUEST.check(source, target)
    for name, value in {**columns, "status": target}.items():
        setattr(row, name, value)
    row.save(update_fields=[*columns, "status"])
    audit.record(
        f"risk_request.{target}",
        by=deed.by,
        on=(ON_TYPE, str(row.pk)),
        old={"status": source},
        new={"status": target},
        at=deed.at,
        origin=deed.origin,
    )


def _tell_asked(row: AssistanceRequest, *, at: datetime) -> None:
    until = f"{timezone.localtime(row.due_at):%Y-%m-%d %H:%M}"
    telling.officials(
        row.case,
        f"请协助风险事项 {row.case.number}，{until} 前答复。",
        f"Your assistance is asked for on risk case {row.case.number}, by {until}.",
        at=at,
        departments={row.department},
        link=request_link(row),
    )
