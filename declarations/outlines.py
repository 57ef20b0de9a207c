"""Kept documents in official element names: rows of a list, and whole ones with masked values."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.timezone import localtime

from declarations.messages.catalogue import KINDS, Kind
from declarations.models import Decision, Inventory
from declarations.models.columns import TABLES, column_of, layout_of
from declarations.personal_tokens import (
    ID_NUMBER,
    person_of,
    shown_personal,
    token_of,
    told,
    told_as,
)
from declarations.stored import load
from enterprises.viewers import Viewer

PENDING = "pending"

_SHOWN = {
    "order": (
        "orderType orderNo ebpCode ebpName ebcCode ebcName payCode payName payTransactionId "
        "goodsValue freight discount taxTotal acturalPaid currency"
    ),
    "payment": (
        "payCode payName payTransactionId orderNo ebpCode ebpName ebcCode ebcName amountPaid "
        "currency payTime"
    ),
    "waybill": (
        "logisticsCode logisticsName logisticsNo billNo orderNo ebcCode ebcName freight "
        "insuredFee currency grossWeight packNo"
    ),
    "inventory": (
        "copNo preNo invtNo orderNo ebpCode ebpName ebcCode ebcName logisticsNo logisticsCode "
        "logisticsName agentCode agentName ieFlag tradeMode customsCode portCode declTime"
    ),
}
"""Elements of a row. Those of an inventory are what every firm named in it may know."""

ROW_COLUMNS = {
    noun: tuple(column_of(name) for name in names.split()) for noun, names in _SHOWN.items()
}
_COMMON = ("id", "kind", "revision", "submission_id", "received_at", "revised_at")
_STATE = ("guid", "app_type", "app_time", "app_status")

JOINED_BY = {"order": "order_no", "payment": "order_no", "waybill": "logistics_no"}
"""The number by which an inventory refers to a document of another noun."""


def visible_parts(noun: str, viewer: Viewer) -> tuple[QuerySet[Any], ...]:
    """The documents of a noun that the viewer may see, in parts that a list reads one by one."""
    model: Any = TABLES[noun]
    parts: tuple[QuerySet[Any], ...] = model.objects.visible_parts(viewer)
    return parts


def with_outcome(noun: str, rows: QuerySet[Any], outcome: str) -> QuerySet[Any]:
    """The rows of which the declaration came out so; ``pending`` for those without a decision."""
    if noun == "inventory":
        decisions = Decision.objects.filter(inventory_id=OuterRef("id"))
    else:
        number = JOINED_BY[noun]
        naming = Inventory.objects.filter(**{number: OuterRef(OuterRef(number))})
        decisions = Decision.objects.filter(
            inventory_id__in=naming.values("id"), **{f"{noun}_id": OuterRef("id")}
        )
    if outcome == PENDING:
        return rows.filter(~Exists(decisions))
    return rows.filter(Exists(decisions.filter(outcome=outcome)))


def outline_rows(noun: str, rows: QuerySet[Any], viewer: Viewer) -> list[dict[str, Any]]:
    """The rows as a list shows them, in their order; two queries however many there are."""
    owners = ("owners", "entry_no") if noun == "inventory" else ()
    found = list(rows.values(*_COMMON, *_STATE, *ROW_COLUMNS[noun], *owners))
    decided = outcomes_of(noun, found)
    shown = []
    for row in found:
        is_open = viewer.sees_all or not owners or may_open(row["owners"], viewer)
        shown.append(_outline(row, ROW_COLUMNS[noun], decided.get(row["id"]), is_open=is_open))
    return shown


def may_open(owners: Iterable[int], viewer: Viewer) -> bool:
    """Whether one of the viewer's enterprises is among the owners."""
    return not set(viewer.enterprise_ids).isdisjoint(owners)


def outcomes_of(noun: str, rows: Iterable[Mapping[str, Any]]) -> dict[int, tuple[str, int]]:
    """Document id → outcome and id of the inventory that joined it (itself for an inventory)."""
    listed = list(rows)
    ids = [row["id"] for row in listed]
    if noun == "inventory":
        own = Decision.objects.filter(inventory_id__in=ids)
        return {key: (outcome, key) for key, outcome in own.values_list("inventory_id", "outcome")}
    number = JOINED_BY[noun]
    naming = Inventory.objects.filter(**{f"{number}__in": {row[number] for row in listed}})
    joining = Decision.objects.filter(
        inventory_id__in=naming.values("id"), **{f"{noun}_id__in": ids}
    ).order_by("inventory_id")
    found = joining.values_list(f"{noun}_id", "outcome", "inventory_id")
    return {document_id: (outcome, inventory_id) for document_id, outcome, inventory_id in found}


