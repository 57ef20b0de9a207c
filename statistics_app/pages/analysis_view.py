"""An analysis report as its page shows it."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from statistics_app.analysis_files import HEADING, cells_of, notes_of, paragraphs, title_of
from statistics_app.models import AnalysisReport
from statistics_app.pages.amounts import index, said
from statistics_app.rules.bulletins.tables import DIRECTIONS, STAGES
from zone_portal.kernel.money import rounded

TEN_THOUSAND = Decimal(10_000)


def shown_report(row: AnalysisReport) -> dict[str, Any]:
    """Its title, sections and notes in the language of the page."""
    return {
        "title": title_of(row)[index()],
        "stage": said(STAGES[row.stage]),
        "sections": shown_sections(row.content),
        "notes": [pair[index()] for pair in notes_of(row)],
        "is_simulated": bool(row.content.get("simulated")),
        "has_charts": any(one["chart"] and one["table"] for one in row.content["sections"]),
        "bulletins": row.content["bulletins"],
    }


def shown_sections(content: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The sections in the language of the page."""
    return [
        {
            "number": one["number"],
            "title": one["title"][index()],
            "paragraphs": [pair[index()] or pair[0] for pair in paragraphs(one)],
            "heading": [pair[index()] for pair in HEADING],
            "lines": [cells_of(line, index()) for line in (one["table"] or {"rows": []})["rows"]],
            "table": one["table"]["title"][index()] if one["table"] else "",
            "chart": _chart(one) if one["chart"] and one["table"] else {},
            "chart_id": f"section-{one['number']}-data",
        }
        for one in content["sections"]
    ]


def _chart(section: Mapping[str, Any]) -> dict[str, Any]:
    """The lines of a section's table as bars, in ten thousands."""
    rows = [one for one in section["table"]["rows"] if one["rmb"] is not None]
    title = section["table"]["title"][index()]
    return {
        "summary": title,
        "kind": "bar",
        "horizontal": True,
        "labels": [
            f"{said(DIRECTIONS[one['direction']]) if one['direction'] else ''} "
            f"{one['label'][index()]}".strip()
            for one in rows
        ],
        "series": [
            {
                "name": HEADING[1][index()],
                "tone": "ok",
                "values": [float(rounded(Decimal(one["rmb"]) / TEN_THOUSAND, 2)) for one in rows],
            }
        ],
    }
