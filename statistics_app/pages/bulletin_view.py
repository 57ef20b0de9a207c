"""A bulletin as its page shows it: tables with figures in words, a chart of each."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from statistics_app.bulletin_files import HIDDEN_MARK, notes_of, title_of
from statistics_app.models import Bulletin
from statistics_app.pages.amounts import index, said
from statistics_app.rules.bulletins.tables import DIRECTIONS, MONTH, STAGES, YEAR
from zone_portal.kernel.money import rounded

TEN_THOUSAND = Decimal(10_000)


def shown_bulletin(row: Bulletin) -> dict[str, Any]:
    """Its title, notes, totals and tables in the language of the page."""
    content = row.content
    return {
        "title": title_of(content)[index()],
        "stage": said(STAGES[row.stage]),
        "analysis": said((row.analysis, row.analysis_en or row.analysis)),
        "totals": [_line(line) for line in content["totals"].values()],
        "tables": [
            {
                "code": table["code"],
                "title": table["title"][index()],
                "lines": [_line(line) for line in table["rows"]],
                "chart": _chart(table),
            }
            for table in content["tables"]
        ],
        "facts": [
            {"title": one["title"][index()], "value": one["value"], "unit": one["unit"]}
            for one in content["facts"]
            if one["value"] is not None
        ],
        "notes": [pair[index()] for pair in notes_of(row)],
        "hidden_mark": HIDDEN_MARK,
    }


def _line(line: Mapping[str, Any]) -> dict[str, Any]:
    direction = line.get("direction")
    return {
        "direction": said(DIRECTIONS[direction]) if direction else "",
        "label": _label(line),
        "month": _cell(line[MONTH]),
        "year": _cell(line[YEAR]),
    }


def _cell(cell: Mapping[str, Any]) -> dict[str, str]:
    if cell["hidden"]:
        return {"rmb": HIDDEN_MARK, "usd": HIDDEN_MARK, "tickets": HIDDEN_MARK, "growth": "—"}
    return {
        "rmb": _ten_thousands(cell["rmb"]),
        "usd": _ten_thousands(cell["usd"]),
        "tickets": f"{cell['tickets']:,}",
        "growth": _percent(cell["growth_rmb"]),
    }


def _ten_thousands(amount: str) -> str:
    return f"{rounded(Decimal(amount) / TEN_THOUSAND, 2):,}"


def _percent(rate: str | None) -> str:
    return "—" if rate is None else f"{rounded(Decimal(rate) * 100, 1):+}%"


def _chart(table: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What may be drawn: published cells of the year, the largest first."""
    drawn = [
        (Decimal(line[YEAR]["rmb"]), f"{said(DIRECTIONS[line['direction']])} {_label(line)}")
        for line in table["rows"]
        if not line[YEAR]["hidden"] and Decimal(line[YEAR]["rmb"]) > 0
    ]
    drawn.sort(reverse=True)
    return [
        {
            "label": label,
            "value": _ten_thousands(str(amount)),
            "width": int(amount / drawn[0][0] * 100),
        }
        for amount, label in drawn
    ]


def _label(line: Mapping[str, Any]) -> str:
    found: str = line["label"][index()]
    return found
