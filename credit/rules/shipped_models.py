"""The two models that come with the portal. The weights are our proposal in both: no authority
published any; of Hangzhou the scale, the bands and the dimensions are known."""

from collections.abc import Mapping
from typing import Any, Final


def _rows(dimension: str, *parts: tuple[str, int, dict[str, float]]) -> list[dict[str, Any]]:
    return [
        {"code": code, "dimension": dimension, "points": points}
        | ({"params": params} if params else {})
        for code, points, params in parts
    ]


def _cap(code: str, kind: str, grades: list[str], to: str, *words: str) -> dict[str, Any]:
    zh, en = words
    return {"code": code, "kind": kind, "grades": grades, "to": to, "zh": zh, "en": en}


def _caps(worst: str, low: str) -> list[dict[str, Any]]:
    return [
        _cap(
            "smuggling_crime",
            "smuggling_crime",
            ["serious"],
            worst,
            "走私犯罪",
            "Smuggling crime",
        ),
        _cap(
            "serious_list",
            "serious_list",
            ["listed"],
            worst,
            "列入严重违法失信名单",
            "On the serious violation list",
        ),
        _cap(
            "customs_serious",
            "customs_grade",
            ["D"],
            worst,
            "海关严重失信企业",
            "Seriously dishonest at customs",
        ),
        _cap(
            "negative_list",
            "negative_list",
            ["listed"],
            worst,
            "列入综试区信用负面清单",
            "On the negative list of the zone",
        ),
        _cap(
            "customs_dishonest",
            "customs_grade",
            ["C"],
            low,
            "海关失信企业",
            "Dishonest at customs",
        ),
        _cap("tax_d", "tax_grade", ["D"], low, "纳税缴费信用 D 级", "Tax credit grade D"),
        _cap("fx_c", "fx_class", ["C"], low, "外汇管理 C 类", "FX class C"),
        _cap(
            "abnormal_list",
            "abnormal_list",
            ["listed"],
            low,
            "列入经营异常名录",
            "On the abnormal operations list",
        ),
    ]


DEFAULT: Final[Mapping[str, Any]] = {
    "floor": 0,
    "span": 1000,
    "dimensions": [
        {"code": "qualification", "zh": "企业资质", "en": "Qualification", "weight": 15},
        {"code": "conduct", "zh": "经营行为", "en": "Conduct", "weight": 25},
        {"code": "history", "zh": "信用历史", "en": "Credit history", "weight": 25},
        {"code": "performance", "zh": "履约能力", "en": "Performance", "weight": 20},
        {"code": "relations", "zh": "关联关系", "en": "Relations", "weight": 15},
    ],
    "indicators": [
        *_rows(
            "qualification",
            ("CRI-101", 30, {}),
            ("CRI-102", 40, {}),
            ("CRI-103", 20, {}),
            ("CRI-104", 20, {}),
            ("CRI-105", 40, {}),
        ),
        *_rows(
            "conduct",
            ("CRI-201", 90, {}),
            ("CRI-202", 50, {}),
            ("CRI-203", 40, {}),
            ("CRI-204", 30, {}),
            ("CRI-205", 20, {}),
            ("CRI-206", 20, {}),
        ),
        *_rows(
            "history",
            ("CRI-301", 60, {}),
            ("CRI-302", 50, {}),
            ("CRI-303", 40, {}),
            ("CRI-304", 50, {}),
            ("CRI-305", 25, {}),
            ("CRI-306", 25, {}),
        ),
        *_rows(
            "performance",
            ("CRI-401", 60, {}),
            ("CRI-402", 30, {}),
            ("CRI-403", 40, {}),
            ("CRI-404", 35, {}),
            ("CRI-405", 35, {}),
        ),
        *_rows("relations", ("CRI-501", 100, {}), ("CRI-502", 50, {})),
    ],
    "bands": [
        {"grade": "A", "from": 850, "to": 1000, "level": "A"},
        {"grade": "B", "from": 700, "to": 849, "level": "B"},
        {"grade": "C", "from": 500, "to": 699, "level": "C"},
        {"grade": "D", "from": 0, "to": 499, "level": "D"},
    ],
    "caps": _caps("D", "C"),
    "half_life_months": 12,
    "forget_months": 60,
    "repaired_share": 0.2,
    "disputed": "left_out",
    "notice_zh": "维度与等级按综试区方案建议；分值为本平台建议值，可由综试区调整。",
    "notice_en": "Dimensions and bands as proposed for the zone; the points are our proposal.",
}

