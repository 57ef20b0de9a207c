"""The clocks of cases, claims and warnings: first values, kept as dated rows of the zone.

Where a figure is quoted, it is quoted from the law that the evidence names. Several are the law of
other provinces: they are labelled so wherever they are shown, and a zone sets its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final

CODE: Final = "CREDIT-CLOCK"
"""The rule code under which the clocks are kept as dated settings."""

SINCE: Final = date(2018, 1, 1)

NATIONAL: Final = "national"
OTHER_PROVINCE: Final = "other_province"
OURS: Final = "ours"

ORIGINS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        NATIONAL: ("国家规定", "National rule"),
        OTHER_PROVINCE: ("外省规定，供参考", "Law of another province, for reference"),
        OURS: ("本平台拟定，待综试区确认", "Proposed by this platform, for the zone to confirm"),
    }
)

WORKING_DAYS: Final = "working_days"
MONTHS: Final = "months"

STATEMENT: Final = "statement_term"
DECISION: Final = "case_decision"
PUBLICATION: Final = "publication"
WITHDRAWAL: Final = "withdrawal_of_annulled"
REMOVAL: Final = "removal_after_repair"
MARK: Final = "objection_mark"
OBJECTION: Final = "objection_own"
OBJECTION_ASKED: Final = "objection_asked"
REPAIR: Final = "repair_decision"
APPEAL_TERM: Final = "appeal_term"
APPEAL: Final = "appeal_decision"
ACKNOWLEDGEMENT: Final = "measure_acknowledgement"
WARNING_TERM: Final = "warning_term"
WARNING_REPLY: Final = "warning_reply"
LISTED_MINIMUM_GENERAL: Final = "listed_minimum_general"
LISTED_MAXIMUM_GENERAL: Final = "listed_maximum_general"
LISTED_MINIMUM_SERIOUS: Final = "listed_minimum_serious"
LISTED_MAXIMUM_SERIOUS: Final = "listed_maximum_serious"


@dataclass(frozen=True, slots=True)
class Clock:
    """One period: its first value in working days or months, its words, and where it is from."""

    code: str
    initial: int
    zh: str
    en: str
    basis: str
    origin: str
    unit: str = WORKING_DAYS

    def label(self, language: str) -> str:
        """Its name in a language."""
        return self.zh if language.startswith("zh") else self.en

    @property
    def note(self) -> str:
        """What stands beside the dated row: whose rule it is, and its source."""
        return f"{ORIGINS[self.origin][0]}：{self.basis}"


_NDRC = "国家发展改革委令第36号《信用修复管理办法》（2026-04-01施行；期限据公开解读）"
_CLOCKS: Final = (
    Clock(
        STATEMENT, 5, "陈述申辩期限", "Term for statement and defence", "待综试区管理办法确定", OURS
    ),
    Clock(DECISION, 20, "作出列入决定", "Deciding on the listing", "待综试区管理办法确定", OURS),
    Clock(
        PUBLICATION,
        20,
        "决定后公布",
        "Publishing after the decision",
        "国家市场监督管理总局令第45号（行政处罚信息公示）",
        NATIONAL,
    ),
    Clock(
        WITHDRAWAL,
        3,
        "撤销后撤下公布信息",
        "Taking an annulled decision off the public page",
        "国家市场监督管理总局令第45号第十一条",
        NATIONAL,
    ),
    Clock(
        REMOVAL,
        3,
        "修复或到期后移出",
        "Removal after repair or expiry",
        "《上海市社会信用条例》第三十八条",
        OTHER_PROVINCE,
    ),
    Clock(
        MARK,
        1,
        "异议标注",
        "Marking the disputed record",
        "《上海市社会信用条例》第三十六条",
        OTHER_PROVINCE,
    ),
    Clock(
        OBJECTION,
        3,
        "异议核查（本单位信息）",
        "Deciding an objection to own data",
        "《河南省社会信用条例》第四十一条",
        OTHER_PROVINCE,
    ),
    Clock(
        OBJECTION_ASKED,
        7,
        "异议核查（须转提供部门）",
        "Deciding an objection when the provider is asked",
        "《河南省社会信用条例》第四十一条",
        OTHER_PROVINCE,
    ),
    Clock(
        REPAIR,
        7,
        "信用修复办理",
        "Deciding a repair",
        "《市场监督管理信用修复管理办法》（2025-12-25施行；期限据公开解读）",
        NATIONAL,
    ),
    Clock(APPEAL_TERM, 10, "提出复核的期限", "Term to appeal", "待综试区管理办法确定", OURS),
    Clock(
        APPEAL,
        20,
        "复核决定",
        "Deciding an appeal",
        "《浙江省公共信用信息管理条例》第三十、三十一条（最长20个工作日）",
        OTHER_PROVINCE,
    ),
    Clock(
        ACKNOWLEDGEMENT,
        5,
        "部门确认收悉措施",
        "Departments acknowledge a measure",
        "待综试区管理办法确定",
        OURS,
    ),
    Clock(WARNING_TERM, 30, "警示期限", "Term of a warning", "待综试区管理办法确定", OURS),
    Clock(
        WARNING_REPLY, 10, "警示回复期限", "Time to answer a warning", "待综试区管理办法确定", OURS
    ),
    Clock(
        LISTED_MINIMUM_GENERAL,
        3,
        "一般失信最短公布期",
        "Shortest publication, general",
        _NDRC,
        NATIONAL,
        MONTHS,
    ),
    Clock(
        LISTED_MAXIMUM_GENERAL,
        12,
        "一般失信最长公布期",
        "Longest publication, general",
        _NDRC,
        NATIONAL,
        MONTHS,
    ),
    Clock(
        LISTED_MINIMUM_SERIOUS,
        12,
        "严重失信最短公布期",
        "Shortest publication, serious",
        _NDRC,
        NATIONAL,
        MONTHS,
    ),
    Clock(
        LISTED_MAXIMUM_SERIOUS,
        36,
        "严重失信最长公布期",
        "Longest publication, serious",
        _NDRC,
        NATIONAL,
        MONTHS,
    ),
)
CLOCKS: Final[Mapping[str, Clock]] = MappingProxyType({clock.code: clock for clock in _CLOCKS})

CLAIM_CLOCK: Final[Mapping[str, str]] = MappingProxyType(
    {"statement": STATEMENT, "objection": OBJECTION, "repair": REPAIR, "appeal": APPEAL}
)
"""Which clock runs from the day a claim is submitted."""


def add_months(day: date, months: int) -> date:
    """The same day of the month so many months later, the month's last where it has no such day."""
    total = day.year * 12 + day.month - 1 + months
    year, month = divmod(total, 12)
    following = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    last = following.toordinal() - date(year, month + 1, 1).toordinal()
    return date(year, month + 1, min(day.day, last))
