"""An official explains what the records did not: amount, reason, evidence; or takes it back."""

from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Final

from django.db import transaction

from accounts.models import User
from accounts.services import audit
from accounts.services.audit import label_of
from enterprises.services.refusals import Refusal
from enterprises.viewers import Viewer
from statistics_app.models import HandExplanation, ReconciledCell
from statistics_app.rules.reconciling.judging import ZERO, state
from statistics_app.services.governance.common import (
    found,
    missing,
    must_be_office,
    need_text,
    refuse_problems,
)
from statistics_app.services.governance.evidence import Paper, keep
from zone_portal.kernel.money import rounded

MOST: Final = Decimal(10) ** 14


@transaction.atomic
def explain(
    *,
    cell_id: int,
    amount: str,
    reason: str,
    reference: str,
    viewer: Viewer,
    by: User,
    at: datetime,
    paper: Paper | None = None,
    origin: str = "",
) -> HandExplanation:
    """Explain so much of a cell's difference (signed, in yuan), with a paper or its number.

    :raises Refusal: ``statistics_not_yours``, ``statistics_unknown``; ``statistics_incomplete``
        (422) with everything that is wrong; what ``evidence.keep`` refuses.
    """
    must_be_office(viewer)
    cell: ReconciledCell = found(ReconciledCell.objects.all(), cell_id)
    value = _amount(amount)
    wrong = need_text("reason", reason, "写明差异的原因", "Say why the figures differ")
    if value is None:
        zh = "金额应为不等于零的数字，如 -1234.50（来源数较小时为负）"
        en = "A number other than 0, such as -1234.50 (negative where the source has less)"
        wrong.append(missing("amount", zh, en))
    if cell.difference is None:
        wrong.append(missing("amount", "来源没有数据，无需说明", "The source has no figure"))
    if paper is None and not reference.strip():
        zh, en = "上传证明材料或填写依据文号", "Add a paper, or give the number of one"
        wrong.append(missing("reference", zh, en))
    refuse_problems(wrong)
    row = HandExplanation(
        **_place(cell),
        amount=value or ZERO,
        reason=reason.strip()[:500],
        reference=reference.strip()[:200],
        evidence=keep(paper, by=by, at=at, origin=origin),
        at=at,
        by=by,
        by_label=label_of(by)[:128],
    )
    _enter(row, cell, "explained", origin)
    return row


@transaction.atomic
def take_back(
    *,
    explanation_id: int,
    cell_id: int,
    reason: str,
    viewer: Viewer,
    by: User,
    at: datetime,
    origin: str = "",
) -> HandExplanation:
    """Let an explanation of a cell count no more; both entries stay.

    :raises Refusal: as :func:`explain`; ``explanation_taken_back`` (409) when it was already.
    """
    must_be_office(viewer)
    cell: ReconciledCell = found(ReconciledCell.objects.all(), cell_id)
    rows = HandExplanation.objects.filter(takes_back__isnull=True, **_place(cell))
    old: HandExplanation = found(rows, explanation_id, lock=False)
    refuse_problems(need_text("reason", reason, "写明撤回原因", "Say why it is taken back"))
    if HandExplanation.objects.filter(takes_back=old).exists():
        raise Refusal(
            "explanation_taken_back",
            409,
            "该说明已撤回。",
            "This explanation was taken back already.",
        )
    row = HandExplanation(
        **_place(cell),
        amount=-old.amount,
        reason=reason.strip()[:500],
        reference=old.reference,
        evidence=old.evidence,
        takes_back=old,
        at=at,
        by=by,
        by_label=label_of(by)[:128],
    )
    _enter(row, cell, "taken_back", origin)
    return row


def _place(cell: ReconciledCell) -> dict[str, object]:
    return {
        "month": cell.reconciliation.month,
        "source": cell.source,
        "agreement_id": cell.agreement_id,
        "direction": cell.direction,
        "mode": cell.mode,
        "firm": cell.firm,
    }


def _enter(row: HandExplanation, cell: ReconciledCell, deed: str, origin: str) -> None:
    row.save(force_insert=True)
    old = cell.state
    cell.by_hand += row.amount
    if cell.difference is not None:
        cell.remainder = cell.difference - cell.explained - cell.by_hand
        cell.state = state(cell.difference, cell.remainder, cell.tolerance)
    cell.save(update_fields=["by_hand", "remainder", "state"])
    audit.record(
        f"statistics_reconciliation.{deed}",
        by=row.by,
        on=("statistics.reconciliation", f"{row.month:%Y-%m}"),
        old={"cell": cell.pk, "state": old},
        new={"amount": str(row.amount), "state": cell.state, "explanation": row.pk},
        at=row.at,
        origin=origin,
    )


def _amount(text: str) -> Decimal | None:
    try:
        value = Decimal(text.strip())
    except InvalidOperation:
        return None
    if not value.is_finite() or abs(value) >= MOST:
        return None
    return rounded(value) if rounded(value) != ZERO else None
