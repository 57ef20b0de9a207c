"""What customs refused as repair tasks: of declarations that it rejected, and of their documents.

Read from courses and dispatches as they stand, so that receipts may come twice or in any order.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from declarations.codebook.rejecting import Cause, causes_of
from declarations.joined import ACCEPTED, JOINED, is_refused, joined_of, newest_dispatches
from declarations.messages.catalogue import KINDS
from declarations.models import (
    Course,
    CourseStep,
    CustomsReceipt,
    Decision,
    Dispatch,
    Inventory,
    Order,
    Payment,
    Task,
    Waybill,
)
from declarations.models.columns import TABLES, column_of
from declarations.rules.repairing import Blame
from declarations.services.blaming import Place, tasks_of
from declarations.states import CORRECTABLE, REJECTED, THROUGH, status_of

AGENT: Final = "agent"


@dataclass(frozen=True, slots=True)
class _Refused:
    """A receipt that refuses a declaration or one of its documents."""

    decision: Decision
    receipt: CustomsReceipt
    noun: str


def concerned_by(receipt_ids: Sequence[int]) -> list[int]:
    """The declarations whose tasks some receipts may change: few of many, so that following what
    customs says costs little."""
    rows = list(
        CustomsReceipt.objects.filter(id__in=receipt_ids).values_list(
            "kind", "document_id", "inventory_id", "return_status"
        )
    )
    refused = [row for row in rows if status_of(row[3]) in CORRECTABLE]
    found = {inventory_id for _, _, inventory_id, _ in refused if inventory_id}
    found |= _naming([(kind, document_id) for kind, document_id, _, _ in refused if document_id])
    told = {key for _, document_id, inventory_id, _ in rows for key in (document_id, inventory_id)}
    unfinished = Task.objects.unfinished().filter(receipt_id__isnull=False)
    told.discard(None)
    for column in ("inventory_id", "document_id"):
        own = unfinished.filter(**{f"{column}__in": told})
        found.update(own.values_list("inventory_id", flat=True))
    return sorted(found)


def _naming(refused: Iterable[tuple[str, int]]) -> set[int]:
    """The inventories that name refused orders, payments or waybills by their numbers."""
    ids: dict[str, list[int]] = defaultdict(list)
    for kind, document_id in refused:
        answered = KINDS.get(KINDS[kind].answers)
        if answered is not None and answered.noun in JOINED:
            ids[answered.noun].append(document_id)
    found: set[int] = set()
    models: tuple[tuple[Any, str], ...] = (
        (Order, "order_no"), (Payment, "order_no"), (Waybill, "logistics_no"),
    )  # fmt: skip
    for noun, (model, column) in zip(JOINED, models, strict=True):
        if ids[noun]:
            numbers = model.objects.filter(id__in=ids[noun]).values_list(column, flat=True)
            named = Inventory.objects.filter(**{f"{column}__in": set(numbers)})
            found.update(named.values_list("id", flat=True))
    return found


def rejected_of(inventory_ids: Sequence[int]) -> list[int]:
    """Those of some declarations that stand rejected."""
    courses = Course.objects.filter(inventory_id__in=inventory_ids, status__in=CORRECTABLE)
    return list(courses.values_list("inventory_id", flat=True))


def wanted_at_customs(inventory_ids: Sequence[int], *, at: datetime) -> dict[Place, Task]:
    """The tasks that customs' refusals ask for, not saved."""
    decisions = Decision.objects.in_bulk(inventory_ids) if inventory_ids else {}
    refused = [*_rejected(decisions), *_documents_refused(decisions)]
    if not refused:
        return {}
    documents = _Documents([one.decision for one in refused])
    named: list[tuple[Decision, Sequence[Blame]]] = []
    receipts: dict[tuple[int, str], int] = {}
    for one in refused:
        causes = [documents.settled(cause, one) for cause in _causes(one)]
        named.append((one.decision, [documents.blame(cause, one) for cause in causes]))
        for cause in causes:
            receipts[one.decision.inventory_id, cause.code] = one.receipt.id
    wanted = tasks_of(named, at=at)
    for (inventory_id, code, _), task in wanted.items():
        task.receipt_id = receipts[inventory_id, code]
    return wanted


