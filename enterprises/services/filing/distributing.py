"""What a department does with a filing it received: it is seen, and answered once."""

from datetime import datetime
from typing import Final

from django.db import transaction

from accounts.models import User
from accounts.services import audit
from enterprises.models import Distribution
from enterprises.models.querysets import within
from enterprises.rules.reviewing import REVIEWER, SUPERVISOR
from enterprises.services.filing import telling
from enterprises.services.filing.steps import is_in_charge
from enterprises.services.refusals import Refusal
from enterprises.viewers import Viewer

ON_TYPE: Final = "enterprises.distribution"
LONGEST: Final = 500


@transaction.atomic
def mark_seen(
    *, distribution_id: int, viewer: Viewer, by: User, at: datetime, origin: str = ""
) -> Distribution:
    """Note that the department opened its view; the first to open it is named. Every opening is
    a read on a case and stands in the audit trail.

    :raises Refusal: 404 ``distribution_unknown``.
    """
    row = _received(distribution_id, viewer)
    if row.seen_at is None:
        row.seen_at, row.seen_by = at, by
        row.save(update_fields=["seen_at", "seen_by"])
    audit.record_view(
        action="filing.read_by_department",
        what="department_view",
        by=by,
        on=("enterprises.filing", str(row.filing_id)),
        details={"department": row.department, "version": row.version},
        at=at,
        origin=origin,
    )
    return row


@transaction.atomic
def answer(
    *,
    distribution_id: int,
    text: str,
    viewer: Viewer,
    by: User,
    at: datetime,
    origin: str = "",
) -> Distribution:
    """The department's answer to the enterprise; it is given once.

    :raises Refusal: ``distribution_unknown``, ``answer_missing``, ``answered_already`` (409),
        ``answer_not_yours`` (403: only reviewers and supervisors answer for a department).
    """
    row = _received(distribution_id, viewer)
    given = text.strip()[:LONGEST]
    if not given:
        raise Refusal("answer_missing", 422, "请填写答复。", "Write an answer.")
    roles = frozenset({REVIEWER, SUPERVISOR})
    own = frozenset({row.department})
    if not is_in_charge(by, row.filing, departments=own, roles=roles, at=at):
        raise Refusal(
            "answer_not_yours",
            403,
            "答复由本部门的审核员或负责人作出。",
            "Reviewers and supervisors answer for the department.",
        )
    if row.answered_at is not None:
        raise Refusal(
            "answered_already",
            409,
            "本部门已答复。",
            "The department has answered already.",
            details={"at": row.answered_at.isoformat()},
        )
    row.answered_at, row.answered_by, row.answer = at, by, given
    if row.seen_at is None:
        row.seen_at, row.seen_by = at, by
    row.save(update_fields=["answered_at", "answered_by", "answer", "seen_at", "seen_by"])
    audit.record(
        "filing.answered",
        by=by,
        on=(ON_TYPE, str(row.pk)),
        new={"filing": row.filing_id, "department": row.department, "answer": given},
        at=at,
        origin=origin,
    )
    name = telling.department_name(row.department)
    telling.applicants(
        row.filing,
        f"{name}已答复备案 {row.filing.number}：{given[:150]}",
        f"A department ({row.department}) answered filing {row.filing.number}: {given[:200]}",
        at=at,
    )
    return row


def _received(distribution_id: int, viewer: Viewer) -> Distribution:
    rows = Distribution.objects.select_for_update(of=("self",)).select_related(
        "filing", "filing__site", "filing__enterprise"
    )
    if not viewer.is_official:
        rows = rows.none()
    rows = rows.filter(department__in=sorted(viewer.departments))
    if not viewer.sees_all:
        rows = rows.filter(within(viewer, "filing__site__path"))
    found = rows.filter(pk=distribution_id).first()
    if found is None:
        raise Refusal(
            "distribution_unknown", 404, "没有找到。", "Your department did not receive this."
        )
    return found
