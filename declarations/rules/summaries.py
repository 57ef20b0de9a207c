"""Acceptance rules of the summary application (701)."""

from types import SimpleNamespace
from typing import Any

from declarations.rules.registry import Holds, acceptance
from declarations.rules.sources import EXPORT_SPEC
from zone_portal.kernel.rules import Parameter


@acceptance(
    "SUM-001",
    "CEB701",
    title=("汇总时间未成对填写", "The period of the summary is only half given"),
    remedy=(
        "startTime 与 endTime 须同时填写或同时省略。",
        "Give startTime and endTime together, or neither.",
    ),
    basis=f"{EXPORT_SPEC} CEB701 startTime、endTime",
)
def summary_period_is_whole(head: Any) -> Holds:
    """startTime comes with endTime."""
    return (head.startTime is None) == (head.endTime is None)


@acceptance(
    "SUM-002",
    "CEB701",
    title=("汇总结束时间早于开始时间", "The period of the summary ends before it begins"),
    remedy=("请核对 startTime 和 endTime。", "Check startTime and endTime."),
    basis=f"{EXPORT_SPEC} CEB701 startTime、endTime",
)
def summary_period_ends_after_it_begins(head: Any) -> Holds:
    """endTime ≥ startTime, where both are given."""
    return not (head.startTime and head.endTime) or head.startTime <= head.endTime


@acceptance(
    "SUM-003",
    "CEB701",
    title=("既没有汇总时间，也没有清单", "Neither a period nor inventories are given"),
    remedy=(
        "请填写汇总的时间范围，或在表体列出待汇总的清单编号。",
        "Give the period to summarise, or list the numbers of the inventories.",
    ),
    basis=f"{EXPORT_SPEC} CEB701",
)
def summary_names_what_it_sums(head: Any, lines: Any) -> Holds:
    """A period or a list is given."""
    return len(lines) > 0 or head.startTime is not None


@acceptance(
    "SUM-004",
    "CEB701",
    title=(
        "已指定时间范围，表体清单将被忽略",
        "A period is given, so the listed inventories are ignored",
    ),
    remedy=(
        "单证已受理；要按清单汇总，请省略 startTime 和 endTime。",
        "The document is accepted. To summarise by inventories leave startTime and endTime out.",
    ),
    basis=f"{EXPORT_SPEC} CEB701 startTime",
    severity="warning",
)
def summary_list_counts(head: Any, lines: Any) -> Holds:
    """With a period there is no list."""
    return head.startTime is None or len(lines) == 0


@acceptance(
    "SUM-005",
    "CEB701",
    title=("收发货人汇总标志不是规定代码", "summaryFlag is none of the known codes"),
    remedy=(
        "按收发货人单一汇总填 1，按收发货人和生产销售单位汇总填 2。",
        "Write 1 to summarise by consignor, 2 by consignor and producer.",
    ),
    basis=f"{EXPORT_SPEC} CEB701 summaryFlag",
    codes=Parameter("1 2", ("允许的代码", "codes allowed"), kind="codes"),
)
def summary_flag_known(head: Any, param: SimpleNamespace) -> Holds:
    """summaryFlag is 1 or 2."""
    return head.summaryFlag in param.codes


@acceptance(
    "SUM-006",
    "CEB701",
    title=("同一清单列了两次", "An inventory is listed twice"),
    remedy=(
        "单证已受理；请核对表体，每份清单只列一次。",
        "The document is accepted. Check the list: each inventory belongs in it once.",
    ),
    basis=f"{EXPORT_SPEC} CEB701 invtNo",
    severity="warning",
)
def summary_lists_each_once(lines: Any) -> Holds:
    """No invtNo comes twice."""
    return len({line.invtNo for line in lines}) == len(lines)
