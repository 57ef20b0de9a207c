"""Screening as a whole, lanes and chance: broken rules, scores, the share that is drawn."""

import pytest

from risk.channels import NO_CREDIT, Balance, Imposed, Lane, Lanes, choose, numbers
from risk.expressions import NUMBER, Known
from risk.screening import Given, prepared, screen

LANES = Lanes(90, 60, 40, 0.02, 0.01, 0.02, 0.005, {"A": 0.5, "D": 3.0, "": 1.0})
KNOWN = {"a.x": Known(0, NUMBER), "a.y": Known(1, NUMBER)}


def rule(code: str, when: str, *, weight: float = 0.5, **options: object) -> Given:
    definition = {
        "when": when,
        "strength": "1",
        "scope": "both",
        "mandatory": False,
        "level": "yellow",
        "subject": "enterprise",
        "source": "own",
        **options,
    }
    return Given(code, 1, definition, {}, weight)


def lane(
    score: int = 0, *, mandatory: bool = False, imposed: Imposed = NO_CREDIT, drawn: float = 0.9
) -> tuple[str, str]:
    found = choose(
        score=score,
        mandatory=mandatory,
        imposed=imposed,
        drawn=(drawn, drawn),
        balance=Balance(),
        lanes=LANES,
    )
    return found.channel, found.reason


def test_hits_add_up_as_one_minus_the_product() -> None:
    rules = prepared(
        [rule("R1", "a.x > 1"), rule("R2", "a.x > 2", weight=0.4)], KNOWN, frozenset({"own"})
    )
    found = screen([3.0, None], rules, is_import=True)
    assert found.score == 70
    assert [(hit.code, hit.facts) for hit in found.hits] == [
        ("R1", {"a.x": 3.0}),
        ("R2", {"a.x": 3.0}),
    ]


def test_a_broken_rule_never_stops_the_others() -> None:
    rules = prepared(
        [
            rule("R1", "a.x / a.y > 1"),
            rule("R2", "a.gone > 1"),
            rule("R3", "a.x > 1", strength="a.x / a.y"),
            rule("R4", "a.x > 1"),
        ],
        KNOWN,
        frozenset({"own"}),
    )
    found = screen([3.0, 0.0], rules, is_import=False)
    assert [hit.code for hit in found.hits] == ["R4"]
    assert [(one.code, one.reason) for one in found.broken] == [
        ("R1", "division_by_zero"),
        ("R3", "division_by_zero"),
    ]
    assert [(one.code, one.reason, one.detail) for one in rules.broken] == [
        ("R2", "unknown_fact", "a.gone")
    ]


def test_a_rule_without_its_source_is_not_asked_and_has_no_data() -> None:
    rules = prepared([rule("R1", "a.x > 1", source="bank")], KNOWN, frozenset({"own"}))
    assert screen([3.0, 1.0], rules, is_import=True).no_data == 1
    assert screen([3.0, 1.0], rules, is_import=True).hits == []


def test_rules_of_imports_are_not_asked_of_exports() -> None:
    rules = prepared([rule("R1", "a.x > 1", scope="import")], KNOWN, frozenset({"own"}))
    assert screen([3.0, 1.0], rules, is_import=True).hits
    assert not screen([3.0, 1.0], rules, is_import=False).hits


@pytest.mark.parametrize(
    ("told", "outcome"),
    [
        ({"mandatory": True}, ("red", "hit")),
        ({"score": 90}, ("red", "score")),
        ({"score": 89}, ("yellow", "score")),
        ({"score": 59}, ("audit", "score")),
        ({"score": 39}, ("green", "nothing")),
        ({"imposed": Imposed(close_check=True)}, ("red", "measure")),
        ({"imposed": Imposed(inspection_rate=0.95)}, ("red", "measure")),
        ({"imposed": Imposed(inspection_rate=0.9)}, ("green", "nothing")),
        ({"drawn": 0.019}, ("red", "chance")),
        ({"drawn": 0.0201}, ("audit", "chance")),
    ],
)
def test_the_lane_follows_hits_score_measures_and_chance(
    told: dict[str, object], outcome: tuple[str, str]
) -> None:
    assert lane(**told) == outcome  # type: ignore[arg-type]


def test_the_share_drawn_is_the_expected_rate_and_nobody_is_below_the_least() -> None:
    balance, key = Balance(), b"k" * 32
    found: list[Lane] = []
    for number in range(100_000):
        found.append(
            choose(
                score=35 if number % 10 == 0 else 0,
                mandatory=False,
                imposed=Imposed("A" if number % 3 else "D"),
                drawn=numbers(key, number, 1),
                balance=balance,
                lanes=LANES,
            )
        )
    share = sum(one.channel == "red" for one in found) / len(found)
    assert abs(share - LANES.red_rate) < 0.002
    assert min(one.chance for one in found) >= LANES.least


def test_who_is_riskier_is_drawn_more_often() -> None:
    balance = Balance(1000, 20, 1000.0)
    risky = choose(
        score=39,
        mandatory=False,
        imposed=Imposed("D"),
        drawn=(1.0, 1.0),
        balance=balance,
        lanes=LANES,
    )
    calm = choose(
        score=0,
        mandatory=False,
        imposed=Imposed("A"),
        drawn=(1.0, 1.0),
        balance=balance,
        lanes=LANES,
    )
    assert risky.chance > 3 * calm.chance


def test_a_drawing_can_be_repeated_with_the_key_and_only_with_it() -> None:
    assert numbers(b"a" * 32, 7, 1) == numbers(b"a" * 32, 7, 1)
    assert numbers(b"a" * 32, 7, 1) != numbers(b"b" * 32, 7, 1)
    assert numbers(b"a" * 32, 7, 2) != numbers(b"a" * 32, 7, 1)