def whole_document(noun: str, document_id: int, viewer: Viewer) -> dict[str, Any] | None:
    """A document with all its elements, personal values masked; None where it is not open.

    A reader who did not send it sees a personal token in place of the ID number.
    """
    model: Any = TABLES[noun]
    rows = model.objects.open_to(viewer).filter(id=document_id)
    whose = ("sender_id", "parties")
    row = rows.values(*_COMMON, *_STATE, *ROW_COLUMNS[noun], *whose, "findings").first()
    record = load(row["kind"], document_id) if row else None
    if row is None or record is None:
        return None
    kind = KINDS[row["kind"]]
    decided = outcomes_of(noun, [row]).get(document_id)
    shown = _outline(row, (), decided, is_open=True)
    reader = told_as(viewer, row["sender_id"], row["parties"])
    shown["findings"] = findings_of(kind, record, row["findings"], reader)
    shown["document"] = {"type": kind.code, **masked_data(kind, record, reader)}
    return shown


def findings_of(
    kind: Kind, record: Any, findings: list[dict[str, Any]] | None, reader: int | None
) -> list[dict[str, Any]]:
    """A document's own findings, ID numbers as tokens for ``reader`` (None: masked as kept)."""
    if not findings or reader is None:
        return findings or []
    names = (name for name, e in kind.head_elements.items() if e.personal == ID_NUMBER)
    number = next(filter(None, (getattr(record.head, name) for name in names)), "")
    return told(findings, {kind.code: token_of(reader, person_of(number))}) if number else findings


def masked_data(kind: Kind, record: Any, reader: int | None = None) -> dict[str, Any]:
    """A record in the JSON form of the interface, personal values masked (an ID number as token for
    ``reader``), absent ones left out."""
    head = {}
    for name, element in kind.head_elements.items():
        value = getattr(record.head, name)
        if value is not None:
            head[name] = (
                shown_personal(element, value, reader) if element.personal else shown_value(value)
            )
    data: dict[str, Any] = {kind.json_head: head}
    if kind.list_element:
        data[kind.list_element] = [
            {
                name: shown_value(getattr(line, name))
                for name in kind.line_elements
                if getattr(line, name) is not None
            }
            for line in record.lines
        ]
    return data


def shown_value(value: Any) -> Any:
    """A value as JSON gives it: a decimal as text without the zeros that the column adds."""
    if not isinstance(value, Decimal):
        return value
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def shown_time(at: datetime | None) -> str | None:
    """A moment as ISO 8601 in Shanghai."""
    return None if at is None else localtime(at).isoformat()


def key_of(kind: Kind, row: Mapping[str, Any]) -> dict[str, str]:
    """The business key of a row by official element name."""
    return {name: row[column_of(name)] or "" for name in kind.key}


def _outline(
    row: Mapping[str, Any],
    columns: Iterable[str],
    decided: tuple[str, int] | None,
    *,
    is_open: bool,
) -> dict[str, Any]:
    kind = KINDS[row["kind"]]
    names = layout_of(kind.code).plain
    outcome, inventory_id = decided or (None, None)
    shown: dict[str, Any] = {
        "id": str(row["id"]),
        "type": kind.code,
        "key": key_of(kind, row),
        "revision": row["revision"],
        "received_at": shown_time(row["received_at"]),
        "revised_at": shown_time(row["revised_at"]),
    }
    if kind.noun == "inventory":
        shown["outcome"] = outcome or PENDING
    else:
        shown["outcome"] = outcome
        shown["inventory"] = None if inventory_id is None else str(inventory_id)
    if is_open:
        shown["submission"] = str(row["submission_id"])
    shown["open"] = is_open
    for column in (*columns, *_STATE) if columns else ():
        if column in names and row[column] is not None:
            shown[names[column]] = shown_value(row[column])
    if row.get("entry_no"):
        shown["preNo"] = row["entry_no"]  # as its receipts call it
    return shown
