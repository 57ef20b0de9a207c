"""The duty matrix: shipped first rows, then the zone's own, each from a day on."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.utils import timezone

from accounts.constants import DEPARTMENTS
from accounts.models import User
from accounts.selectors import postings_of
from accounts.services import audit
from accounts.services.audit import Actor, label_of
from enterprises.rules.registration import Problem
from enterprises.services.refusals import Refusal
from reference.services.rule_settings import NewSetting, add_missing_rule_settings
from risk.models import DutyRow
from risk.models.joint import LEAD, SUPPORT
from risk.rules.cases import parameters
from risk.rules.types import TYPES
from risk.selectors_joint import duty_rows
from risk.services.cases.common import DECIDING, OFFICE, missing, refuse_problems, unknown

CODES: Final = frozenset(code for code, *_ in DEPARTMENTS)
HUB_PATH: Final = "/hub/"
ON_TYPE: Final = "risk.duty"


@dataclass(frozen=True, slots=True)
class Duties:
    """Who does what about one type from a day on."""

    lead: str
    support: Iterable[str]
    contact: str
    substitute: str
    basis: str
    valid_from: date


@transaction.atomic
def load_shipped(*, by: Actor, at: datetime) -> dict[str, int]:
    """Add the first rows of types that have none, and the first settings; returns how many."""
    known = set(DutyRow.objects.values_list("type", flat=True))
    label = label_of(by)[:128]
    fresh = [
        DutyRow(
            type=code,
            department=department,
            role=role,
            basis=kind.basis[:300],
            valid_from=parameters.SINCE,
            by_label=label,
        )
        for code, kind in TYPES.items()
        if code not in known
        for department, role in (
            (kind.lead, LEAD),
            *((other, SUPPORT) for other in kind.support if other != kind.lead),
        )
    ]
    DutyRow.objects.bulk_create(fresh)
    first = [
        NewSetting(code, name, given.initial, valid_from=parameters.SINCE)
        for code, table in (
            (parameters.CODE, parameters.PARAMETERS),
            (parameters.TECHNICAL, parameters.TECHNICAL_PARAMETERS),
        )
        for name, given in table.items()
    ]
    return {"duties": len(fresh), "settings": add_missing_rule_settings(first, by=by, at=at)}


def keeps_duties(person: User, *, at: datetime) -> bool:
    """Whether a person keeps the matrix: a supervisor of the zone office at the hub."""
    return any(
        posting.department == OFFICE and posting.role in DECIDING and posting.site_path == HUB_PATH
        for posting in postings_of(person, on=timezone.localdate(at))
    )


@transaction.atomic
def put_duties(
    *, risk_type: str, duties: Duties, by: User, at: datetime, origin: str = ""
) -> list[DutyRow]:
    """Replace the rows of a type from a day on; days before keep theirs.

    :raises Refusal: 403 ``risk_not_yours``, 404 ``risk_type_unknown``, 422 ``risk_incomplete``.
    """
    if not keeps_duties(by, at=at):
        raise Refusal(
            "risk_not_yours",
            403,
            "联控职责由综试区办公室复核负责人设置。",
            "A supervisor of the zone office keeps the matrix of duties.",
        )
    if risk_type not in TYPES:
        raise Refusal("risk_type_unknown", 404, "没有该风险类型。", "No such type of risk.")
    support = [code for code in dict.fromkeys(duties.support) if code != duties.lead]
    refuse_problems(_problems(duties, support, risk_type, at))
    rows = DutyRow.objects.select_for_update().filter(type=risk_type)
    old = [
        {"department": row.department, "role": row.role}
        for row in duty_rows(on=duties.valid_from).filter(type=risk_type)
    ]
    rows.filter(valid_to__isnull=True).update(valid_to=duties.valid_from)
    made = DutyRow.objects.bulk_create(
        DutyRow(
            type=risk_type,
            department=department,
            role=role,
            contact=duties.contact.strip()[:100] if role == LEAD else "",
            substitute=duties.substitute.strip()[:100] if role == LEAD else "",
            basis=duties.basis.strip()[:300],
            valid_from=duties.valid_from,
            by_label=label_of(by)[:128],
        )
        for department, role in ((duties.lead, LEAD), *((code, SUPPORT) for code in support))
    )
    new = [{"department": row.department, "role": row.role} for row in made]
    audit.record(
        "risk_duty.put", by=by, on=(ON_TYPE, risk_type), old=old, new=new, at=at, origin=origin
    )
    return made


def _problems(duties: Duties, support: list[str], risk_type: str, at: datetime) -> list[Problem]:
    problems = [
        *unknown(
            "lead", duties.lead, CODES, "请选择牵头部门。", "Choose the department that leads."
        ),
        *missing("basis", duties.basis, "请写明依据。", "State the basis."),
    ]
    for code in support:
        problems += unknown("support", code, CODES, "没有该部门。", "No such department.")
    newest = DutyRow.objects.filter(type=risk_type).order_by("-valid_from").first()
    first = max([timezone.localdate(at), *([newest.valid_from] if newest else [])])
    if duties.valid_from < first:
        problems.append(
            Problem(
                "valid_from",
                "risk_day_too_early",
                duties.valid_from.isoformat(),
                f"生效日期不能早于 {first}。",
                f"It cannot begin before {first}.",
            )
        )
    return problems
