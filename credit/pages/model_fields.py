"""The definition of a model as its page shows it and its editor asks for it."""

import json
from collections.abc import Mapping
from typing import Any, Final

from credit.pages.sharing_base import said
from credit.rules.indicators import INDICATORS
from credit.rules.model_checking import GRADES_OF_MEASURES
from credit.rules.model_editing import TIMES
from credit.rules.record_kinds import KINDS

KEYS: Final = {"dimensions": "code", "indicators": "code", "bands": "grade", "caps": "code"}


def fields_of(told: Mapping[str, Any]) -> dict[str, Any]:
    """Dimensions with their indicators, bands and caps, ready to be shown or edited. What is typed
    wrong stands as it was typed."""
    floor, span = told.get("floor", 0), told.get("span", 0)
    bands = told.get("bands", ())
    return {
        "floor": floor,
        "top": floor + span,
        "dimensions": [_dimension(told, d) for d in told.get("dimensions", ())],
        "unused": _unused(told),
        "bands": [{"place": f"band-{n}", **band} for n, band in enumerate(bands)],
        "levels": GRADES_OF_MEASURES,
        "caps": [_cap(f"cap-{n}", cap, told) for n, cap in enumerate(told.get("caps", ()))],
        "kinds": [
            {
                "code": kind.code,
                "name": said(kind.title),
                "grades": " ".join(sorted({grade.code for grade in kind.grades})),
            }
            for kind in KINDS.values()
            if kind.grades and kind.shape != "tally"
        ],
        "times": {name: told.get(name) for name in TIMES},
    }


def anchor_of(told: Mapping[str, Any], field: str) -> str:
    """The id of the input that a problem is about: ``indicators[CRI-101].full_at``, ``bands[2]``
    (the second row, where it cannot be read) or a plain name."""
    table, _sep, rest = field.partition("[")
    if table not in KEYS:
        return table
    name, rows = rest.partition("]")[0], told.get(table) or []
    chosen = [n for n, row in enumerate(rows) if name and row.get(KEYS[table]) == name]
    if not chosen and name.isdecimal():
        chosen = [int(name) - 1]
    place = chosen[0] if chosen and chosen[0] < len(rows) else 0
    if table in {"dimensions", "indicators"}:
        code = rows[place].get("code", "") if rows else ""
        return f"{'weight' if table == 'dimensions' else 'points'}-{code}"
    return f"band-{place}-from" if table == "bands" else f"cap-{place}-kind"


def _dimension(told: Mapping[str, Any], dimension: Mapping[str, Any]) -> dict[str, Any]:
    code, weight, span = dimension["code"], dimension.get("weight"), told.get("span", 0)
    rows = [_indicator(row) for row in told.get("indicators", ()) if row.get("dimension") == code]
    return {
        "code": code,
        "name": said((dimension.get("zh", code), dimension.get("en", code))),
        "weight": weight,
        "wanted": weight * span / 100 if isinstance(weight, int | float) else None,
        "points": sum(row["points"] for row in rows if isinstance(row["points"], int)),
        "indicators": rows,
    }


def _indicator(row: Mapping[str, Any]) -> dict[str, Any]:
    known = INDICATORS.get(row["code"])
    given = row.get("params", {})
    params = {**(known.params if known else {}), **given} if isinstance(given, dict) else given
    text = params if isinstance(params, str) else json.dumps(params, ensure_ascii=False)
    return {
        "code": row["code"],
        "points": row.get("points"),
        "title": said(known.title) if known else row["code"],
        "definition": said(known.definition) if known else "",
        "basis": known.basis if known else "",
        "params": text if params else "",
    }


def _unused(told: Mapping[str, Any]) -> list[dict[str, str]]:
    """The declared indicators that the model does not weigh yet."""
    used = {row.get("code") for row in told.get("indicators", ())}
    return [
        {"code": code, "title": said(indicator.title)}
        for code, indicator in INDICATORS.items()
        if code not in used
    ]


def _cap(place: str, cap: Mapping[str, Any], told: Mapping[str, Any]) -> dict[str, Any]:
    kind = KINDS.get(cap["kind"])
    return {
        **cap,
        "place": place,
        "name": said((cap["zh"], cap["en"])),
        "kind_name": said(kind.title) if kind else cap["kind"],
        "grades": " ".join(cap.get("grades", ())),
        "months": cap.get("months", 0),
        "lost": cap["to"] not in [band.get("grade") for band in told.get("bands", ())],
    }
