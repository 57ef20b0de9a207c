"""What goes to departments' own systems: rows to deliver, tried until taken or given up."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.facts import SystemActor
from accounts.models import User
from accounts.services import audit
from credit.services.supervision.common import Deed
from enterprises.services.refusals import Refusal
from enterprises.viewers import Viewer
from risk.models import AssistanceRequest, Case, Delivery, HandOver
from risk.rules.cases import parameters, states
from risk.rules.cases.sharing import DEPARTMENT, shared
from risk.selectors_cases import setting
from risk.selectors_joint import facts_of
from risk.services.cases.common import lock_case, must_handle
from risk.services.joint.adapters import Taken, Unreachable, adapter_for
from zone_portal.framework.background import hint
from zone_portal.framework.signing import sign

BY: Final = SystemActor("risk_exchange")
TASK: Final = "risk.deliver"
SLICE: Final = 50
FIRST_PAUSE: Final = timedelta(minutes=1)
CASE_FIELDS: Final = ("name", "level", "alerts")
"""What the system of the department in charge is told of its case; evidence it reads here."""


def send_case(case: Case, *, at: datetime) -> None:
    """A case was given to a department: its own system is told, where one is connected."""
    body = {
        "case": case.number,
        **shared(DEPARTMENT, CASE_FIELDS, facts_of(case)),
        "due_at": None if case.due_at is None else timezone.localtime(case.due_at).isoformat(),
    }
    _send(case, "case", case.department, body, at=at)


def send_request(row: AssistanceRequest, *, at: datetime) -> None:
    """A department was asked: its own system is told no more than was shared."""
    if row.party != DEPARTMENT:
        return
    body = {
        "case": row.case.number,
        "request": row.pk,
        "question": row.question,
        "shared": row.shared,
        "due_at": timezone.localtime(row.due_at).isoformat(),
    }
    _send(row.case, "request", row.department, body, at=at)


def send_package(row: HandOver, *, at: datetime) -> None:
    """A package was made: the receiver's system is told its number and digest, and fetches it."""
    body = {"case": row.case.number, "package": row.number, "sha256": row.sha256}
    _send(row.case, "package", row.department, body, at=at)


@transaction.atomic
def send_again(
    *, case_id: int, version: int, viewer: Viewer, by: User, at: datetime, origin: str = ""
) -> int:
    """Try once more what a department's system did not take of a case; returns how many.

    :raises Refusal: ``risk_case_unknown``, ``risk_not_yours``, ``risk_delivery_unknown`` (409).
    """
    case = lock_case(case_id, viewer)
    must_handle(case, Deed(by, at, origin))
    del version  # what is sent again does not depend on how the case stands
    rows = list(Delivery.objects.select_for_update().filter(case=case, status=states.DEAD))
    if not rows:
        raise Refusal(
            "risk_delivery_unknown",
            409,
            "没有未送达的内容。",
            "Nothing of this case waits to be sent again.",
        )
    for row in rows:
        states.DELIVERY.check(row.status, states.WAITING)
        row.status, row.attempts, row.not_before, row.error = states.WAITING, 0, at, ""
        row.save(update_fields=["status", "attempts", "not_before", "error"])
        on = ("risk.delivery", str(row.pk))
        audit.record("risk_delivery.sent_again", by=by, on=on, at=at, origin=origin)
    hint(TASK, queue="default")
    return len(rows)


def deliver(*, at: datetime) -> int:
    """Hand over what waits, one row at a time; returns how many were taken."""
    waiting = Delivery.objects.filter(status=states.WAITING, not_before__lte=at)
    numbers = list(waiting.order_by("not_before", "pk").values_list("pk", flat=True)[:SLICE])
    return sum(_deliver(number, at=at) for number in numbers)


@transaction.atomic
def _deliver(number: int, *, at: datetime) -> int:
    row = (
        Delivery.objects.select_for_update(of=("self",), skip_locked=True)
        .filter(pk=number, status=states.WAITING)
        .first()
    )
    if row is None:
        return 0
    adapter = adapter_for(row.department, partial(sign, at=at))
    if adapter is None:
        _failed(row, "not connected", at=at)
        return 0
    try:
        taken = adapter.take(row.kind, row.body)
    except Unreachable as error:
        _failed(row, str(error), at=at)
        return 0
    states.DELIVERY.check(row.status, states.DELIVERED)
    row.status, row.delivered_at, row.error = states.DELIVERED, at, ""
    row.reference, row.simulated = taken.reference, taken.simulated
    row.attempts += 1
    row.save()
    _answered(row, taken, at=at)
    return 1


def _send(case: Case, kind: str, department: str, body: Mapping[str, Any], *, at: datetime) -> None:
    if department not in settings.RISK_LINKS:
        return
    Delivery.objects.create(
        case=case, kind=kind, department=department, body=body, not_before=at, created_at=at
    )
    hint(TASK, queue="default")


def _failed(row: Delivery, error: str, *, at: datetime) -> None:
    tries = int(setting(parameters.DELIVERY_TRIES, on=timezone.localdate(at)))
    row.attempts += 1
    row.error = error[:200]
    row.not_before = at + FIRST_PAUSE * 2 ** min(row.attempts - 1, 10)
    if row.attempts >= tries:
        states.DELIVERY.check(row.status, states.DEAD)
        row.status = states.DEAD
    row.save(update_fields=["attempts", "error", "not_before", "status"])


def _answered(row: Delivery, taken: Taken, *, at: datetime) -> None:
    """A system may answer a request in the same breath; the answer is kept as its own."""
    if row.kind != "request" or not taken.answer:
        return
    asked = (
        AssistanceRequest.objects.select_for_update(of=("self",))
        .filter(pk=row.body["request"], status=states.ASKED)
        .first()
    )
    if asked is None:
        return
    states.REQUEST.check(asked.status, states.ANSWERED)
    label = f"{row.department} · {'simulator' if taken.simulated else 'system'}"
    asked.status, asked.answer, asked.reference = states.ANSWERED, taken.answer, taken.reference
    asked.answered_by_label, asked.answered_at = label, at
    asked.save()
    on = ("risk.request", str(asked.pk))
    audit.record("risk_request.answered", by=BY, on=on, new={"status": asked.status}, at=at)
