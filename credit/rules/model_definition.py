"""What a model of evaluation says, and whether it may be released: every problem at once."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from credit.facts import Problem
from credit.rules.indicators import INDICATORS, Indicator
from credit.rules.record_kinds import KINDS

DISPUTED: Final = ("left_out", "counted")
GRADES_OF_MEASURES: Final = ("A", "B", "C", "D")
"""What bands are called where measures hang on them, whatever a model calls them itself."""


@dataclass(frozen=True, slots=True)
class Dimension:
    """A part of the score; ``weight`` in hundredths of the span."""

    code: str
    zh: str
    en: str
    weight: int


@dataclass(frozen=True, slots=True)
class Part:
    """An indicator with its points (whole) and the parameters that this model gives it."""

    indicator: Indicator
    dimension: str
    points: int
    params: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Band:
    """Scores from ``least`` to below the next band; ``level`` is the A–D that measures know."""

    grade: str
    least: int
    level: str


@dataclass(frozen=True, slots=True)
class Cap:
    """One-vote cap: while the kind stands in one of the grades the score stays inside ``grade``.
    ``months`` limits an event; 0 = as long as the model remembers."""

    code: str
    kind: str
    grades: frozenset[str]
    grade: str
    months: float
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Definition:
    """A model ready to score. Points run from ``floor`` to ``floor + span``; bands from the best
    down."""

    floor: int
    span: int
    dimensions: tuple[Dimension, ...]
    parts: tuple[Part, ...]
    bands: tuple[Band, ...]
    caps: tuple[Cap, ...]
    half_life_months: float
    forget_months: float
    repaired_share: float
    disputed: str
    notice: tuple[str, str]

    def grade_of(self, points: int) -> str:
        """The grade of a score in hundredths."""
        for band in self.bands:
            if points >= band.least * 100:
                return band.grade
        return self.bands[-1].grade

    def level_of(self, grade: str) -> str:
        """The A–D that measures know for a grade of this model."""
        return next((band.level for band in self.bands if band.grade == grade), "")

    def top_of(self, grade: str) -> int:
        """The highest score inside a grade, in hundredths."""
        above = self.floor + self.span + 1
        for band in self.bands:
            if band.grade == grade:
                return min(above * 100 - 1, (self.floor + self.span) * 100)
            above = band.least
        raise KeyError(grade)


def read_definition(told: Mapping[str, Any]) -> Definition:
    """The definition as stored; ``check_definition`` found nothing wrong with it."""
    return Definition(
        floor=int(told["floor"]),
        span=int(told["span"]),
        dimensions=tuple(
            Dimension(d["code"], d["zh"], d["en"], int(d["weight"])) for d in told["dimensions"]
        ),
        parts=tuple(_part(part) for part in told["indicators"]),
        bands=tuple(
            sorted(
                (Band(b["grade"], int(b["from"]), b["level"]) for b in told["bands"]),
                key=lambda band: -band.least,
            )
        ),
        caps=tuple(_cap(cap) for cap in told.get("caps", ())),
        half_life_months=float(told["half_life_months"]),
        forget_months=float(told["forget_months"]),
        repaired_share=float(told["repaired_share"]),
        disputed=told["disputed"],
        notice=(told.get("notice_zh", ""), told.get("notice_en", "")),
    )


def _part(told: Mapping[str, Any]) -> Part:
    indicator = INDICATORS[told["code"]]
    params = {**indicator.params, **told.get("params", {})}
    return Part(indicator, told["dimension"], int(told["points"]), params)


def _cap(told: Mapping[str, Any]) -> Cap:
    return Cap(
        told["code"],
        told["kind"],
        frozenset(told["grades"]),
        told["to"],
        float(told.get("months", 0)),
        told["zh"],
        told["en"],
    )


def check_definition(told: Mapping[str, Any], *, on: date | None = None) -> list[Problem]:
    """All that is wrong with a definition; ``on`` is the day from which it shall apply."""
    shape = list(_shape(told))
    if shape:
        return shape
    return [
        *_weights(told),
        *_indicators(told, on),
        *_bands(told),
        *_caps(told),
        *_times(told),
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
            wrong = [
                name
                for name, kind in columns.items()
                if not isinstance(row, dict)
                or not isinstance(row.get(name), kind)
                or isinstance(row.get(name), bool)
            ]
            if wrong:
                yield _problem(
                    f"{table}[{number}]",
                    "row",
                    ", ".join(wrong),
                    "该行缺少或格式不对",
                    "Columns of this row are missing or wrong",
                )


def _weights(told: Mapping[str, Any]) -> Iterator[Problem]:
    dimensions, span = told["dimensions"], told["span"]
    total = sum(d["weight"] for d in dimensions)
    if total != 100:
        yield _problem(
            "dimensions",
            "weights_do_not_add_up",
            total,
            f"各维度权重之和应为 100，现为 {total}",
            f"The weights must add up to 100, not {total}",
        )
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
        chosen = [i for i in told["indicators"] if i["dimension"] == dimension["code"]]
        points = sum(i["points"] for i in chosen)
        if points * 100 != dimension["weight"] * span:
            wanted = dimension["weight"] * span / 100
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


def _indicators(told: Mapping[str, Any], on: date | None) -> Iterator[Problem]:
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
        if row["dimension"] not in dimensions:
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


def _bands(told: Mapping[str, Any]) -> Iterator[Problem]:
    bands, floor, span = told["bands"], told["floor"], told["span"]
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
        if band["level"] not in GRADES_OF_MEASURES:
            yield _problem(
                f"bands[{band['grade']}]",
                "level_unknown",
                band["level"],
                "措施等级应为 A—D",
                "The level must be A to D",
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


def _caps(told: Mapping[str, Any]) -> Iterator[Problem]:
    grades = {band["grade"] for band in told["bands"]}
    caps = told.get("caps", [])
    yield from _twice("caps", [cap["code"] for cap in caps])
    for cap in caps:
        place, kind = f"caps[{cap['code']}]", KINDS.get(cap["kind"])
        known = {grade.code for grade in kind.grades} if kind else set()
        if kind is None or not set(cap["grades"]) <= known or not cap["grades"]:
            yield _problem(
                place, "cap_unknown", cap["kind"], "记录种类或等级不存在", "No such kind or grade"
            )
        if cap["to"] not in grades:
            yield _problem(place, "cap_grade", cap["to"], "没有这个等级", "No such band")


def _times(told: Mapping[str, Any]) -> Iterator[Problem]:
    if told["half_life_months"] <= 0 or told["forget_months"] <= 0:
        yield _problem(
            "half_life_months", "time_not_positive", "", "时间应大于 0", "Times must be above 0"
        )
    if told["forget_months"] > 60:
        yield _problem(
            "forget_months",
            "kept_too_long",
            told["forget_months"],
            "不良信息最多使用 5 年",
            "Bad information may be used for five years at most",
        )
    if not 0 <= told["repaired_share"] <= 1:
        yield _problem(
            "repaired_share", "share", told["repaired_share"], "应在 0 与 1 之间", "Between 0 and 1"
        )
    if told["disputed"] not in DISPUTED:
        yield _problem(
            "disputed", "disputed", told["disputed"], "应为 left_out 或 counted", "Not known"
        )
