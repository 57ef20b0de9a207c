"""The first rows of the published list of incentives and sanctions (奖惩措施清单).

Figures marked ``unverified`` were found in no authority's text: the zone sets its own before it
publishes them. Each row is published by two people; nothing of it acts before that.
"""

from dataclasses import dataclass
from typing import Final

from credit.rules.supervision.effects import (
    CHANNEL,
    GUARANTEE,
    INCENTIVE,
    INSPECTION,
    NEGATIVE_LIST,
    PRIORITY,
    RESTRICTION,
    SERVICE,
    STRICT,
)


@dataclass(frozen=True, slots=True)
class ListedMeasure:
    """One row: for which grounds, which effect with which value, on what law, whose to carry
    out."""

    code: str
    zh: str
    en: str
    kind: str
    effect: str
    value: str
    grounds: tuple[str, ...]
    department: str
    basis: str
    origin: str = "national"
    unverified: bool = False


_CUSTOMS: Final = "海关总署令第282号（企业信用分类管理）"
_REGULATION: Final = "《电子商务法》第七十条；综试区实施方案（分类监管、守信激励）"
_SANCTION: Final = "综试区实施方案（信用负面清单：事前严格准入，事中全面查验、严密监管）"

SHIPPED: Final = (
    ListedMeasure(
        "CM-001",
        "优先办理备案和服务事项",
        "Filings and services are dealt with first",
        INCENTIVE,
        SERVICE,
        PRIORITY,
        ("A",),
        "zone",
        f"{_REGULATION}；《浙江省公共信用信息管理条例》第二十二条（外省规定，供参考）",
        "plan",
    ),
    ListedMeasure(
        "CM-002",
        "降低抽查比例",
        "Fewer goods are checked",
        INCENTIVE,
        INSPECTION,
        "2",
        ("A",),
        "customs",
        _CUSTOMS,
        unverified=True,
    ),
    ListedMeasure(
        "CM-003",
        "适用绿色通道",
        "Green channel",
        INCENTIVE,
        CHANNEL,
        "green",
        ("A",),
        "customs",
        _REGULATION,
        "plan",
    ),
    ListedMeasure(
        "CM-011",
        "提高抽查比例",
        "More goods are checked",
        RESTRICTION,
        INSPECTION,
        "20",
        ("C",),
        "customs",
        _CUSTOMS,
        unverified=True,
    ),
    ListedMeasure(
        "CM-021",
        "重点抽查",
        "Most goods are checked",
        RESTRICTION,
        INSPECTION,
        "80",
        ("D",),
        "customs",
        _CUSTOMS,
        unverified=True,
    ),
    ListedMeasure(
        "CM-022",
        "全额担保",
        "Full guarantee",
        RESTRICTION,
        GUARANTEE,
        "100",
        ("D",),
        "customs",
        _CUSTOMS,
        unverified=True,
    ),
    ListedMeasure(
        "CM-023",
        "备案从严审核，不适用简化程序",
        "Filings are reviewed strictly, without short cuts",
        RESTRICTION,
        SERVICE,
        STRICT,
        ("D", NEGATIVE_LIST),
        "zone",
        f"{_SANCTION}；《浙江省公共信用信息管理条例》第二十三条（外省规定，供参考）",
        "plan",
    ),
    ListedMeasure(
        "CM-031",
        "全面查验",
        "Everything is checked",
        RESTRICTION,
        INSPECTION,
        "100",
        (NEGATIVE_LIST,),
        "customs",
        _SANCTION,
        "plan",
    ),
    ListedMeasure(
        "CM-032",
        "进入重点核查通道",
        "Close-check channel",
        RESTRICTION,
        CHANNEL,
        "red",
        ("D", NEGATIVE_LIST),
        "customs",
        _SANCTION,
        "plan",
    ),
    ListedMeasure(
        "CM-033",
        "列入重点监管，加强日常检查",
        "Key supervision, checks of daily business",
        RESTRICTION,
        SERVICE,
        STRICT,
        (NEGATIVE_LIST,),
        "market",
        _SANCTION,
        "plan",
    ),
)
