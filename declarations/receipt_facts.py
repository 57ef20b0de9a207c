"""Receipts: what a verdict or a decision says officially, as JSON and as CEB records.

Pure: from what was stored with the verdict or the decision, and the elements that receipts quote.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_OID, uuid5

from declarations.facts import ERASED, Judged
from declarations.messages.catalogue import KINDS
from declarations.messages.envelope import REASONS
from declarations.messages.receipts import (
    UNREADABLE,
    answered_by,
    receipt_record,
    return_time,
)
from declarations.messages.return_info import (
    LOGIC_CHECKED,
    cut,
    return_info,
    submitted_info,
    waiting_info,
)
from declarations.verdicts import ACCEPTED, DUPLICATE, REJECTED
from zone_portal.kernel.findings import render
from zone_portal.kernel.rules import RULES

VERDICT, DECISION, COURSE = "verdict", "decision", "course"
CONTENT_ERASED = "[单证内容已按期销毁，仅列编号]"
"""Told with a receipt that can quote no more than the key."""
CHECKED, REFUSED, DECLARING = "120", "100", "2"
"""returnStatus: accepted into the database, returned, being declared (table 7-1)."""

Head = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Receipt:
    """One receipt. ``kind`` is the answering kind, ``head`` what it quotes of the document.

    ``result`` is the verdict (accepted, rejected, duplicate) or the outcome (waiting, mismatched,
    matched); ``findings`` are in stored form; ``document_id`` 0 where nothing is kept.
    """

    event: str
    kind: str
    document_kind: str
    key: Mapping[str, str]
    document_id: int
    guid: str
    status: str
    info: str
    at: datetime
    result: str
    submission_id: int | None = None
    waiting_for: tuple[str, ...] = ()
    findings: Sequence[Mapping[str, Any]] = ()
    head: Head = field(default_factory=dict)
    simulated: bool = False


def verdict_receipt(judged: Judged, head: Head, *, submission_id: int, at: datetime) -> Receipt:
    """The receipt of a verdict; ``head`` holds the elements of the document that are known.

    A document that could not be told apart is answered with CEB900.
    """
    kind = KINDS.get(judged.kind)
    known = kind is not None and bool(kind.receipt)
    quoted = {**judged.key, **head}
    return Receipt(
        event=VERDICT,
        kind=kind.receipt if kind is not None and known else UNREADABLE,
        document_kind=judged.kind if known else "",
        key=judged.key,
        document_id=judged.document_id,
        guid=_guid(judged.guid, f"{submission_id}/{judged.position}"),
        status=judged.status,
        info=_verdict_info(judged, quoted),
        at=at,
        result=judged.verdict,
        submission_id=submission_id,
        findings=judged.findings,
        head=quoted,
    )


def _verdict_info(judged: Judged, head: Head) -> str:
    kind = KINDS.get(judged.kind)
    if judged.verdict == REJECTED or kind is None:
        return return_info(judged.findings)
    if judged.verdict == DUPLICATE:
        return f"重复报送，内容与已入库的单证相同[{judged.guid}]"
    told = {"appStatus": judged.status, **head}
    groups = [submitted_info(kind, told, guid=judged.guid)]
    if judged.findings:
        groups.append(return_info(judged.findings))
    if head.get(ERASED):
        groups.append(CONTENT_ERASED)
    return cut(groups)


def decision_receipt(decision: Any, *, kind: str, key: Mapping[str, str], head: Head) -> Receipt:
    """The receipt of a decision (a Decision or PastDecision) on an inventory of ``kind``."""
    outcome: str = decision.outcome
    waiting = tuple(decision.waiting_for or ())
    findings = decision.findings or ()
    if outcome == "matched":
        status, groups = CHECKED, [LOGIC_CHECKED]
    elif outcome == "waiting":
        status, groups = DECLARING, [waiting_info(head, waiting)]
    else:
        status, groups = REFUSED, []
    if findings:
        groups.append(return_info(findings))
    if head.get(ERASED):
        groups.append(CONTENT_ERASED)
    return Receipt(
        event=DECISION,
        kind=KINDS[kind].receipt,
        document_kind=kind,
        key=key,
        document_id=decision.inventory_id,
        guid=_guid(str(head.get("guid") or ""), f"{decision.inventory_id}/{decision.sequence}"),
        status=status,
        info=cut(groups),
        at=decision.decided_at,
        result=outcome,
        waiting_for=waiting,
        findings=findings,
        head=head,
    )


def customs_receipt(kept: Any, *, key: Mapping[str, str]) -> Receipt:
    """A receipt of customs as it was kept (a CustomsReceipt); ``key`` of the document it answers.

    ``result`` says whether it moved the declaration: moved, late, no_step, kept.
    """
    answered = answered_by(kept.kind, kept.head)
    return Receipt(
        event=COURSE,
        kind=kept.kind,
        document_kind=answered.code if answered is not None else "",
        key=key,
        document_id=kept.document_id or kept.inventory_id or 0,
        guid=_guid(str(kept.head.get("guid") or ""), f"customs/{kept.id}"),
        status=kept.return_status,
        info=kept.return_info,
        at=kept.return_time,
        result=kept.effect,
        head=kept.head,
        simulated=kept.simulated,
    )


def key_of_receipt(kept: Any) -> dict[str, str]:
    """The business key of the document that a receipt of customs answers, as far as it says it."""
    answered = answered_by(kept.kind, kept.head)
    return {name: kept.head.get(name) or "" for name in answered.key} if answered else {}


def public_receipt(receipt: Receipt, language: str) -> dict[str, Any]:
    """A receipt as JSON, its findings in ``language``; returnInfo is Chinese, as customs' is."""
    document_id = str(receipt.document_id) if receipt.document_id else None
    is_verdict = receipt.event == VERDICT
    return {
        "event": receipt.event,
        "type": receipt.kind,
        "document": {
            "type": receipt.document_kind or None,
            "key": receipt.key,
            "id": document_id,
        },
        "guid": receipt.guid,
        "preNo": receipt.head.get("preNo") or None,
        "returnStatus": receipt.status,
        "returnTime": return_time(receipt.at),
        "returnInfo": receipt.info,
        "verdict": receipt.result if is_verdict else None,
        "outcome": receipt.result if receipt.event == DECISION else None,
        "authority": _authority(receipt),
        "waiting_for": receipt.waiting_for,
        "findings": [render(finding, RULES, language) for finding in receipt.findings],
        "submission": str(receipt.submission_id) if receipt.submission_id else None,
        "erased": bool(receipt.head.get(ERASED)),
    }