def _causes(one: _Refused) -> list[Cause]:
    return causes_of(one.receipt.return_status, one.receipt.return_info, noun=one.noun)


def _rejected(decisions: Mapping[int, Decision]) -> list[_Refused]:
    """Declarations that customs rejected and that did not go on since: one that matched again
    after the receipt came is on its way."""
    ids = rejected_of(list(decisions)) if decisions else []
    if not ids:
        return []
    steps = CourseStep.objects.filter(inventory_id__in=ids, target__in=CORRECTABLE)
    last = {step.inventory_id: step.receipt_id for step in steps.order_by("number")}
    receipts = CustomsReceipt.objects.in_bulk([key for key in last.values() if key])
    found = []
    for inventory_id, receipt_id in sorted(last.items()):
        decision, receipt = decisions[inventory_id], receipts.get(receipt_id)
        if receipt is None:
            continue
        if decision.outcome == "matched" and decision.decided_at > receipt.received_at:
            continue
        found.append(_Refused(decision, receipt, "inventory"))
    return found


def _documents_refused(decisions: Mapping[int, Decision]) -> list[_Refused]:
    """Orders, payments and waybills that customs will not have, as the decisions in force compared
    them."""
    matched = [decision for decision in decisions.values() if decision.outcome == "matched"]
    named = [(decision, one) for decision in matched for one in joined_of(decision)]
    newest = newest_dispatches({one.document_id for _, one in named})
    refused = [
        (decision, one, row)
        for decision, one in named
        if (row := newest.get(one.document_id)) is not None and is_refused(row, one)
    ]
    if not refused:
        return []
    ended = Course.objects.filter(inventory_id__in=[d.inventory_id for d, _, _ in refused])
    through = set(ended.filter(status__in=THROUGH).values_list("inventory_id", flat=True))
    receipts = CustomsReceipt.objects.in_bulk([row.receipt_id for _, _, row in refused])
    return [
        _Refused(decision, receipts[row.receipt_id], one.noun)
        for decision, one, row in refused
        if decision.inventory_id not in through and row.receipt_id in receipts
    ]


class _Documents:
    """The documents of some decisions: what they are called, and whether customs has them."""

    def __init__(self, decisions: Sequence[Decision]) -> None:
        self._rows: dict[int, Any] = {}
        for noun in (*JOINED, "inventory"):
            ids = {getattr(decision, f"{noun}_id") for decision in decisions} - {None}
            model: Any = TABLES[noun]
            self._rows |= model.objects.in_bulk(ids)
        joined = {key for key in self._rows if key not in {d.inventory_id for d in decisions}}
        self._dispatches: Mapping[int, Dispatch] = newest_dispatches(joined)

    def settled(self, cause: Cause, one: _Refused) -> Cause:
        """Where customs missed a document that it has by now, the declarant sends again."""
        row = self._dispatches.get(getattr(one.decision, f"{cause.noun}_id", None) or 0)
        missing = cause.code == REJECTED and cause.noun in JOINED
        if missing and row is not None and row.answer == ACCEPTED:
            return replace(cause, role=AGENT, noun="inventory")
        return cause

    def blame(self, cause: Cause, one: _Refused) -> Blame:
        """The cause, with the document that it is about as evidence."""
        decision = one.decision
        noun, document_id = cause.noun, getattr(decision, f"{cause.noun}_id")
        if noun == one.noun != "inventory":
            document_id = one.receipt.document_id or document_id
        row = self._rows.get(document_id or 0) or self._rows.get(decision.inventory_id)
        kind = KINDS[row.kind] if row is not None else KINDS["CEB621"]
        elements = {**kind.line_elements, **kind.head_elements}
        key = {name: getattr(row, column_of(name), None) or "" for name in kind.key}
        element = cause.element if cause.element in elements else ""
        evidence = {"type": kind.code, "key": key, "field": element, "line": None}
        return Blame(cause.code, cause.role, kind.noun, evidence)
