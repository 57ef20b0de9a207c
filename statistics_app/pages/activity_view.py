"""The activity index as its pages show it: the level, its parts, the course of the months."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext as _

from statistics_app.models import IndexMethod, IndexRound
from statistics_app.pages.amounts import NOTHING, index, said
from statistics_app.rules.activity.index import STANDINGS
from statistics_app.rules.activity.method import WAYS, read_method, without_base
from statistics_app.rules.activity.parameters import PARAMETERS
from statistics_app.rules.activity.reading import WHY
from statistics_app.rules.bulletins.tables import STAGES
from statistics_app.rules.indicators import INDICATORS
from statistics_app.rules.indicators.base import BLOCKS, SECONDS, SHARE
from zone_portal.kernel.money import rounded

BELOW: Final = 10
"""A chart of levels begins so far below the lowest."""


def shown_index(row: IndexRound) -> dict[str, Any]:
    """A month: its level, what it is compared with, its dimensions and their indicators."""
    content = row.content
    return {
        "title": title_of(content),
        "value": content["value"],
        "stage": said(STAGES[row.stage]),
        "coverage": f"{content['coverage']['code']} {content['coverage']['label'][index()]}",
        "measured": percent(content["measured"], signed=False),
        "method": content["method"],
        "before": _compared(content["before"]),
        "year_before": _compared(content["year_before"]),
        "dimensions": [_dimension(one) for one in content["dimensions"]],
        "is_simulated": bool(content.get("simulated")),
        "chart": _contributions(content),
    }


def title_of(content: Mapping[str, Any]) -> str:
    """Its title in the language of the page."""
    return _("%(zone)s跨境电商活跃度指数 %(month)s") % {
        "zone": content["zone"][index()],
        "month": content["month"],
    }


def course(rows: Sequence[IndexRound]) -> dict[str, Any]:
    """The levels of the months for a chart, the oldest first; empty where there is nothing."""
    if not rows:
        return {}
    values = [float(row.value) for row in rows]
    return {
        "summary": _("各月指数，基期为 100。"),
        "kind": "line",
        "labels": [f"{row.month:%Y-%m}" for row in rows],
        "min": int(min(values)) - BELOW,
        "series": [{"name": _("活跃度指数"), "tone": "ok", "values": values}],
    }


def months(rows: Sequence[IndexRound], address: Any) -> list[dict[str, Any]]:
    """The months as lines of a table; ``address`` makes the link of a row."""
    return [
        {
            "it": row,
            "url": address(row),
            "stage": said(STAGES[row.stage]),
            "before": _compared(row.content["before"]),
            "year_before": _compared(row.content["year_before"]),
        }
        for row in rows
    ]


def shown_method(row: IndexMethod) -> dict[str, Any]:
    """A method: what it weighs, how, against what; and what was left out for want of a base."""
    weighed, _wrong = read_method(row.definition)
    bases = {one.code: row.base.get(one.code) or {"value": None} for one in weighed}
    counted = without_base(
        weighed, {code: base["value"] is not None for code, base in bases.items()}
    )
    return {
        "it": row,
        "rows": [
            {
                "dimension": said(BLOCKS[one.dimension]),
                "code": INDICATORS[one.code].known_as,
                "title": said(INDICATORS[one.code].title),
                "way": said(WAYS[one.way]),
                "weight": one.weight,
                "counted": counted.get(one.code, Decimal(0)),
                "base": figure(bases[one.code]["value"], INDICATORS[one.code].unit),
                "caveat": said(INDICATORS[one.code].caveat),
            }
            for one in weighed
        ],
    }


def shown_limits(limits: Mapping[str, str]) -> list[dict[str, str]]:
    """The settings with their words; all of them are this platform's own."""
    return [
        {"title": said(row.meaning), "value": limits[name], "note": _("（未核实）")}
        for name, row in PARAMETERS.items()
    ]


def figure(value: str | None, unit: str) -> str:
    """A figure of an indicator as it is written."""
    if value is None:
        return NOTHING
    amount = Decimal(value)
    if unit == SHARE:
        return percent(value, signed=False)
    if unit == SECONDS:
        return _("%(seconds)s 秒") % {"seconds": f"{amount:,}"}
    return f"{amount:,}"


def percent(rate: str | None, *, signed: bool = True) -> str:
    """``+1.2%``; a dash where there is none."""
    if rate is None:
        return NOTHING
    amount = rounded(Decimal(rate) * 100, 1)
    return f"{amount:+}%" if signed else f"{amount}%"


def _compared(other: Mapping[str, Any] | None) -> dict[str, str] | None:
    if other is None:
        return None
    change = Decimal(other["change"])
    return {
        "month": other["month"],
        "value": other["value"],
        "change": f"{change:+}",
        "rate": percent(other["rate"]),
        "tone": "ok" if change >= 0 else "bad",
    }


def _dimension(one: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "code": one["code"],
        "title": one["title"][index()],
        "weight": one["weight"],
        "counted": one["counted"],
        "level": one["level"] or NOTHING,
        "contribution": _signed(one["contribution"]),
        "indicators": [
            {
                "title": row["title"][index()],
                "code": f"{row['code']} v{row['version']}",
                "weight": row["weight"],
                "base": figure(row["base"], row["unit"]),
                "value": figure(row["value"], row["unit"]),
                "relative": NOTHING
                if row["relative"] is None
                else f"{rounded(Decimal(row['relative']) * 100, 2)}",
                "contribution": _signed(row["contribution"]),
                "standing": said(STANDINGS[row["standing"]]),
                "tone": {"measured": "ok", "left_out": "idle"}.get(row["standing"], "wait"),
                "why": said(WHY[row["why"]]) if row["why"] else "",
            }
            for row in one["indicators"]
        ],
    }


def _signed(points: str) -> str:
    amount = Decimal(points)
    return f"{amount:+}" if amount else f"{amount}"


def _contributions(content: Mapping[str, Any]) -> dict[str, Any]:
    """What each dimension added to the change, in points."""
    if content["before"] is None:
        return {}
    return {
        "summary": _("各维度对指数变动的贡献（点）。"),
        "kind": "bar",
        "horizontal": True,
        "labels": [one["title"][index()] for one in content["dimensions"]],
        "series": [
            {
                "name": _("贡献（点）"),
                "tone": "ok",
                "values": [float(one["contribution"]) for one in content["dimensions"]],
            }
        ],
    }
