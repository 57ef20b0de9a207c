"""The worked examples of ``docs/algorithms/risk.md``, on the rules as they are shipped."""

from typing import Any

import pytest

from risk.channels import NO_CREDIT, Balance, Imposed, Lanes, chance_of, choose, weight_of
from risk.constants import DECLARATION
from risk.rulebook import given_of
from risk.rules.facts import FACTS, known, places
from risk.rules.indicators import INDICATORS
from risk.screening import Prepared, Screened, prepared, screen

LANES = Lanes(
    red_from=90,
    yellow_from=60,
    audit_from=40,
    red_rate=0.02,
    yellow_rate=0.01,
    audit_rate=0.02,
    least=0.005,
    factors={"": 1.0, "A": 0.5, "B": 0.8, "C": 1.5, "D": 3.0},
)
PLACES = places(DECLARATION)
NEVER = (0.999, 0.999)


@pytest.fixture(scope="module")
def shipped() -> Prepared:
    """Every shipped rule about declarations, with nothing connected but the portal's own."""
    given = [
        given_of(one.code, 1, one.definition(), {}) for one in INDICATORS if one.on == DECLARATION
    ]
    return prepared(given, known(DECLARATION), frozenset({"own"}))


def screened(rules: Prepared, **told: Any) -> Screened:
    values: list[Any] = [None] * len(FACTS[DECLARATION])
    for name, value in told.items():
        values[PLACES[name.replace("_", ".", 1)]] = value
    return screen(values, rules, is_import=True)


def lane(score: int, *, imposed: Imposed = NO_CREDIT, mandatory: bool = False) -> tuple[str, str]:
    found = choose(
        score=score,
        mandatory=mandatory,
        imposed=imposed,
        drawn=NEVER,
        balance=Balance(),
        lanes=LANES,
    )
    return found.channel, found.reason


@pytest.mark.parametrize(
    ("told", "codes", "score", "expected"),
    [
        ({"person_phones_30d": 3}, [], 0, ("green", "nothing")),
        ({"person_phones_30d": 4}, ["RT03-01"], 49, ("audit", "score")),
        ({"person_phones_30d": 6}, ["RT03-01"], 70, ("yellow", "score")),
        (
            {"person_phones_30d": 40, "person_addresses_30d": 40, "person_accounts_30d": 40},
            ["RT03-01", "RT03-02", "RT03-03"],
            95,
            ("red", "score"),
        ),
        (
            {"goods_price_ratio": 0.65, "goods_price_seen": 20},
            ["RT08-01"],
            49,
            ("audit", "score"),
        ),
        ({"goods_price_ratio": 0.65, "goods_price_seen": 19}, [], 0, ("green", "nothing")),
        ({"goods_price_ratio": 0.7, "goods_price_seen": 20}, [], 0, ("green", "nothing")),
    ],
)
def test_hits_score_and_lane(
    shipped: Prepared,
    told: dict[str, Any],
    codes: list[str],
    score: int,
    expected: tuple[str, str],
) -> None:
    found = screened(shipped, **told)
    assert [hit.code for hit in found.hits] == codes
    assert (found.score, lane(found.score)) == (score, expected)


def test_a_forbidden_word_leads_to_inspection_whatever_the_score(shipped: Prepared) -> None:
    found = screened(shipped, goods_forbidden=1)
    assert (found.mandatory, lane(found.score, mandatory=True)) == (True, ("red", "hit"))


def test_what_is_not_connected_says_no_data(shipped: Prepared) -> None:
    found = screened(shipped, order_page_views=0)
    assert found.hits == []
    assert found.no_data >> shipped.rules["RT01-02"].place & 1


@pytest.mark.parametrize(
    ("score", "grade", "weight", "chance"),
    [(0, "", 1.0, 0.02), (50, "C", 4.5, 0.0725), (0, "A", 0.5, 0.0125)],
)
def test_the_chance_of_inspection_follows_risk(
    score: int, grade: str, weight: float, chance: float
) -> None:
    found = weight_of(score, LANES.factors[grade])
    assert found == pytest.approx(weight)
    usual = Balance(seen=1000, drawn=20, weight=1000.0)
    assert chance_of(found, usual, LANES) == pytest.approx(chance)


def test_too_few_drawn_raises_everybodys_chance_and_nobodys_is_below_the_least() -> None:
    short, over = Balance(1000, 10, 1000.0), Balance(1000, 100, 1000.0)
    assert chance_of(1.0, short, LANES) == pytest.approx(0.04)
    assert chance_of(1.0, over, LANES) == 0.005


def test_measures_of_credit_inspect_and_check_closely() -> None:
    assert lane(0, imposed=Imposed(inspection_rate=1.0)) == ("red", "measure")
    assert lane(0, imposed=Imposed(close_check=True)) == ("red", "measure")


def test_the_drawn_share_is_within_two_tenths_of_a_point_over_a_hundred_thousand() -> None:
    from_hash = _even_numbers(100_000)
    balance = Balance()
    for place, drawn in enumerate(from_hash):
        choose(
            score=(place * 7) % 40,
            mandatory=False,
            imposed=Imposed(grade=("", "A", "C", "D")[place % 4]),
            drawn=(drawn, drawn),
            balance=balance,
            lanes=LANES,
        )
    assert abs(balance.drawn / balance.seen - LANES.red_rate) < 0.002


def _even_numbers(count: int) -> list[float]:
    """Reproducible even numbers in [0, 1)."""
    state, found = 20260301, []
    for _ in range(count):
        state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
        found.append((state >> 11) / 2**53)
    return found
