"""Which way export lists take: read, or chosen anew by the law of the day of their acceptance."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from declarations.models import Inventory, InventoryLine, Route
from declarations.rulebook import day_of, mode_register, route_law
from declarations.rules.modes import EXPORT
from declarations.rules.routing import Chosen, Reason, RouteCase, RouteLine, choose_route

KIND: Final = "CEB603"
_HEAD = ("id", "revision", "received_at", "trade_mode", "statistics_flag", "license_no")
_LINE = ("gnum", "gcode", "total_price", "currency")


@dataclass(frozen=True, slots=True)
class Routed:
    """The route of one revision of an export list. ``kept`` says that it was handed on with it."""

    inventory_id: int
    revision: int
    day: date
    declared: str
    route: str
    reasons: tuple[Reason, ...]
    value: Decimal | None
    digits: int
    kept: bool = False

    @property
    def agrees(self) -> bool:
        """Whether the list declares the way that the rule chooses."""
        return self.declared == self.route


def choose_routes(inventory_ids: Iterable[int]) -> dict[int, Routed]:
    """The routes of the export lists among some inventories, by id. Two queries."""
    rows = Inventory.objects.filter(id__in=list(inventory_ids), kind=KIND)
    heads = list(rows.values(*_HEAD))
    lines = _lines([head["id"] for head in heads]) if heads else {}
    return {head["id"]: _routed(head, lines[head["id"]]) for head in heads}


def route_of(inventory: Inventory) -> Routed | None:
    """The route of one inventory: as it was kept with this revision, else as chosen now; None for
    an import."""
    if inventory.kind != KIND:
        return None
    chosen = choose_routes([inventory.id]).get(inventory.id)
    row = Route.objects.filter(inventory_id=inventory.id, revision=inventory.revision).first()
    if row is None or chosen is None:
        return chosen
    return Routed(
        inventory_id=inventory.id,
        revision=row.revision,
        day=row.day,
        declared=row.declared,
        route=row.route,
        reasons=tuple(Reason(**reason) for reason in row.reasons),
        value=row.value,
        digits=chosen.digits if chosen.route == row.route else 10,
        kept=True,
    )


def _lines(inventory_ids: list[int]) -> dict[int, list[RouteLine]]:
    found: dict[int, list[RouteLine]] = defaultdict(list)
    rows = InventoryLine.objects.filter(document_id__in=inventory_ids)
    for document_id, *values in rows.order_by("document_id", "gnum").values_list(
        "document_id", *_LINE
    ):
        found[document_id].append(RouteLine(*values))
    return found


def _routed(head: dict[str, Any], lines: list[RouteLine]) -> Routed:
    day = day_of(head["received_at"])
    mode = mode_register().template(EXPORT, head["trade_mode"], day)
    case = RouteCase(
        digits=mode.simplified_digits if mode else 0,
        declared=head["statistics_flag"] or "",
        licence=head["license_no"] or "",
        lines=tuple(lines),
    )
    chosen: Chosen = choose_route(case, route_law(day))
    return Routed(
        inventory_id=head["id"],
        revision=head["revision"],
        day=day,
        declared=case.declared,
        route=chosen.route,
        reasons=chosen.reasons,
        value=chosen.value,
        digits=chosen.digits,
    )
