"""Figures of screening that the zone may set: first values, then dated settings."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Final

from zone_portal.kernel.rules import Parameter

SINCE: Final = date(2018, 9, 30)
SCREENING: Final = "RISK-SCREENING"
"""The rule code under which the settings of lanes, breaker and cool-down are kept."""
WORDS: Final = "RISK-WORDS"
"""The rule code of the lists of words that names of goods are held against."""

RED_FROM: Final = "red_from"
YELLOW_FROM: Final = "yellow_from"
AUDIT_FROM: Final = "audit_from"
RED_RATE: Final = "red_rate"
YELLOW_RATE: Final = "yellow_rate"
AUDIT_RATE: Final = "audit_rate"
LEAST: Final = "least_rate"
FACTOR: Final = "factor_"
NO_GRADE: Final = "factor_none"
BREAK_HITS: Final = "breaker_hits"
BREAK_SHARE: Final = "breaker_share"
SIGNAL_FROM: Final = "signal_from"
COOL_DOWN: Final = "cool_down_hours"
HOLD_LANES: Final = "hold_lanes"
KEEP_DAYS: Final = "window_days"
FORBIDDEN: Final = "forbidden"
DANGEROUS: Final = "dangerous"
BRANDED: Final = "branded"
CHAPTERS: Final = "chapters"


def _score(initial: str, zh: str, en: str) -> Parameter:
    return Parameter(initial, (zh, en), "integer", unverified=True)


def _share(initial: str, zh: str, en: str) -> Parameter:
    return Parameter(initial, (zh, en), "number", unverified=True)


def _words(initial: str, zh: str, en: str) -> Parameter:
    return Parameter(initial, (zh, en), "text", unverified=True)


_OF_SCREENING: Final[Mapping[str, Parameter]] = {
    RED_FROM: _score("90", "红色通道起点分", "Score from which the lane is red"),
    YELLOW_FROM: _score("60", "黄色通道起点分", "Score from which the lane is yellow"),
    AUDIT_FROM: _score("40", "放行后核查起点分", "Score from which a check follows release"),
    RED_RATE: _share("0.02", "随机查验的预期比例", "Share expected to be drawn for inspection"),
    YELLOW_RATE: _share("0.01", "随机审单的预期比例", "Share expected to be drawn for documents"),
    AUDIT_RATE: _share("0.02", "随机放行后核查的预期比例", "Share expected to be drawn for audit"),
    LEAST: _share(
        "0.005", "任何清单被抽中查验的最低概率", "Nobody's chance of inspection is below"
    ),
    f"{FACTOR}A": _share("0.5", "A级企业的概率系数", "Factor of the chance for grade A"),
    f"{FACTOR}B": _share("0.8", "B级企业的概率系数", "Factor of the chance for grade B"),
    f"{FACTOR}C": _share("1.5", "C级企业的概率系数", "Factor of the chance for grade C"),
    f"{FACTOR}D": _share("3", "D级企业的概率系数", "Factor of the chance for grade D"),
    NO_GRADE: _share("1", "无等级企业的概率系数", "Factor of the chance without a grade"),
    BREAK_HITS: _score("1000", "熔断：一分钟命中数", "Breaker: hits in a minute"),
    BREAK_SHARE: _share("0.5", "熔断：占该分钟筛查数的比例", "Breaker: share of those screened"),
    SIGNAL_FROM: _score("40", "产生信号的起点分", "Score from which a signal is raised"),
    COOL_DOWN: _score(
        "24", "同一规则、同一对象的冷却小时数", "Hours until the next signal of a rule"
    ),
    HOLD_LANES: Parameter(
        "red yellow",
        ("建议海关扣留的通道", "Lanes for which a hold is placed"),
        "codes",
        unverified=True,
    ),
    KEEP_DAYS: _score("31", "时间窗保留天数", "Days for which windows are kept"),
}
_OF_WORDS: Final[Mapping[str, Parameter]] = {
    FORBIDDEN: _words(
        "象牙 犀角 虎骨 穿山甲 砗磲 濒危 盗版 电子烟 烟弹",
        "禁限商品词（以空格分隔）",
        "Words of prohibited and restricted goods, separated by blanks",
    ),
    DANGEROUS: _words(
        "炸药 雷管 烟花 爆竹 枪支 弹药 仿真枪 大麻 冰毒 可卡因 放射 剧毒 氰化 汽油",
        "危险品、违禁品词（以空格分隔）",
        "Words of explosives, drugs and dangerous goods, separated by blanks",
    ),
    BRANDED: _words("", "海关备案品牌词（以空格分隔）", "Words of recorded brands, by blanks"),
    CHAPTERS: _words(
        "口红=33 唇膏=33 面霜=33 香水=33 面膜=33 洗发=33,34 奶粉=04,19 葡萄酒=22 白酒=22 "
        "纸尿裤=96 咖啡=09,21 手机=85 手表=91 运动鞋=64",
        "词=税则章（以逗号分隔多章，以空格分隔多词）",
        "word=chapters of the tariff, several by commas; words separated by blanks",
    ),
}
PARAMETERS: Final[Mapping[str, Mapping[str, Parameter]]] = MappingProxyType(
    {SCREENING: MappingProxyType(_OF_SCREENING), WORDS: MappingProxyType(_OF_WORDS)}
)


def chapters_of(text: str) -> dict[str, frozenset[str]]:
    """``word=33,34 word=04`` as word → chapters; what has no chapters is left out."""
    pairs = (part.partition("=") for part in text.split())
    return {
        word: frozenset(filter(None, codes.split(",")))
        for word, _, codes in pairs
        if word and codes.strip(",")
    }
