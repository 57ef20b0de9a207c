"""A declaration by any of its numbers, with what happened to it so far."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from declarations import gateway
from declarations.around import TOLD_BY, told_around
from declarations.models import (
    Course,
    CourseStep,
    Decision,
    Inventory,
    Paper,
    PastDecision,
    Rejection,
    Return,
    ReturnStep,
)
from declarations.models.columns import TABLES
from declarations.outlines import outline_rows, shown_time
from declarations.paper_outlines import carrying, paper_rows
from declarations.rules.return_terms import IMPORT
from declarations.standing_words import authority_of
from declarations.states import PORTAL
from declarations.timelines import hold_steps, receipt_steps, said_with, step, tax_steps
from enterprises.viewers import Viewer
from zone_portal.kernel.findings import render
from zone_portal.kernel.rules import RULES

MOST = 20
"""Declarations, documents of a noun and rejected documents that are shown at most."""

NUMBERS = {
    "order": ("order_no",),
    "payment": ("pay_transaction_id", "order_no"),
    "waybill": ("logistics_no",),
    "inventory": ("cop_no", "order_no", "logistics_no", "invt_no", "pre_no", "entry_no"),
}
"""The columns in which a number may stand, by noun; each has an index."""

LARGEST_ID = 2**63 - 1
GUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII | re.IGNORECASE)
RECENT = 10_000
"""Documents of each noun, the newest that the viewer may see, in which a guid is looked for.

