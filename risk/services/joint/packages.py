"""Handing a case over to police or customs: a signed package, kept as it was given."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from accounts import zones
from accounts.models import User
from accounts.services import audit
from credit.services.supervision.common import Deed, next_number
from enterprises.services.refusals import Refusal
from enterprises.viewers import Viewer
from risk.models import Case, HandOver
from risk.models.joint import RECEIVERS
from risk.rules.cases.packaging import Checked, checked, packed
from risk.selectors_joint import package_of, told_case, told_requests, told_steps
from risk.services.cases import telling
from risk.services.cases.common import (
    DECIDING,
    lock_case,
    missing,
    must_be_current,
    must_handle,
    refuse_problems,
    unknown,
)
from risk.services.cases.steps import note_case
from risk.services.joint.delivering import send_package
from zone_portal.framework.signing import published_keys, sign

PREFIX: Final = "YS"
ON_TYPE: Final = "risk.package"


@transaction.atomic
def hand_over(
    *,
    case_id: int,
    version: int,
    department: str,
    reason: str,
    viewer: Viewer,
    by: User,
    at: datetime,
    origin: str = "",
) -> HandOver:
    """Make the package of a case as it stands: a supervisor's deed. It holds the whole case, all
    its signals with their evidence, steps and requests; personal values stay masked, the full
    ones are asked for under the law that the receiver names.

    :raises Refusal: ``risk_case_unknown``, ``risk_not_yours``, ``risk_changed_meanwhile``,
        ``risk_case_ended``, ``risk_incomplete``.
    """
    deed = Deed(by, at, origin)
    case = lock_case(case_id, viewer)
    must_handle(case, deed, roles=DECIDING)
    must_be_current(case, version)
    refuse_problems(
        [
            *unknown(
                "department",
                department,
                RECEIVERS,
                "请选择公安或海关。",
                "Choose the police or customs.",
            ),
            *missing("package_reason", reason, "请写明移交理由。", "State the reason."),
        ]
    )
    number = next_number(PREFIX, HandOver, at=at)
    note_case(case, "handed_over", deed, note=f"{department} {number}")
    content = packed(
        parts_of(case),
        _about(number, case, department, reason.strip(), at),
        sign=partial(sign, at=at),
    )
    row = HandOver.objects.create(
        number=number,
        case=case,
        department=department,
        reason=reason.strip()[:500],
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
        made_by=by,
        made_at=at,
    )
    told = {"to": department, "sha256": row.sha256, "bytes": len(content)}
    audit.record("risk_package.made", by=by, on=_on(row), new=told, at=at, origin=origin)
    telling.officials(
        case,
        f"风险事项 {case.number} 的移交材料 {number} 已生成，请查收。",
        f"Package {number} of risk case {case.number} was made for you.",
        at=at,
        departments={department},
        link=telling.case_link(case),
    )
    send_package(row, at=at)
    return row


def parts_of(case: Case) -> dict[str, Any]:
    """The files of a package: the case, its course, its requests."""
    return {"case": told_case(case), "steps": told_steps(case), "requests": told_requests(case)}


@transaction.atomic
def fetch(*, package_id: int, viewer: Viewer, by: User, at: datetime, origin: str = "") -> HandOver:
    """A package with its content; who fetched it is on record.

    :raises Refusal: 404 ``risk_package_unknown``.
    """
    row = package_of(viewer, package_id)
    if row is None:
        raise Refusal(
            "risk_package_unknown", 404, "没有找到该移交材料。", "There is no such package."
        )
    audit.record("risk_package.read", by=by, on=_on(row), at=at, origin=origin)
    return row


def verify(content: bytes, *, at: datetime) -> Checked:
    """Whether a package is whole and was signed by this portal."""
    return checked(content, published_keys(at=at))


def _about(
    number: str, case: Case, department: str, reason: str, at: datetime
) -> Mapping[str, Any]:
    return {
        "package": number,
        "case": case.number,
        "zone": zones.current().code,
        "to": department,
        "reason": reason,
        "made_at": timezone.localtime(at).isoformat(),
        "personal_data": "masked",
    }


def _on(row: HandOver) -> tuple[str, str]:
    return (ON_TYPE, str(row.pk))