_STRICT: Final = {"unknown": 0.4}

HANGZHOU: Final[Mapping[str, Any]] = {
    "floor": 1000,
    "span": 1000,
    "dimensions": [
        {"code": "qualification", "zh": "企业资质", "en": "Qualification", "weight": 20},
        {"code": "conduct", "zh": "经营行为", "en": "Conduct", "weight": 25},
        {"code": "history", "zh": "信用历史", "en": "Credit history", "weight": 25},
        {"code": "performance", "zh": "履约能力", "en": "Performance", "weight": 20},
        {"code": "relations", "zh": "关联关系", "en": "Relations", "weight": 10},
    ],
    "indicators": [
        *_rows(
            "qualification",
            ("CRI-101", 80, {"unknown": 0.2, "full_years": 10}),
            ("CRI-102", 20, {}),
            ("CRI-103", 20, _STRICT),
            ("CRI-104", 20, _STRICT),
            ("CRI-105", 60, {"unknown": 0.3, "share_B": 0.4}),
        ),
        *_rows(
            "conduct",
            ("CRI-201", 110, {"zero_at": 0.9, "full_at": 0.999, "prior_rate": 0.935}),
            ("CRI-202", 60, {"zero_at": 0.93, "full_at": 0.999, "prior_rate": 0.955}),
            ("CRI-203", 40, {"zero_at": 0.9, "full_at": 0.995, "prior_rate": 0.935}),
            ("CRI-204", 20, {"zero_at": 0.85, "full_at": 0.99, "prior_rate": 0.9}),
            ("CRI-205", 10, {}),
            ("CRI-206", 10, {}),
        ),
        *_rows(
            "history",
            ("CRI-301", 60, {}),
            ("CRI-302", 70, {"unknown": 0.3, "share_B": 0.6, "share_M": 0.4}),
            ("CRI-303", 50, _STRICT),
            ("CRI-304", 40, {}),
            ("CRI-305", 15, {}),
            ("CRI-306", 15, {}),
        ),
        *_rows(
            "performance",
            ("CRI-401", 70, {"zero_at": 0.9, "full_at": 1.0, "prior_rate": 0.935}),
            ("CRI-402", 20, {}),
            ("CRI-403", 50, {"zero_at": 0.6, "full_at": 0.98, "prior_rate": 0.72}),
            ("CRI-404", 30, {"zero_at": 0.85, "full_at": 0.99, "prior_rate": 0.89}),
            ("CRI-405", 30, {"zero_at": 0.6, "full_at": 0.98, "prior_rate": 0.72}),
        ),
        *_rows(
            "relations", ("CRI-501", 40, {}), ("CRI-502", 30, _STRICT), ("CRI-503", 30, _STRICT)
        ),
    ],
    "bands": [
        {"grade": "AAA", "from": 1600, "to": 2000, "level": "A"},
        {"grade": "AA", "from": 1500, "to": 1599, "level": "A"},
        {"grade": "A", "from": 1400, "to": 1499, "level": "B"},
        {"grade": "BBB", "from": 1300, "to": 1399, "level": "C"},
        {"grade": "BB", "from": 1000, "to": 1299, "level": "D"},
    ],
    "caps": _caps("BB", "BBB"),
    "half_life_months": 12,
    "forget_months": 60,
    "repaired_share": 0.2,
    "disputed": "left_out",
    "notice_zh": "分值区间、等级和维度取自杭州公开资料；杭州未公布权重，此处权重为本平台拟定。",
    "notice_en": "Scale, bands and dimensions as published by Hangzhou; the weights are ours, "
    "since it published none.",
}

SHIPPED: Final = (
    ("zone", "综试区默认模型", "Default model of the zone", DEFAULT),
    (
        "hangzhou",
        "杭州量表（1000—2000，权重为本平台拟定）",
        "Hangzhou scale (weights ours)",
        HANGZHOU,
    ),
)
