"""Looking at the lines of a goods filing with the tables of the day."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import F

from enterprises import states
from enterprises.models import FiledGoods, Filing
from enterprises.rules.findings import LineFinding
from enterprises.rules.goods import check_goods, repeated_skus, sku_elsewhere, sku_pending
from enterprises.rules.goods_lines import GoodsLine
from reference.facts import CodeTables, PositiveList
from reference.selectors import code_tables, positive_list

DIRECTION: Final = "direction"
COLUMNS: Final = tuple(name for name in GoodsLine.__slots__ if name not in {"line", "modes"})


@dataclass(frozen=True, slots=True)
class Tables:
    """What lines are held against on one day: code tables, tariff and positive list."""

    codes: CodeTables
    listed: PositiveList
    direction: str


def tables_for(filing: Filing, *, on: date) -> Tables:
    """The tables of the day for a filing; without a direction the list is not asked."""
    direction = filing.data.get(DIRECTION)
    return Tables(
        code_tables(on=on),
        positive_list(on=on),
        direction if isinstance(direction, str) else "",
    )


def findings_by_line(
    filing: Filing, lines: Iterable[GoodsLine], tables: Tables, *, skus: Iterable[str] | None = None
) -> dict[int, list[LineFinding]]:
    """Everything found about each line by its number: by itself, in this filing, and beside the
    enterprise's other filings (two queries)."""
    given = list(lines)
    wanted = [line.sku for line in given] if skus is None else list(skus)
    in_force, pending = _elsewhere(filing, wanted)
    twice = repeated_skus(given)
    found: dict[int, list[LineFinding]] = {}
    for line in given:
        own = check_goods(line, tables.direction, tables.codes, tables.listed)
        if line.line in twice:
            own.append(twice[line.line])
        if line.sku in pending:
            own.append(sku_pending(line.sku))
        elif line.sku in in_force:
            own.append(sku_elsewhere(line.sku, in_force[line.sku]))
        found[line.line] = own
    return found


def line_of(row: FiledGoods) -> GoodsLine:
    """A kept line as the rules see it."""
    values: dict[str, Any] = {name: getattr(row, name) for name in COLUMNS}
    return GoodsLine(line=row.line, modes=tuple(row.modes), **values)


def row_of(line: GoodsLine, filing: Filing, version: int) -> FiledGoods:
    """A line as it is kept."""
    values = {name: getattr(line, name) for name in COLUMNS}
    return FiledGoods(
        enterprise_id=filing.enterprise_id,
        filing=filing,
        version=version,
        line=line.line,
        modes=list(line.modes),
        **values,
    )


def _elsewhere(filing: Filing, skus: list[str]) -> tuple[Mapping[str, str], set[str]]:
    """SKUs in force from another filing (with its number), and SKUs that wait in another one."""
    rows = FiledGoods.objects.filter(enterprise_id=filing.enterprise_id, sku__in=skus)
    others = rows.exclude(filing=filing)
    in_force = dict(others.filter(in_force=True).values_list("sku", "filing__number"))
    waiting = others.filter(filing__status__in=states.IN_QUEUE, version=F("filing__version"))
    return in_force, set(waiting.values_list("sku", flat=True))
