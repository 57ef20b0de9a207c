"""Which tasks decisions ask for: findings resolved to enterprises, documents and deadlines."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from declarations.models import Decision, Inventory, Order, Payment, Task, Waybill
from declarations.rulebook import SHANGHAI
from declarations.rules.repairing import CODE, Blame, blames, period_of
from enterprises.selectors import Register
from reference.selectors import rule_settings, work_calendar

Place = tuple[int, str, int]
"""Inventory, code of the finding, responsible enterprise: one unfinished task each."""

CODE_OF: Final = {
    "platform": "ebp_code",
    "ecommerce": "ebc_code",
    "logistics": "logistics_code",
    "agent": "agent_code",
}
"""Role → the column of the inventory that names its firm; a payment company stands in the payment
or in the order."""
_INVENTORY: Final = ("id", "sender_id", "parties", *CODE_OF.values())


def wanted_tasks(decisions: Iterable[Decision], *, at: datetime) -> dict[Place, Task]:
    """The tasks that these decisions ask for, not saved: five queries however many there are."""
    found = [(row, asked) for row in decisions if (asked := blames(row.findings or ()))]
    return tasks_of(found, at=at)


def tasks_of(
    named: Sequence[tuple[Decision, Sequence[Blame]]], *, at: datetime
) -> dict[Place, Task]:
    """The tasks that some blames of decisions make, resolved to firms and deadlines; not saved."""
    if not named:
        return {}
    firms = _Firms([row for row, _ in named])
    local = at.astimezone(SHANGHAI)
    rows = rule_settings(on=local.date()).get(CODE, {})
    deadline = period_of(rows).ends(local, work_calendar())
    found: dict[Place, Task] = {}
    for row, asked in named:
        for blame in asked:
            enterprise_id = firms.responsible(row, blame)
            if not enterprise_id:
                continue  # deleted a moment ago
            task = _task(row, blame, enterprise_id, firms.parties(row))
            task.opened_at, task.deadline_at = at, deadline
            found.setdefault((row.inventory_id, blame.code, enterprise_id), task)
    return found


def _task(row: Decision, blame: Blame, enterprise_id: int, parties: set[int]) -> Task:
    evidence = blame.evidence
    return Task(
        inventory_id=row.inventory_id,
        sequence=row.sequence,
        code=blame.code,
        enterprise_id=enterprise_id,
        role=blame.role or "sender",
        parties=sorted({*parties, enterprise_id}),
        kind=evidence["type"],
        key=dict(evidence["key"]),
        field=evidence["field"],
        line=evidence["line"],
        document_id=_part(row, blame.noun, "id"),
        document_revision=_part(row, blame.noun, "revision"),
    )


def _part(row: Decision, noun: str, part: str) -> int | None:
    value: int | None = getattr(row, f"{noun}_{part}", None)
    return value


@dataclass(frozen=True, slots=True)
class _Named:
    """Who stands in a document: its sender, and the code of the payment company."""

    sender_id: int
    pay_code: str = ""


class _Firms:
    """The firms of some decisions, read in bulk."""

    def __init__(self, decisions: list[Decision]) -> None:
        ids = {row.inventory_id for row in decisions}
        found = Inventory.objects.filter(id__in=ids).values(*_INVENTORY)
        self._inventories: dict[int, dict[str, Any]] = {row["id"]: row for row in found}
        self._documents = {
            "order": _senders(Order, {row.order_id for row in decisions}),
            "payment": _senders(Payment, {row.payment_id for row in decisions}),
            "waybill": _senders(Waybill, {row.waybill_id for row in decisions}),
            "inventory": {n: _Named(row["sender_id"]) for n, row in self._inventories.items()},
        }
        self._register = Register()
        paying = (
            named.pay_code for noun in ("payment", "order") for named in self._of(noun).values()
        )
        owning = (row[name] for row in self._inventories.values() for name in CODE_OF.values())
        self._register.preload({code for code in (*paying, *owning) if code})

    def _of(self, noun: str) -> dict[int, _Named]:
        return self._documents[noun]

    def parties(self, row: Decision) -> set[int]:
        """Every firm of the declaration."""
        inventory = self._inventories.get(row.inventory_id)
        return {*row.joined_parties, *(inventory["parties"] if inventory else ())}

    def responsible(self, row: Decision, blame: Blame) -> int:
        """The enterprise that must act: the one named for the role, else who sent the document in
        question, else who sent the declaration."""
        firm = self._register.get(code) if (code := self._code(row, blame.role)) else None
        if firm is not None:
            return firm.id
        sent = self._of(blame.noun).get(_part(row, blame.noun, "id") or 0)
        declared = self._documents["inventory"].get(row.inventory_id)
        named = sent or declared
        return named.sender_id if named else 0

    def _code(self, row: Decision, role: str) -> str:
        if role == "payment":
            paid = self._of("payment").get(row.payment_id or 0)
            ordered = self._of("order").get(row.order_id or 0)
            return (paid and paid.pay_code) or (ordered and ordered.pay_code) or ""
        inventory = self._inventories.get(row.inventory_id)
        column = CODE_OF.get(role)
        return str(inventory[column] or "") if inventory and column else ""


def _senders(model: Any, ids: set[int | None]) -> dict[int, _Named]:
    paying = ("pay_code",) if model is not Waybill else ()
    rows = model.objects.filter(id__in=ids - {None}).values_list("id", "sender_id", *paying)
    return {
        number: _Named(sender, *(code or "" for code in codes)) for number, sender, *codes in rows
    }
