"""A bulletin as its page shows it: tables with figures in words, a chart of each."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from statistics_app.bulletin_words import (
    HIDDEN_MARK,
    SIMULATED,
    TEN_THOUSAND,
    TITLES,
    counts_of,
    earlier_targets,
    groups_of,
    notes_of,
    revision_lines,
    targets_of,
    title_of,
    totals_of,
    warnings_of,
)
from statistics_app.models import Bulletin
from statistics_app.pages.amounts import index, said
from statistics_app.pages.governance_words import pace_label
from statistics_app.rules.bulletins.tables import (
    DIRECTIONS,
    MONTH,
    OTHER,
    PARTS,
    STAGES,
    TABLES,
    YEAR,
)
from statistics_app.selectors_bulletins import revisions_of
from zone_portal.kernel.money import rounded


def shown_bulletin(row: Bulletin) -> dict[str, Any]:
    """Its title, notes, totals and tables in the language of the page."""
    content = row.content
    return {
        "title": said(title_of(content)),
        "titles": {name: said(texts) for name, texts in TITLES.items()},
        "stage": said(STAGES[row.stage]),
        "simulated": said(SIMULATED) if content.get("simulated") else "",
        "analysis": said((row.analysis, row.analysis_en or row.analysis)),
        "warnings": [said(texts) for texts in warnings_of(content)],
        "totals": [_line(line) for _key, line in totals_of(content)],
        "counts": [{"label": said(label), "cells": cells} for label, cells in counts_of(content)],
        "tables": [
            {
                "code": table["code"],
                "title": table["title"][index()],
                "lines": [_line(line) for line in table["rows"]],
                "is_ranked": any("rank" in line for line in table["rows"]),
                "chart": _chart(table),
            }
            for table in content["tables"]
        ],
        "groups": [
            {
                "title": said(title),
                "facts": [{"title": said(name), "value": said(value)} for name, value in facts],
            }
            for title, facts in groups_of(content)
        ],
        "targets": [
            {
                "name": said(name),
                "goal": said(goal),
                "due": due,
                "state": pace_label(state),
            }
            for name, goal, due, state in targets_of(content)
        ],
        "revisions": [
            {
                "label": said(label),
                "old": {name: _ten_thousands(old[name]) for name in ("rmb", "usd")},
                "new": {name: _ten_thousands(new[name]) for name in ("rmb", "usd")},
                "tickets": (f"{old['tickets']:,}", f"{new['tickets']:,}"),
            }
            for label, old, new in revision_lines(revisions_of(row))
        ],
        "reason": said((row.reason, row.reason_en or row.reason)),
        "targets_before": said(earlier_targets(content)),
        "notes": [said(pair) for pair in notes_of(row)],
    }


def cell_name(key: str, content: Mapping[str, Any]) -> str:
    """What a hidden cell is called to officers: period, table, direction, line."""
    part, *rest = key.split(":")
    if len(rest) == 1:
        return " · ".join((said(PARTS[part]), content["totals"][rest[0]]["label"][index()]))
    code, direction, line_key = rest
    table = next(one for one in TABLES if one.code == code)
    labels = {
        (row["direction"], row["key"]): row["label"]
        for one in content["tables"]
        if one["code"] == code
        for row in one["rows"]
    }
    label = labels.get((direction, line_key), (line_key, line_key))
    return " · ".join(
        (said(PARTS[part]), said(table.title), said(DIRECTIONS[direction]), label[index()])
    )


def _line(line: Mapping[str, Any]) -> dict[str, Any]:
    direction = line.get("direction")
    return {
        "direction": said(DIRECTIONS[direction]) if direction else "",
        "label": _label(line),
        "rank": line.get("rank", ""),
        "is_rest": line.get("key") == OTHER,
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