A guid has no index: one on every table would slow down the intake of all documents for a number
that is asked for by whoever has just sent it (ADR 0059)."""


def track(number: str, viewer: Viewer, language: str) -> dict[str, Any]:
    """What the viewer may see under a number, newest first.

    ``declarations`` with their outcome and timeline, ``documents`` that no declaration among
    these has joined, ``papers`` that bear the number or list it, ``rejected`` documents with their
    findings.
    """
    documents = {noun: _carrying(noun, number, viewer) for noun in ("order", "payment", "waybill")}
    shown = {noun: outline_rows(noun, rows, viewer) for noun, rows in documents.items()}
    wanted = {row["inventory"] for rows in shown.values() for row in rows if row["inventory"]}
    orders = {row["orderNo"] for rows in shown.values() for row in rows if row.get("orderNo")}
    declarations = outline_rows("inventory", _inventories(number, wanted, orders, viewer), viewer)
    _add_timelines(declarations)
    _add_papers(declarations)
    joined = {row["id"] for row in declarations}
    return {
        "number": number,
        "declarations": declarations,
        "documents": [
            row for rows in shown.values() for row in rows if row["inventory"] not in joined
        ],
        "papers": paper_rows(_papers(number, viewer)),
        "rejected": _rejected(number, viewer, language),
    }


def _papers(number: str, viewer: Viewer) -> QuerySet[Paper]:
    rows = carrying(viewer, number)
    if GUID.fullmatch(number):
        visible = Paper.objects.visible_to(viewer)
        rows = visible.filter(id__in=_of_guid(visible, number))
    return rows.order_by("-id")[:MOST]


def _carrying(noun: str, number: str, viewer: Viewer) -> QuerySet[Any]:
    model: Any = TABLES[noun]
    matches = Q()
    for column in NUMBERS[noun]:
        matches |= Q(**{column: number})
    if GUID.fullmatch(number):
        matches |= Q(id__in=_of_guid(model.objects.visible_to(viewer), number))
    if noun == "inventory":
        given = Course.objects.filter(Q(invt_no=number) | Q(pre_no=number))
        matches |= Q(id__in=given.values("inventory_id"))
    if number.isascii() and number.isdecimal() and len(number) <= 19:
        matches |= Q(id=min(int(number), LARGEST_ID))
    rows: QuerySet[Any] = model.objects.visible_to(viewer).filter(matches)
    return rows.order_by("-id")[:MOST]


def _of_guid(rows: QuerySet[Any], guid: str) -> list[int]:
    """The ids of those among the newest of the rows that bear a guid, in either case."""
    sql, params = rows.order_by("-id").values("id", "guid")[:RECENT].query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id FROM ({sql}) AS recent WHERE guid = ANY(%s)",
            [*params, [guid, guid.upper(), guid.lower()]],
        )
        return [row[0] for row in cursor.fetchall()]


def _inventories(
    number: str, joining: set[str], orders: set[str], viewer: Viewer
) -> QuerySet[Inventory]:
    """Those that carry the number themselves, that joined a document of that number, or that
    wait for one: they name its order."""
    own = _carrying("inventory", number, viewer).values_list("id", flat=True)
    returned = Return.objects.visible_to(viewer).filter(number=number)
    ids = {*own, *map(int, joining)}
    ids |= set(returned.filter(inventory_id__isnull=False).values_list("inventory_id", flat=True))
    matches = Q(id__in=ids) | Q(order_no__in=orders)
    rows: QuerySet[Inventory] = Inventory.objects.visible_to(viewer).filter(matches)
    return rows.order_by("-id")[:MOST]


def _rejected(number: str, viewer: Viewer, language: str) -> list[dict[str, Any]]:
    rows = Rejection.objects.visible_to(viewer).filter(number=number).order_by("-submission_id")
    return [
        {
            "type": row.kind or None,
            "key": row.key,
            "submission": str(row.submission_id),
            "index": row.position,
            "rejected_at": shown_time(row.received_at),
            "findings": [render(finding, RULES, language) for finding in row.findings],
        }
        for row in rows[:MOST]
    ]


def _add_timelines(declarations: list[dict[str, Any]]) -> None:
    """Give each declaration what happened, oldest first: documents received, decisions, customs."""
    ids = [int(row["id"]) for row in declarations]
    decisions: list[Any] = list(PastDecision.objects.filter(inventory_id__in=ids))
    decisions += Decision.objects.filter(inventory_id__in=ids)
    received = _received(decisions)
    courses = _courses(ids)
    returned, held, noted = _returned(ids), hold_steps(ids), receipt_steps(ids)
    taxed = tax_steps(int(row["id"]) for row in declarations if row["open"])
    for row in declarations:
        own = [d for d in decisions if d.inventory_id == int(row["id"])]
        own_kind = {"authority": PORTAL, "type": row["type"]}
        steps = [{"event": "received", "at": row["received_at"], **own_kind}]
        if row["revised_at"]:
            steps.append({"event": "changed", "at": row["revised_at"], **own_kind})
        for document_id in sorted(_joined(own)):
            steps += received.get(document_id, [])
        for decision in own:
            steps.append(
                step(
                    "decided",
                    decision.decided_at,
                    PORTAL,
                    outcome=decision.outcome,
                    waiting_for=decision.waiting_for or [],
                )
            )
        for told in (courses, returned, held, noted, taxed):
            steps += told.get(int(row["id"]), ())
        row["timeline"] = sorted(steps, key=lambda one: str(one["at"]))


def _add_papers(declarations: list[dict[str, Any]]) -> None:
    """Tell in each timeline what carriers, sites and declarants said of the parcel."""
    rows = Inventory.objects.filter(id__in=[int(row["id"]) for row in declarations])
    told = told_around(rows.only("id", "logistics_no", "logistics_code", "invt_no"))
    for row in declarations:
        row["timeline"] += [
            step("paper", one.at, TOLD_BY[one.kind], type=one.kind, signed_for=one.is_signed_for)
            for one in told.get(int(row["id"]), ())
        ]
        row["timeline"].sort(key=lambda one: str(one["at"]))


def _courses(inventory_ids: list[int]) -> Mapping[int, list[dict[str, Any]]]:
    """The steps of each declaration at customs, with what customs said: two queries."""
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    rows = list(
        CourseStep.objects.filter(inventory_id__in=inventory_ids).order_by("inventory_id", "number")
    )
    said = said_with(row.receipt_id for row in rows if row.receipt_id)
    for row in rows:
        info = said.get(row.receipt_id or 0, "")
        about = {"status": row.target} | ({"info": info} if info else {})
        found[row.inventory_id].append(step("course", row.at, authority_of(row.target), **about))
    return found


def _returned(inventory_ids: list[int]) -> Mapping[int, list[dict[str, Any]]]:
    """What happened to the returns of each declaration: two queries, without any amounts."""
    rows = Return.objects.filter(inventory_id__in=inventory_ids).order_by("id")
    listed = {row.id: row for row in rows}
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    if not listed:
        return found
    said = "simulator" if gateway.is_simulated() else "customs"
    for one in ReturnStep.objects.filter(paper_id__in=listed).order_by("paper_id", "number"):
        row = listed[one.paper_id]
        own = {"number": row.number, "return": str(row.id)}
        behind = said if one.receipt_id else PORTAL
        found[row.inventory_id].append(step("return", one.at, behind, status=one.target, **own))
    for row in listed.values():
        if row.settled_at is not None and row.kind == IMPORT:
            found[row.inventory_id].append(
                step(
                    "return",
                    row.settled_at,
                    PORTAL,
                    status="given_back",
                    number=row.number,
                    **{"return": str(row.id)},
                )
            )
    return found


def _joined(decisions: Iterable[Any]) -> set[int]:
    ids = {getattr(d, f"{noun}_id") for d in decisions for noun in ("order", "payment", "waybill")}
    return ids - {None}


def _received(decisions: Iterable[Any]) -> Mapping[int, list[dict[str, Any]]]:
    """When each joined document arrived and changed."""
    found = {}
    for noun in ("order", "payment", "waybill"):
        model: Any = TABLES[noun]
        ids = {getattr(decision, f"{noun}_id") for decision in decisions} - {None}
        rows = model.objects.filter(id__in=ids).values("id", "kind", "received_at", "revised_at")
        for row in rows:
            steps = [step("received", row["received_at"], PORTAL, type=row["kind"])]
            if row["revised_at"]:
                steps.append(step("changed", row["revised_at"], PORTAL, type=row["kind"]))
            found[row["id"]] = steps
    return found
