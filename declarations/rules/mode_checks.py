"""What is wrong with the data of a template, every problem at once. Pure.

Codes of criteria are looked up in the register of rules, statuses in the table of return codes:
a template can only speak of what the portal knows.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from declarations.rules import modes
from declarations.states import AUTHORITIES, STATUSES, may_follow
from enterprises.rules.registration import Problem
from zone_portal.kernel.rules import RULES

OWNERS: Final = (*AUTHORITIES, "platform", "ecommerce", "payment", "logistics", "agent", "site")
MATCHING: Final = "MAT-"
SEVERITIES: Final = ("error", "warning", "off")
MOST_STEPS: Final = 60
_CODE = re.compile(r"[0-9]{4}", re.ASCII)
_DIGITS: Final = (0, 4, 6, 10)


def mode_problems(row: Mapping[str, Any], *, currencies: frozenset[str]) -> list[Problem]:
    """Everything that is wrong with a template as somebody entered it."""
    return [*_naming(row), *_dates(row), *_demands(row, currencies), *_settings(row), *_steps(row)]


def _naming(row: Mapping[str, Any]) -> Iterator[Problem]:
    if not _CODE.fullmatch(str(row.get("code", ""))):
        yield _problem(
            row, "code", "form", "监管方式代码为四位数字", "A mode's code is four digits"
        )
    if row.get("direction") not in modes.DIRECTIONS:
        yield _problem(row, "direction", "unknown", "请选择进口或出口", "Choose import or export")
    for name in ("zh", "en", "basis"):
        if not str(row.get(name, "")).strip():
            yield _problem(row, name, "missing", "请填写", "Fill this in")
    flow = modes.FLOWS.get(str(row.get("flow", "")))
    if flow is None:
        yield _problem(row, "flow", "unknown", "请选择业务流程", "Choose a flow")
    elif flow[0] not in {"", row.get("direction")}:
        yield _problem(
            row, "flow", "direction", "该流程属于另一方向", "That flow goes the other way"
        )
    if row.get("declared_by", modes.LIST) not in modes.DECLARED_BY:
        yield _problem(row, "declared_by", "unknown", "请选择申报单证", "Choose how it is declared")


def _dates(row: Mapping[str, Any]) -> Iterator[Problem]:
    begins, ends = _day(row.get("valid_from")), _day(row.get("valid_to"))
    if begins is None:
        yield _problem(row, "valid_from", "form", "请填写生效日期", "Give the day it begins")
    if row.get("valid_to") and (ends is None or (begins is not None and ends <= begins)):
        yield _problem(
            row, "valid_to", "order", "失效日期应晚于生效日期", "It must end after it begins"
        )


def _demands(row: Mapping[str, Any], currencies: frozenset[str]) -> Iterator[Problem]:
    documents = set(row.get("documents", ()))
    by_list = row.get("declared_by", modes.LIST) == modes.LIST
    if documents - set(modes.DOCUMENTS) or (by_list and not {"order", "waybill"} <= documents):
        yield _problem(
            row,
            "documents",
            "missing",
            "以清单申报的方式至少需要订单和运单",
            "A mode declared by inventory needs order and waybill at least",
        )
    types = set(row.get("order_types", ()))
    known = set(modes.ORDER_TYPES.get(str(row.get("direction")), ()))
    if types - known or (by_list and not types):
        yield _problem(
            row, "order_types", "unknown", "请选择适用的订单类型", "Choose the order types it takes"
        )
    if row.get("ticket_limit") and not _amount(row["ticket_limit"]):
        yield _problem(row, "ticket_limit", "form", "应为正的金额", "Must be an amount above 0")
    if row.get("ticket_limit") and row.get("ticket_currency", "142") not in currencies:
        yield _problem(row, "ticket_currency", "unknown", "未知的币制", "Unknown currency")
    if str(row.get("simplified_digits") or 0) not in map(str, _DIGITS):
        yield _problem(
            row, "simplified_digits", "unknown", "应为 0、4、6 或 10", "Must be 0, 4, 6 or 10"
        )
    taxed_as = str(row.get("taxed_as", ""))
    if taxed_as and not _CODE.fullmatch(taxed_as):
        yield _problem(row, "taxed_as", "form", "监管方式代码为四位数字", "Must be four digits")


def _settings(row: Mapping[str, Any]) -> Iterator[Problem]:
    for code in sorted(row.get("without", ())):
        if not code.startswith(MATCHING) or RULES.get(code) is None:
            yield _problem(
                row, "without", "unknown", f"没有对碰规则 {code}", f"There is no criterion {code}"
            )
    for code, own in sorted(row.get("settings", {}).items()):
        rule = RULES.get(code) if code.startswith(MATCHING) else None
        for name, value in own.items():
            if rule is None or not _fits(rule, name, value):
                yield _problem(
                    row,
                    "settings",
                    "unknown",
                    f"规则 {code} 没有参数 {name} 或取值不对：{value}",
                    f"{code} has no parameter {name}, or {value} does not suit it",
                )


def _fits(rule: Any, name: str, value: str) -> bool:
    if name == "severity":
        return not rule.fixed and value in SEVERITIES
    parameter = rule.parameters.get(name)
    if parameter is None:
        return False
    if parameter.kind == "integer":
        return value.isascii() and value.isdigit()
    return parameter.kind != "number" or _number(value) is not None


def _steps(row: Mapping[str, Any]) -> Iterator[Problem]:
    steps = row.get("steps") or ()
    pairs = [(step.get("source"), step.get("target")) for step in steps]
    if len(steps) > MOST_STEPS or len(set(pairs)) != len(pairs):
        yield _problem(
            row, "steps", "repeated", "同一环节只能列一次", "Each step can be listed once only"
        )
    for number, step in enumerate(steps, 1):
        source, target, owner = step.get("source"), step.get("target"), step.get("owner")
        if (
            source not in STATUSES
            or target not in STATUSES
            or not may_follow(source, target)
            or owner not in OWNERS
        ):
            yield _problem(
                row,
                "steps",
                "unknown",
                f"第 {number} 行：{source} → {target}（{owner}）不是可行的环节或责任方",
                f"Row {number}: {source} → {target} ({owner}) is no possible step or owner",
            )
        if step.get("hours") and not _amount(step["hours"]):
            yield _problem(
                row, "steps", "hours", f"第 {number} 行：时限应为小时数", f"Row {number}: hours"
            )


def _problem(row: Mapping[str, Any], field: str, code: str, zh: str, en: str) -> Problem:
    return Problem(field, code, str(row.get(field, ""))[:100], zh, en)


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None


def _number(value: Any) -> Decimal | None:
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _amount(value: Any) -> bool:
    number = _number(value)
    return number is not None and 0 < number < 10**12
