"""What a round says otherwise than the one before it. Pure.

Figures that either of them hides are not in it: a revision must not show what was not published.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from statistics_app.rules.bulletins.tables import ALL, DIRECTIONS, MONTH, YEAR

FIGURES: Final = ("rmb", "usd", "tickets", "parcels", "tax")
Place = tuple[str, str, str, str]
"""Table ("total" for the totals), direction, key, part."""


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The published figures of ``before`` that ``after`` gives otherwise, in the order of
    ``after``: where they stand, the old ones and the new ones."""
    old = {place: cell for place, _label, cell in _cells(before)}
    found = []
    for place, label, cell in _cells(after):
        was = old.get(place)
        if was is None or was["hidden"] or cell["hidden"]:
            continue
        if any(was[name] != cell[name] for name in FIGURES):
            table, direction, key, part = place
            found.append(
                {
                    "table": table,
                    "direction": direction,
                    "key": key,
                    "period": part,
                    "label": list(label),
                    "old": {name: was[name] for name in FIGURES},
                    "new": {name: cell[name] for name in FIGURES},
                }
            )
    return found


def _cells(content: Mapping[str, Any]) -> Iterator[tuple[Place, Any, Mapping[str, Any]]]:
    for key in (ALL, *DIRECTIONS):
        line = content["totals"][key]
        for part in (MONTH, YEAR):
            yield ("total", "" if key == ALL else key, "", part), line["label"], line[part]
    for table in content["tables"]:
        for line in table["rows"]:
            for part in (MONTH, YEAR):
                place = (table["code"], line["direction"], line["key"], part)
                yield place, line["label"], line[part]
