"""Late cases and requests rise: the unit, the zone office of the site, that of the hub."""

from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from accounts.constants import HUB
from accounts.selectors import officials_in_charge
from accounts.services.notices import notify_all
from credit.services.supervision.common import Deed
from reference.selectors import add_working_days
from risk.models import AssistanceRequest, Case
from risk.rules.cases import parameters, states
from risk.rules.cases.clocks import risen
from risk.selectors_cases import term
from risk.services.cases import telling
from risk.services.cases.common import DECIDING, OFFICE
from risk.services.cases.steps import note_case
from risk.services.joint.asking import remind

SLICE: Final = 500
UNIT, SITE = 1, 2


def escalate(*, by: Any, at: datetime) -> int:
    """Raise every late case by the steps that are due, and remind of late answers; returns how
    many were told of. Done again at the same moment it does nothing."""
    deed = Deed(by, at)
    late = Case.objects.filter(status__in=sorted(states.OPEN), due_at__lt=at, risen__lt=3).order_by(
        "due_at"
    )
    done = sum(_raise(number, deed) for number in list(late.values_list("pk", flat=True)[:SLICE]))
    waiting = AssistanceRequest.objects.filter(
        status=states.ASKED, due_at__lt=at, reminded_at__isnull=True
    )
    for row in waiting.select_related("case__site")[:SLICE]:
        remind(row, at=at)
        done += 1
    return done


@transaction.atomic
def _raise(number: int, deed: Deed) -> int:
    case = (
        Case.objects.select_for_update(of=("self",), skip_locked=True)
        .select_related("site")
        .filter(pk=number, status__in=sorted(states.OPEN))
        .first()
    )
    if case is None or case.due_at is None:
        return 0
    steps = risen(
        case.due_at,
        deed.at,
        term(parameters.ESCALATE_EVERY, on=deed.day),
        zone=timezone.get_current_timezone(),
        add_working_days=add_working_days,
    )
    if steps <= case.risen:
        return 0
    Case.objects.filter(pk=case.pk).update(risen=steps)
    case.refresh_from_db(fields=["risen"])
    note_case(case, "overdue", deed, note=str(steps), told={"risen": steps})
    _tell(case, steps, deed)
    return 1


def _tell(case: Case, steps: int, deed: Deed) -> None:
    zh = f"风险事项 {case.number} 已超期，上报第 {steps} 级，请督办。"
    en = f"Risk case {case.number} is late and was reported upwards (step {steps})."
    if steps <= SITE:
        telling.officials(
            case,
            zh,
            en,
            at=deed.at,
            departments={case.department or OFFICE} if steps == UNIT else {OFFICE},
            roles=DECIDING,
            kind=telling.DUE,
        )
        return
    people = officials_in_charge(f"/{HUB}/", sorted(DECIDING), department=OFFICE, at=deed.at)
    notify_all(people, kind=telling.DUE, zh=zh, en=en, at=deed.at, link=telling.case_link(case))