def _authority(receipt: Receipt) -> str:
    """Who says so: this portal, or whoever stands behind the gateway."""
    if receipt.event != COURSE:
        return "portal"
    return "simulator" if receipt.simulated else "customs"


def ceb_record(receipt: Receipt) -> Any:
    """A receipt as the record of its kind (CEB312 …)."""
    return receipt_record(
        KINDS[receipt.kind],
        {**receipt.head, **receipt.key},
        guid=receipt.guid,
        status=receipt.status,
        at=receipt.at,
        info=receipt.info,
    )


def message_guid(*parts: object) -> str:
    """The guid of a receipt message: the same message is the same whenever it is fetched."""
    return _guid("", "/".join(map(str, parts)))


def refusal_text(refusal: Mapping[str, Any], language: str) -> str:
    """Why a whole message was refused, in words; empty for a reason without any here."""
    reason = REASONS.get(refusal["code"])
    if reason is None:
        return ""
    details = _Lenient({name: str(value) for name, value in refusal.get("details", {}).items()})
    _, zh, en = reason
    return (zh if language.startswith("zh") else en).format_map(details)


class _Lenient(dict[str, str]):
    """A detail that the reader did not give leaves its place empty."""

    def __missing__(self, key: str) -> str:
        return ""


def _guid(given: str, seed: str) -> str:
    return given if len(given) == 36 else str(uuid5(NAMESPACE_OID, seed)).upper()


__all__ = [
    "ACCEPTED",
    "COURSE",
    "DECISION",
    "DUPLICATE",
    "REJECTED",
    "UNREADABLE",
    "VERDICT",
    "Receipt",
    "ceb_record",
    "customs_receipt",
    "decision_receipt",
    "key_of_receipt",
    "message_guid",
    "public_receipt",
    "refusal_text",
    "verdict_receipt",
]
