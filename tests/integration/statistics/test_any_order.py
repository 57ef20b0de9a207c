"""The cube does not know in which order customs' words came, nor how often they were counted."""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from functools import partial

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from accounts.facts import SystemActor
from statistics_app.services.rates import put_statistics_rate
from tests.factories.figures import nothing_counted
from tests.integration.declarations.conftest import Desk, desk
from tests.integration.statistics.months import WITHDRAWAL, Month, cubes, moment, night, says

__all__ = ["desk"]
pytestmark = pytest.mark.django_db

Word = Callable[[], None]


def words(month: Month) -> list[Word]:
    """What customs says of five declarations, each word to be said in any order."""
    first, second, withdrawn = month.declares(moment(10, 1), 3, "100", "50")
    out, back = month.declares(moment(10, 2), 2, "70", direction="export")
    # A withdrawal names the list by customs' own number: one receipt has told it before.
    says(moment(10, 1, 13), "120", [withdrawn])
    said = [
        (moment(10, 1, 13), "120", [first, second]),
        (moment(10, 1, 14), "500", [second]),
        (moment(10, 1, 15), "800", [first]),
        (moment(10, 2, 9), "800", [second, withdrawn]),
        (moment(10, 3), "899", [first]),
        (moment(10, 3), "800", [out, back]),
        (moment(10, 4), "899", [out]),
        (moment(10, 5), "899", [back]),
        (moment(10, 8), "700", [back]),
        (moment(10, 1, 15), "800", [first]),  # the same once more
    ]
    made: list[Word] = [partial(says, *one) for one in said]
    made.append(partial(says, moment(10, 6), "399", [withdrawn], WITHDRAWAL["CEB621"]))
    return made


def counted(said: Sequence[Word], order: Sequence[int]) -> list[tuple[object, ...]]:
    """The cubes after the words in this order, counted in the middle and in the end."""
    point = transaction.savepoint()
    for place, number in enumerate(order):
        said[number]()
        if place == len(order) // 2:
            night(moment(10, 10))
    night(moment(10, 11))
    found = cubes()
    transaction.savepoint_rollback(point)
    return found


def test_any_order_of_arrival_gives_the_same_cube(desk: Desk) -> None:
    nothing_counted()
    put_statistics_rate(
        month=date(2025, 10, 1),
        rate=Decimal("7.12"),
        source="notice",
        by=SystemActor("test"),
        at=moment(10, 1),
    )
    said = words(Month(desk))
    numbers = list(range(len(said)))
    expected = counted(said, numbers)
    assert expected

    @settings(
        max_examples=3,
        derandomize=True,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(st.permutations(numbers))
    def holds(order: list[int]) -> None:
        assert counted(said, order) == expected

    holds()
