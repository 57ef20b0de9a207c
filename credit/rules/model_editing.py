"""What somebody typed into the editor of a model, as a definition. Pure.

Nothing typed is lost: what is no number stays as text and is named by ``check_definition``. What
was not sent stays as it was. Names of fields: ``weight-<dimension>``, ``points-<indicator>``,
``params-<indicator>``, ``drop-<indicator>``; ``add-<dimension>`` with ``add-points-<dimension>``;
``band-<n>-grade|from|level|drop`` and ``cap-<n>-kind|grades|to|months|zh|en|drop``, where ``n`` is
the place of the row, or ``new`` for one more.
"""

import json
import math
from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Any, Final

from credit.rules.indicators import INDICATORS

TIMES: Final = ("half_life_months", "forget_months", "repaired_share")
NEW: Final = "new"
DROP: Final = "yes"
Sent = Mapping[str, Any]


def edited(old: Mapping[str, Any], sent: Sent) -> dict[str, Any]:
    """The definition with what was typed: changed, added and removed rows."""
    told: dict[str, Any] = deepcopy(dict(old))
    for dimension in told["dimensions"]:
        dimension["weight"] = _number(sent, f"weight-{dimension['code']}", dimension["weight"])
    told["indicators"] = [*_indicators(told, sent), *_added(told, sent)]
    told["bands"] = list(_bands(told, sent))
    told["caps"] = list(_caps(told, sent))
    for name in TIMES:
        told[name] = _number(sent, name, told[name])
    return told


def _indicators(told: Mapping[str, Any], sent: Sent) -> Iterator[dict[str, Any]]:
    for row in told["indicators"]:
        code = row["code"]
        if sent.get(f"drop-{code}") == DROP:
            continue
        row["points"] = _number(sent, f"points-{code}", row["points"])
        params = _params(str(sent.get(f"params-{code}", "")), row)
        if params is not None:
            row["params"] = params
        elif f"params-{code}" in sent:
            row.pop("params", None)
        yield row


def _added(told: Mapping[str, Any], sent: Sent) -> Iterator[dict[str, Any]]:
    for dimension in told["dimensions"]:
        code = str(sent.get(f"add-{dimension['code']}", "")).strip()
        if code:
            points = _number(sent, f"add-points-{dimension['code']}", "")
            yield {"code": code, "dimension": dimension["code"], "points": points}


def _bands(told: Mapping[str, Any], sent: Sent) -> Iterator[dict[str, Any]]:
    for place, band in _rows(told["bands"], sent, "band", "grade"):
        band.pop("to", None)
        band["grade"] = _text(sent, f"{place}-grade", band.get("grade", ""))
        band["from"] = _number(sent, f"{place}-from", band.get("from", ""))
        band["level"] = _text(sent, f"{place}-level", band.get("level", ""))
        yield band


def _caps(told: Mapping[str, Any], sent: Sent) -> Iterator[dict[str, Any]]:
    used = {cap.get("code") for cap in told.get("caps", ())}
    for place, cap in _rows(told.get("caps", ()), sent, "cap", "kind"):
        for name in ("kind", "to", "zh", "en"):
            cap[name] = _text(sent, f"{place}-{name}", cap.get(name, ""))
        grades = _text(sent, f"{place}-grades", " ".join(cap.get("grades", ())))
        cap["grades"] = grades.split()
        if f"{place}-months" in sent:
            cap["months"] = _number(sent, f"{place}-months", 0) or 0
        if "code" not in cap:
            cap["code"] = _free(cap["kind"], used)
        yield cap


def _rows(rows: Any, sent: Sent, table: str, needed: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """The rows that stay, each with the beginning of its fields' names, and the one to add."""
    for number, row in enumerate(rows):
        place = f"{table}-{number}"
        if sent.get(f"{place}-drop") != DROP:
            yield place, row
    if _text(sent, f"{table}-{NEW}-{needed}", ""):
        yield f"{table}-{NEW}", {}


def _free(kind: str, used: set[Any]) -> str:
    """A code for a cap on a kind of records that no other cap has."""
    found, number = kind, 1
    while found in used:
        number += 1
        found = f"{kind}-{number}"
    return found


def _text(sent: Sent, name: str, old: str) -> str:
    return str(sent.get(name, old)).strip()


def _number(sent: Sent, name: str, old: Any) -> Any:
    text = str(sent.get(name, old)).strip()
    for read in (int, _finite):
        try:
            return read(text)
        except ValueError:
            continue
    return text


def _finite(text: str) -> float:
    """A number that JSON can keep.

    :raises ValueError: for anything else, ``NaN`` and ``1e999`` among it.
    """
    value = float(text)
    if not math.isfinite(value):
        raise ValueError(text)
    return value


def _params(text: str, row: Mapping[str, Any]) -> Any:
    if not text.strip():
        return None
    try:
        given = json.loads(text, parse_float=_finite, parse_constant=_finite)
    except ValueError:
        return text
    known = INDICATORS.get(row["code"])
    shipped = dict(known.params) if known else {}
    if not isinstance(given, dict):
        return given
    differing = {name: value for name, value in given.items() if shipped.get(name) != value}
    return differing or None
