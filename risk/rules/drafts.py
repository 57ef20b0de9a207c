"""The definition of a rule as the laboratory changes and checks it. Pure."""

from collections.abc import Mapping
from copy import deepcopy
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from risk.constants import LEVELS
from risk.expressions import FLAG, NUMBER, ExpressionRefused, Known, compiled
from risk.rules.facts import known

Problem = dict[str, str]
"""``field``, ``code``, ``value``, and the sentence in ``zh`` and ``en``."""

FIELDS: Final = ("when", "strength", "weight", "level")
"""What a draft may change beside its thresholds and whether it is mandatory."""
LONGEST: Final = 1000

_WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "unreadable": ("表达式无法读懂：{at}", "The expression cannot be read: {at}"),
    "too_long": ("表达式过长", "The expression is too long"),
    "unknown_fact": ("没有这个事实：{at}", "There is no such fact: {at}"),
    "unknown_threshold": ("没有这个阈值：{at}", "There is no such threshold: {at}"),
    "not_allowed": ("不允许的写法：{at}", "Not allowed here: {at}"),
    "wrong_type": ("类型不符：{at}", "Of the wrong type: {at}"),
}
_THRESHOLD_EMPTY: Final = ("empty", "请填写阈值", "Give the threshold a value")
_THRESHOLD_WRONG: Final = ("no_number", "阈值应为数值", "The threshold is a number")


def editable(definition: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """The definition with what was typed. ``changes``: any of :data:`FIELDS`, ``mandatory``, and
    ``thresholds`` by name; what is not told stays, a threshold that is not known is left out."""
    told: dict[str, Any] = deepcopy(dict(definition))
    for name in FIELDS:
        if name in changes:
            told[name] = str(changes[name]).strip()[:LONGEST]
    if "mandatory" in changes:
        told["mandatory"] = bool(changes["mandatory"])
    for name, value in changes.get("thresholds", {}).items():
        if name in told["thresholds"]:
            told["thresholds"][name] = str(value).strip()[:LONGEST]
    return told


def problems_of(definition: Mapping[str, Any]) -> list[Problem]:
    """Everything that is wrong with a definition, read over the register of facts."""
    return check_definition(definition, known(definition["on"]))


def check_definition(definition: Mapping[str, Any], facts: Mapping[str, Known]) -> list[Problem]:
    """Everything that is wrong with a definition; ``facts``: those of what it looks at."""
    codes = frozenset(definition.get("codes", ()))
    thresholds = definition["thresholds"]
    values = {name: limit_value(value, name in codes) for name, value in thresholds.items()}
    problems = [
        _problem(f"thresholds.{name}", code, value, zh, en)
        for name, value in thresholds.items()
        if name not in codes and _number(value) is None
        for code, zh, en in (_THRESHOLD_EMPTY if not str(value).strip() else _THRESHOLD_WRONG,)
    ]
    weight = _number(definition["weight"])
    if weight is None or not 0 <= weight <= 1:
        zh, en = "权重应在 0 到 1 之间", "The weight lies between 0 and 1"
        problems.append(_problem("weight", "weight_range", definition["weight"], zh, en))
    if definition["level"] not in LEVELS:
        zh, en = "请选择级别", "Choose a level"
        problems.append(_problem("level", "level_unknown", definition["level"], zh, en))
    for field, wanted in (("when", FLAG), ("strength", NUMBER)):
        problems += _expression(field, definition[field], wanted, facts, values)
    return problems


def limit_value(text: Any, is_codes: bool) -> float | str:
    """A threshold as the language reads it: a number (0 for what is none), or codes by blanks."""
    if is_codes:
        return str(text)
    number = _number(text)
    return 0.0 if number is None else float(number)


def _expression(
    field: str,
    text: str,
    wanted: str,
    facts: Mapping[str, Known],
    values: Mapping[str, float | str],
) -> list[Problem]:
    try:
        found = compiled(text, facts, values)
    except ExpressionRefused as refusal:
        zh, en = _WORDS[refusal.code]
        at = refusal.at or text[:60]
        return [_problem(field, refusal.code, text, zh.format(at=at), en.format(at=at))]
    if found.type == wanted:
        return []
    zh, en = ("真假", "true or false") if wanted == FLAG else ("数值", "a number")
    return [_problem(field, "wrong_type", text, f"结果应为{zh}", f"It must give {en}")]


def _problem(field: str, code: str, value: Any, zh: str, en: str) -> Problem:
    return {"field": field, "code": code, "value": str(value), "zh": zh, "en": en}


def _number(text: Any) -> Decimal | None:
    try:
        number = Decimal(str(text).strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
