"""The one place that writes the status of a case or a claim; history and audit go along."""

from typing import Any, Final

from accounts.services import audit
from accounts.services.audit import label_of
from credit.models import Case, CaseStep, Claim, ClaimStep
from credit.rules.supervision import states
from credit.services.supervision.common import Deed

CASE_TYPE: Final = "credit.case"
CLAIM_TYPE: Final = "credit.claim"
LONGEST_NOTE: Final = 500


def move_case(
    case: Case, target: str, name: str, deed: Deed, *, note: str = "", **columns: Any
) -> Case:
    """Take a locked case to ``target`` by the deed ``name``.

    :raises PortalError: ``transition_refused``.
    """
    source = case.status
    states.CASE.check(source, target)
    _write(case, {**columns, "status": target})
    CaseStep.objects.create(
        case=case,
        source=source,
        target=target,
        deed=name,
        at=deed.at,
        by=deed.person,
        by_label=label_of(deed.by)[:128],
        note=note[:LONGEST_NOTE],
    )
    _audit(case, f"credit_case.{name}", source, deed)
    return case


def move_claim(
    claim: Claim, target: str, name: str, deed: Deed, *, note: str = "", **columns: Any
) -> Claim:
    """Take a locked claim to ``target`` by the deed ``name``.

    :raises PortalError: ``transition_refused``.
    """
    source = claim.status
    states.CLAIM.check(source, target)
    _write(claim, {**columns, "status": target})
    ClaimStep.objects.create(
        claim=claim,
        source=source,
        target=target,
        deed=name,
        at=deed.at,
        by=deed.person,
        by_label=label_of(deed.by)[:128],
        note=note[:LONGEST_NOTE],
    )
    _audit(claim, f"credit_claim.{name}", source, deed)
    return claim


def opened(row: Case | Claim, deed: Deed, *, note: str = "") -> None:
    """Enter that a case or claim began."""
    model: Any = CaseStep if isinstance(row, Case) else ClaimStep
    key = "case" if isinstance(row, Case) else "claim"
    model.objects.create(
        **{key: row},
        source="",
        target=row.status,
        deed="opened",
        at=deed.at,
        by=deed.person,
        by_label=label_of(deed.by)[:128],
        note=note[:LONGEST_NOTE],
    )
    _audit(row, f"credit_{key}.opened", "", deed)


def _write(row: Case | Claim, columns: dict[str, Any]) -> None:
    for name, value in columns.items():
        setattr(row, name, value)
    row.version += 1
    row.save(update_fields=[*columns, "version"])


def _audit(row: Case | Claim, action: str, source: str, deed: Deed) -> None:
    kind = CASE_TYPE if isinstance(row, Case) else CLAIM_TYPE
    audit.record(
        action,
        by=deed.by,
        on=(kind, str(row.pk)),
        old={"status": source},
        new={"status": row.status},
        at=deed.at,
        origin=deed.origin,
    )
