"""The definition of a model as the fields of its editor, and back."""

import json
from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from credit.pages.sharing_base import said
from credit.rules.indicators import INDICATORS
from credit.rules.record_kinds import KINDS

TIMES = ("half_life_months", "forget_months", "repaired_share")


def fields_of(told: Mapping[str, Any]) -> dict[str, Any]:
    """Dimensions with their indicators, bands and caps, ready to be shown or edited."""
    return {
        "floor": told.get("floor", 0),
        "top": told.get("floor", 0) + told.get("span", 0),
        "dimensions": [_dimension(told, d) for d in told.get("dimensions", ())],
        "bands": told.get("bands", ()),
        "caps": [_cap(cap) for cap in told.get("caps", ())],
        "times": {name: told.get(name) for name in TIMES},
    }


def _dimension(told: Mapping[str, Any], dimension: Mapping[str, Any]) -> dict[str, Any]:
    code = dimension["code"]
    rows = [_indicator(row) for row in told.get("indicators", ()) if row.get("dimension") == code]
    return {
        "code": code,
        "name": said((dimension.get("zh", code), dimension.get("en", code))),
        "weight": dimension.get("weight"),
        "wanted": dimension.get("weight", 0) * told.get("span", 0) / 100,
        "points": sum(row["points"] for row in rows if isinstance(row["points"], int)),
        "indicators": rows,
    }


def _indicator(row: Mapping[str, Any]) -> dict[str, Any]:
    known = INDICATORS.get(row["code"])
    params = {**(known.params if known else {}), **row.get("params", {})}
    return {
        "code": row["code"],
        "points": row.get("points"),
        "title": said(known.title) if known else row["code"],
        "definition": said(known.definition) if known else "",
        "basis": known.basis if known else "",
        "params": json.dumps(params, ensure_ascii=False) if params else "",
    }


def _cap(cap: Mapping[str, Any]) -> dict[str, Any]:
    kind = KINDS.get(cap["kind"])
    return {
        "code": cap["code"],
        "name": said((cap["zh"], cap["en"])),
        "kind": said(kind.title) if kind else cap["kind"],
        "to": cap["to"],
    }


def changed_definition(old: Mapping[str, Any], sent: Mapping[str, Any]) -> dict[str, Any]:
    """The definition with what was typed; what is no number stays as text and is refused by the
    check of the definition, so that nothing typed is lost."""
    told: dict[str, Any] = deepcopy(dict(old))
    for dimension in told["dimensions"]:
        dimension["weight"] = _number(sent, f"weight-{dimension['code']}", dimension["weight"])
    for row in told["indicators"]:
        row["points"] = _number(sent, f"points-{row['code']}", row["points"])
        params = _params(sent.get(f"params-{row['code']}", ""), row)
        if params is not None:
            row["params"] = params
    for band in told["bands"]:
        band["from"] = _number(sent, f"from-{band['grade']}", band["from"])
        band.pop("to", None)
    for name in TIMES:
        told[name] = _number(sent, name, told[name])
    return told


def _number(sent: Mapping[str, Any], name: str, old: Any) -> Any:
    text = str(sent.get(name, old)).strip()
    try:
        return int(text)
    except ValueError:
        pass
    try:
        return float(text)
    except ValueError:
        return text


def _params(text: str, row: Mapping[str, Any]) -> Any:
    if not text.strip():
        return None
    try:
        given = json.loads(text)
    except ValueError:
        return text
    known = INDICATORS.get(row["code"])
    shipped = dict(known.params) if known else {}
    if not isinstance(given, dict):
        return given
    differing = {name: value for name, value in given.items() if shipped.get(name) != value}
    return differing or None
