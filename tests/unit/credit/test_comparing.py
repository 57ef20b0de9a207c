"""A firm beside its kind: no single competitor, and no small group at all."""

from decimal import Decimal

from credit.rules.comparing import place, spread_of

SCORES = [Decimal(400 + 10 * number) for number in range(20)]


def test_quartiles_are_told_in_tens_and_the_place_in_tenths() -> None:
    spread = spread_of("ecommerce", [score + Decimal("3.7") for score in SCORES])
    found = place(Decimal("595.00"), spread, least=10)
    assert found is not None
    assert found.spread.count == 20
    assert (found.spread.lower, found.spread.median, found.spread.upper) == (440, 490, 540)
    assert found.better_than == 9


def test_a_small_group_is_not_told_of() -> None:
    assert place(Decimal(500), spread_of("lab", SCORES[:9]), least=10) is None
    assert place(Decimal(500), spread_of("lab", []), least=10) is None
    assert place(Decimal(500), spread_of("lab", SCORES[:10]), least=10) is not None


def test_a_better_score_never_stands_lower() -> None:
    spread = spread_of("kind", [Decimal(number * number % 997) for number in range(60)])
    places = [place(Decimal(mine), spread, least=10) for mine in range(0, 1000, 7)]
    tenths = [found.better_than for found in places if found is not None]
    assert len(tenths) == len(places)
    assert tenths == sorted(tenths)
    assert (tenths[0], tenths[-1]) == (0, 9)
