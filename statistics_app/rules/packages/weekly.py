"""The figures of a week for higher authorities, with what would tell of single firms left out.
Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from statistics_app.rules.bulletins.disclosure import Cell, Limits, Total, hidden
from statistics_app.rules.bulletins.tables import DIRECTIONS
from statistics_app.rules.growth import growth
from zone_portal.kernel.money import rounded

ALL: Final = "all"
Row = Sequence[Any]
"""[direction, mode, enterprise, RMB, USD, tickets, parcels], net of returns."""
HEADING: Final = (
    "period", "first", "last", "line", "direction", "mode", "published", "rmb", "usd", "tickets",
    "parcels", "growth_rmb",
)  # fmt: skip


def compile_week(now: Iterable[Row], before: Iterable[Row], limits: Limits) -> list[dict[str, Any]]:
    """The lines of a week: all, each direction, each mode of it. ``hidden`` ones have no figures;
    growth is against the week before, where that is public too."""
    this, last = _cells(now), _cells(before)
    keys = _keys(this, last)
    secret = hidden(*_control(this, keys), limits)
    base_secret = hidden(*_control(last, keys), limits)
    return [
        {
            "line": key,
            "direction": key.split(":")[0] if key != ALL else "",
            "mode": key.split(":")[1] if ":" in key else "",
            **_line(key, this, last, secret, base_secret),
        }
        for key in keys
    ]


def _cells(rows: Iterable[Row]) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = defaultdict(
        lambda: {
            "rmb": Decimal(0), "usd": Decimal(0), "tickets": 0, "parcels": 0,
            "firms": defaultdict(Decimal),
        }
    )  # fmt: skip
    for direction, mode, firm, rmb, usd, tickets, parcels in rows:
        for key in (ALL, direction, f"{direction}:{mode}"):
            cell = found[key]
            cell["rmb"] += rmb
            cell["usd"] += usd
            cell["tickets"] += tickets
            cell["parcels"] += parcels
            cell["firms"][firm] += abs(rmb) or Decimal(tickets)
    return found


def _keys(*cells: Mapping[str, Any]) -> list[str]:
    found = {key for one in cells for key in one} | {ALL, *DIRECTIONS}
    return sorted(found, key=lambda key: (key != ALL, key))


def _control(
    cells: Mapping[str, Mapping[str, Any]], keys: Sequence[str]
) -> tuple[dict[str, Cell], list[Total]]:
    """The cells and their sums as disclosure control sees them."""
    firms = {key: tuple(cells[key]["firms"].values()) if key in cells else () for key in keys}
    made = {key: Cell(sum(one, Decimal(0)), one) for key, one in firms.items()}
    totals = [Total(ALL, tuple(DIRECTIONS))]
    for direction in DIRECTIONS:
        parts = tuple(key for key in keys if key.startswith(f"{direction}:"))
        totals += [Total(direction, parts)] if parts else []
    return made, totals


def _line(
    key: str,
    this: Mapping[str, Mapping[str, Any]],
    last: Mapping[str, Mapping[str, Any]],
    secret: Mapping[str, str],
    base_secret: Mapping[str, str],
) -> dict[str, Any]:
    if key in secret:
        return {"hidden": True}
    cell = this.get(key) or {"rmb": Decimal(0), "usd": Decimal(0), "tickets": 0, "parcels": 0}
    base = last[key]["rmb"] if key in last else Decimal(0)
    rate = growth(cell["rmb"], base, suppressed=key in base_secret).rate
    return {
        "hidden": False,
        "rmb": str(rounded(cell["rmb"])),
        "usd": str(rounded(cell["usd"])),
        "tickets": int(cell["tickets"]),
        "parcels": int(cell["parcels"]),
        "growth_rmb": None if rate is None else str(rate),
    }


def records(lines: Iterable[Mapping[str, Any]], first: str, last: str) -> list[list[Any]]:
    """The lines as rows of a file, in the order of ``HEADING``."""
    return [
        [
            "week", first, last, one["line"], one["direction"], one["mode"],
            "no" if one["hidden"] else "yes",
            *(one.get(name, "") for name in ("rmb", "usd", "tickets", "parcels", "growth_rmb")),
        ]
        for one in lines
    ]  # fmt: skip
