"""Rules written once, read by people and compiled for speed."""

from collections.abc import Callable
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import pytest

from zone_portal.kernel.predicates import (
    compile_all,
    compile_one,
    evaluate,
    predicate,
    written,
)
from zone_portal.kernel.rules import Rule


def rule(code: str) -> Rule:
    return Rule(code, ("题", "title"), ("法", "remedy"), basis="law", responsible="sender")


@dataclass
class Line:
    price: Any = 1
    total: Any = 2


@dataclass
class Head:
    total: Any = 3
    name: Any = "a"


def total_is_positive(head: Any) -> object:
    """A docstring is no statement."""
    return head.total > 0


def total_within(head: Any, param: Any) -> object:
    return head.total <= param.limit


def lines_add_up(head: Any, lines: Any) -> object:
    return head.total == sum([line.price for line in lines])


def price_covers(line: Any, head: Any) -> object:
    return line.total >= line.price and head.name


calls: list[str] = []


def letters(text: str) -> frozenset[str]:
    calls.append(text)
    return frozenset(text)


def has_a(head: Any) -> object:
    return "a" in letters(head.name)


def has_no_z(head: Any) -> object:
    return "z" not in letters(head.name)


def known_tomorrow(head: Any, today: Any) -> object:
    return head.name in letters(today)


def joined(*functions: Callable[..., Any], **parameters: Any) -> Callable[..., bool]:
    items = [predicate(rule(function.__name__), function) for function in functions]
    return compile_all(
        items,
        arguments=("head", "lines"),
        parameters={"total_within": SimpleNamespace(**parameters)},
        constants={"tables": SimpleNamespace(), "today": "ab"},
    )


def test_the_joined_function_says_yes_when_every_rule_holds() -> None:
    accept = joined(total_is_positive, total_within, lines_add_up, price_covers, limit=3)
    assert accept(Head(), [Line(), Line(2, 2)])
    assert not accept(Head(total=4), [Line(), Line(3, 3)])
    assert not accept(Head(), [Line(), Line(2, 1)])
    assert not accept(Head(name=""), [Line(), Line(2, 2)])


@pytest.mark.parametrize("total", [None, "text", float("nan")])
def test_what_cannot_be_computed_does_not_hold(total: Any) -> None:
    item = predicate(rule("x"), total_is_positive)
    head = Head(total=total)
    assert not joined(total_is_positive)(head, [])
    assert not evaluate(item, {"head": head}, {})


def test_a_rule_alone_takes_the_arguments_of_all() -> None:
    item = predicate(rule("total_within"), total_within)
    holds = compile_one(
        item,
        arguments=("head", "line", "lines"),
        parameters={"total_within": SimpleNamespace(limit=3)},
        constants={},
    )
    assert holds(Head(), None, []) is True
    assert holds(Head(total=4), None, []) is False


def test_the_same_question_of_two_rules_is_asked_once() -> None:
    accept = joined(has_a, has_no_z)
    calls.clear()
    assert accept(Head(name="abc"), [])
    assert calls == ["abc"]


def test_a_question_about_constants_is_asked_when_compiling() -> None:
    calls.clear()
    accept = joined(known_tomorrow)
    assert calls == ["ab"]
    assert accept(Head(name="b"), [])
    assert not accept(Head(name="c"), [])
    assert calls == ["ab"]


def test_a_rule_reads_its_elements_in_the_order_in_which_they_are_written() -> None:
    assert predicate(rule("x"), price_covers).reads == (
        ("line", "total"),
        ("line", "price"),
        ("head", "name"),
    )
    assert predicate(rule("x"), lines_add_up).reads == (("head", "total"), ("line", "price"))


def test_a_rule_may_come_as_text() -> None:
    item = written(rule("x"), "head.total in GOOD", "head", {"GOOD": {3}})
    assert item.reads == (("head", "total"),)
    assert evaluate(item, {"head": Head()}, {})
    accept = compile_all([item], arguments=("head", "lines"), parameters={}, constants={})
    assert accept(Head(), [])
    assert not accept(Head(total=4), [])


def test_a_rule_of_several_statements_is_refused() -> None:
    def two(head: Any) -> bool:
        total = head.total
        return bool(total)

    with pytest.raises(TypeError, match="one return statement"):
        predicate(rule("x"), two)
