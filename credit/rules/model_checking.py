"""Whether a definition of a model may be released: every problem at once, each with its place.

A row that cannot be read is named and left out; what can be checked without it is checked all the
same, so that whoever edits a model sees everything at once.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

from credit.facts import Problem
from credit.rules.indicators import INDICATORS, Indicator
from credit.rules.record_kinds import KINDS

DISPUTED: Final = ("left_out", "counted")
GRADES_OF_MEASURES: Final = ("A", "B", "C", "D")
"""What bands are called where measures hang on them, whatever a model calls them itself."""
LONGEST_GRADE: Final = 8


def check_definition(told: Mapping[str, Any], *, on: date | None = None) -> list[Problem]:
    """All that is wrong with a definition; ``on`` is the day from which it shall apply."""
    shape = list(_shape(told))
    bad = frozenset(problem.field.partition("[")[0] for problem in shape)
    readable = _readable(told)
    return [
        *shape,
        *_weights(readable, bad),
        *_indicators(readable, bad, on),
        *_bands(readable, bad),
        *_caps(readable, bad),
        *_times(readable, bad),
    ]


def _problem(field: str, code: str, value: object, zh: str, en: str) -> Problem:
    return Problem(field, f"credit_model_{code}", str(value)[:80], zh, en)


_WANTED: Final[Mapping[str, type | tuple[type, ...]]] = {
    "floor": int,
    "span": int,
    "dimensions": list,
    "indicators": list,
    "bands": list,
    "half_life_months": (int, float),
    "forget_months": (int, float),
    "repaired_share": (int, float),
    "disputed": str,
}
_ROWS: Final[Mapping[str, Mapping[str, type]]] = {
    "dimensions": {"code": str, "zh": str, "en": str, "weight": int},
    "indicators": {"code": str, "dimension": str, "points": int},
    "bands": {"grade": str, "from": int, "level": str},
    "caps": {"code": str, "kind": str, "grades": list, "to": str, "zh": str, "en": str},
}


def _shape(told: Mapping[str, Any]) -> Iterator[Problem]:
    """What keeps a definition from being read at all."""
    for name, kind in _WANTED.items():
        if not isinstance(told.get(name), kind) or isinstance(told.get(name), bool):
            yield _problem(name, "field", told.get(name, ""), "缺少或格式不对", "Missing or wrong")
    for table, columns in _ROWS.items():
        rows = told.get(table, [])
        for number, row in enumerate(rows if isinstance(rows, list) else [], 1):
            if wrong := _wrong_columns(row, columns):
                yield _problem(
                    f"{table}[{number}]",
                    "row",
                    ", ".join(wrong),
                    "该行缺少或格式不对",
                    "Columns of this row are missing or wrong",
                )


def _readable(told: Mapping[str, Any]) -> dict[str, Any]:
    """The definition with the rows that can be read."""
    found = dict(told)
    for table, columns in _ROWS.items():
        rows = told.get(table, [])
        found[table] = [
            row
            for row in (rows if isinstance(rows, list) else [])
            if not _wrong_columns(row, columns)
        ]
    return found


def _wrong_columns(row: Any, columns: Mapping[str, type]) -> list[str]:
    return [
        name
        for name, kind in columns.items()
        if not isinstance(row, dict)
        or not isinstance(row.get(name), kind)
        or isinstance(row.get(name), bool)
    ]


def _weights(told: Mapping[str, Any], bad: frozenset[str]) -> Iterator[Problem]:
    """Each weight by itself, then that they add up to 100 and points to their dimension."""
    dimensions = told["dimensions"]
    yield from _twice("dimensions", [d["code"] for d in dimensions])
    for dimension in dimensions:
        if dimension["weight"] <= 0:
            yield _problem(
                "dimensions",
                "weight_not_positive",
                dimension["code"],
                "权重应大于 0",
                "A weight must be positive",
            )
    if "dimensions" in bad:
        return
    total = sum(d["weight"] for d in dimensions)
    if total != 100:
        yield _problem(
            "dimensions",
            "weights_do_not_add_up",
            total,
            f"各维度权重之和应为 100，现为 {total}",
            f"The weights must add up to 100, not {total}",
        )
    if not bad & {"indicators", "span"}:
        yield from _points(told)


def _points(told: Mapping[str, Any]) -> Iterator[Problem]:
    """The points of the indicators of each dimension add up to its part of the span."""
    for dimension in told["dimensions"]:
        chosen = [i for i in told["indicators"] if i["dimension"] == dimension["code"]]
        points = sum(i["points"] for i in chosen)
        if points * 100 != dimension["weight"] * told["span"]:
            wanted = dimension["weight"] * told["span"] / 100
            yield _problem(
                f"dimensions[{dimension['code']}]",
                "points_do_not_add_up",
                points,
                f"{dimension['zh']}的指标分值之和应为 {wanted:g}，现为 {points}",
                f"The points of {dimension['en']} must add up to {wanted:g}, not {points}",
            )


def _twice(field: str, codes: Sequence[str]) -> Iterator[Problem]:
    for code in sorted({code for code in codes if codes.count(code) > 1}):
        yield _problem(field, "given_twice", code, f"{code} 重复", f"{code} is given twice")


def _indicators(told: Mapping[str, Any], bad: frozenset[str], on: date | None) -> Iterator[Problem]:
    dimensions = {d["code"] for d in told["dimensions"]}
    yield from _twice("indicators", [i["code"] for i in told["indicators"]])
    for row in told["indicators"]:
        place = f"indicators[{row['code']}]"
        indicator = INDICATORS.get(row["code"])
        if indicator is None:
            yield _problem(
                place, "indicator_unknown", row["code"], "没有这个指标", "No such indicator"
            )
            continue
        if on is not None and not indicator.applies_on(on):
            yield _problem(
                place,
                "indicator_out_of_date",
                row["code"],
                "该指标在生效日不适用",
                "The indicator does not apply on that day",
            )
        if row["dimension"] not in dimensions and "dimensions" not in bad:
            yield _problem(
                place, "dimension_unknown", row["dimension"], "没有这个维度", "No such dimension"
            )
        if row["points"] <= 0:
            yield _problem(
                place,
                "points_not_positive",
                row["points"],
                "分值应大于 0",
                "Points must be positive",
            )
        yield from _params(place, indicator, row.get("params", {}))


def _params(place: str, indicator: Indicator, params: Any) -> Iterator[Problem]:
    if not isinstance(params, dict):
        yield _problem(place, "params", params, "参数格式不对", "The parameters are malformed")
        return
    for name, value in params.items():
        known = name in indicator.params or name.startswith("share_")
        number = isinstance(value, int | float) and not isinstance(value, bool)
        if not known or not number or value < 0:
            yield _problem(
                f"{place}.{name}",
                "parameter_wrong",
                value,
                "参数未知或不是非负数",
                "Unknown parameter, or not a number of 0 or more",
            )
            return
    merged = {**indicator.params, **params}
    if "zero_at" in merged and merged["zero_at"] >= merged["full_at"]:
        yield _problem(
            f"{place}.full_at",
            "parameter_wrong",
            merged["full_at"],
            "满分线应高于零分线",
            "full_at must lie above zero_at",
        )
    for name, value in merged.items():
        if (name == "unknown" or name.startswith("share_")) and value > 1:
            yield _problem(f"{place}.{name}", "parameter_wrong", value, "不能大于 1", "At most 1")
        if name in {"full_years", "months", "prior_total"} and value <= 0:
            yield _problem(
                f"{place}.{name}", "parameter_wrong", value, "应大于 0", "Must be above 0"
            )


def _bands(told: Mapping[str, Any], bad: frozenset[str]) -> Iterator[Problem]:
    """Every band by itself, then how they lie beside each other."""
    bands = told["bands"]
    for band in bands:
        place = f"bands[{band['grade']}]"
        if not 0 < len(band["grade"].strip()) <= LONGEST_GRADE:
            yield _problem(
                place,
                "grade_name",
                band["grade"],
                f"等级名称应为 1 至 {LONGEST_GRADE} 个字符",
                f"The name of a grade has 1 to {LONGEST_GRADE} characters",
            )
        if band["level"] not in GRADES_OF_MEASURES:
            yield _problem(
                place,
                "level_unknown",
                band["level"],
                "措施等级应为 A—D",
                "The level must be A to D",
            )
    if not bad & {"bands", "floor", "span"}:
        yield from _scale(bands, told["floor"], told["span"])


def _scale(bands: Sequence[Mapping[str, Any]], floor: int, span: int) -> Iterator[Problem]:
    """Bands cover the scale from its floor on, without gap or overlap."""
    if not bands or span <= 0:
        yield _problem("bands", "bands_missing", len(bands), "缺少等级", "No bands")
        return
    yield from _twice("bands", [band["grade"] for band in bands])
    starts = [band["from"] for band in bands]
    for least in sorted({least for least in starts if starts.count(least) > 1}):
        yield _problem(
            "bands",
            "bands_overlap",
            least,
            f"多个等级从 {least} 分开始，互相重叠",
            f"Several bands begin at {least}: they overlap",
        )
    for band in bands:
        to = band.get("to")
        above = min((least for least in starts if least > band["from"]), default=floor + span + 1)
        if to is not None and to >= above:
            yield _problem(
                f"bands[{band['grade']}]",
                "bands_overlap",
                to,
                f"{band['grade']} 级与上一等级重叠",
                f"Band {band['grade']} reaches into the next one",
            )
        elif to is not None and to != above - 1:
            yield _problem(
                f"bands[{band['grade']}]",
                "bands_gap",
                to,
                f"{band['grade']} 级与上一等级之间有空隙",
                f"A gap lies between band {band['grade']} and the next one",
            )
    if min(starts) != floor:
        yield _problem(
            "bands",
            "bands_gap",
            min(starts),
            f"最低等级应从 {floor} 分开始",
            f"The lowest band must begin at {floor}",
        )
    if max(starts) > floor + span:
        yield _problem(
            "bands", "band_unreachable", max(starts), "该等级无法达到", "A band cannot be reached"
        )


def _caps(told: Mapping[str, Any], bad: frozenset[str]) -> Iterator[Problem]:
    grades = {band["grade"] for band in told["bands"]}
    caps = told.get("caps", [])
    yield from _twice("caps", [cap["code"] for cap in caps])
    for cap in caps:
        place, kind = f"caps[{cap['code']}]", KINDS.get(cap["kind"])
        known = {grade.code for grade in kind.grades} if kind else set()
        if kind is None:
            yield _problem(place, "cap_unknown", cap["kind"], "没有这种记录", "No such kind")
        elif not cap["grades"] or not set(cap["grades"]) <= known:
            listed = sorted(known)
            yield _problem(
                place,
                "cap_unknown",
                " ".join(map(str, cap["grades"])),
                f"{kind.title[0]}的等级应取自：{'、'.join(listed) or '（该类记录没有等级）'}",
                f"Grades of {kind.title[1]}: {', '.join(listed) or 'none'}",
            )
        if cap["to"] not in grades and "bands" not in bad:
            yield _problem(place, "cap_grade", cap["to"], "没有这个等级", "No such band")
        months = cap.get("months", 0)
        if isinstance(months, bool) or not isinstance(months, int | float) or months < 0:
            yield _problem(
                place, "cap_months", months, "月数应为不小于 0 的数", "Months: a number from 0 on"
            )
        if not cap["zh"].strip() or not cap["en"].strip():
            yield _problem(
                place, "cap_words", cap["code"], "请填写中英文情形", "Give words in both languages"
            )


def _times(told: Mapping[str, Any], bad: frozenset[str]) -> Iterator[Problem]:
    for name in ("half_life_months", "forget_months"):
        if name not in bad and told[name] <= 0:
            yield _problem(
                name, "time_not_positive", told[name], "时间应大于 0", "Times must be above 0"
            )
    if "forget_months" not in bad and told["forget_months"] > 60:
        yield _problem(
            "forget_months",
            "kept_too_long",
            told["forget_months"],
            "不良信息最多使用 5 年",
            "Bad information may be used for five years at most",
        )
    if "repaired_share" not in bad and not 0 <= told["repaired_share"] <= 1:
        yield _problem(
            "repaired_share", "share", told["repaired_share"], "应在 0 与 1 之间", "Between 0 and 1"
        )
    if "disputed" not in bad and told["disputed"] not in DISPUTED:
        yield _problem(
            "disputed", "disputed", told["disputed"], "应为 left_out 或 counted", "Not known"
        )
