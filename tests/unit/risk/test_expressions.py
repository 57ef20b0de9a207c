"""The language of rules: what it can say, what it refuses, and what stays unknown."""

from typing import Any

import pytest

from risk.expressions import FLAG, NUMBER, TEXT, ExpressionRefused, Known, compiled

KNOWN = {
    "a.x": Known(0, NUMBER),
    "a.y": Known(1, NUMBER),
    "a.t": Known(2, TEXT),
    "a.f": Known(3, FLAG),
}
LIMITS: dict[str, float | str] = {"most": 5.0, "codes": "US JP"}


def run(text: str, x: Any = 6.0, y: Any = 3.0, t: Any = "US", f: Any = True) -> Any:
    return compiled(text, KNOWN, LIMITS).run([x, y, t, f])


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("a.x > most", True),
        ("a.x - 1 > most", False),
        ("2 < a.y <= 3", True),
        ("a.x / a.y == 2", True),
        ("not a.f or a.x * 2 >= 12", True),
        ("a.t in codes", True),
        ("a.t not in ('JP', 'US')", False),
        ("starts(a.t, 'U') and a.t != 'UK'", True),
        ("min(a.x, a.y, 1)", 1),
        ("max(a.x, -a.y)", 6),
        ("abs(a.y - a.x)", 3),
        ("known(a.x)", True),
    ],
)
def test_it_says_what_rules_need(text: str, outcome: Any) -> None:
    assert run(text) == outcome


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("a.x > 1", None),
        ("a.x > 1 and a.y > 99", False),
        ("a.x > 1 or a.y > 1", True),
        ("a.x > 1 and a.y > 1", None),
        ("not a.x > 1", None),
        ("a.x + 1", None),
        ("min(a.x, a.y)", None),
        ("known(a.x)", False),
    ],
)
def test_what_needs_an_unknown_fact_is_unknown(text: str, outcome: Any) -> None:
    assert run(text, x=None) is outcome


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a.gone > 1", "unknown_fact"),
        ("a.x > least", "unknown_threshold"),
        ("a.x >", "unreadable"),
        ("a.x > 'one'", "wrong_type"),
        ("a.t > 'A'", "wrong_type"),
        ("a.x and a.f", "wrong_type"),
        ("a.t in 5", "wrong_type"),
        ("__import__('os')", "not_allowed"),
        ("a.x.real > 1", "not_allowed"),
        ("a.f if a.f else a.f", "not_allowed"),
        ("[a.x][0] > 1", "not_allowed"),
        ("a.x ** 9 > 1", "not_allowed"),
        ("(lambda: 1)() > 1", "not_allowed"),
        ("(" * 300 + "a.x" + ")" * 300, "unreadable"),
        ("a.x > 1" + " or a.x > 1" * 100, "too_long"),
    ],
)
def test_it_refuses_everything_else(text: str, code: str) -> None:
    with pytest.raises(ExpressionRefused) as refusal:
        compiled(text, KNOWN, LIMITS)
    assert refusal.value.code == code


def test_it_names_its_facts_and_thresholds() -> None:
    one = compiled("a.y > most and a.x > 1", KNOWN, LIMITS)
    assert (one.facts, one.thresholds) == (("a.x", "a.y"), ("most",))


def test_dividing_by_zero_is_left_to_the_caller() -> None:
    with pytest.raises(ZeroDivisionError):
        run("a.x / a.y > 1", y=0.0)
