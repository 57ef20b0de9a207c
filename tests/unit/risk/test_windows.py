"""Windows: counts, sums and distinct counts that are kept and never read again."""

from hashlib import blake2b

import pytest

from risk.around import Article, Firm
from risk.observing import seconds_apart
from risk.windows import (
    DAY,
    HOUR,
    MOST_PARTNERS,
    PERSON,
    SPANS,
    Crowd,
    Window,
    bucket_of,
    compacted,
    opened,
)

NOW = 3_000_000


def test_a_window_counts_by_span_and_forgets() -> None:
    window = Window(0)
    for ago in (40 * DAY, 20 * DAY, 2 * DAY, 3 * HOUR, 1, 0):
        window.add(NOW - ago, 100, 2)
    assert window.counts == [2, 3, 4, 5]
    assert window.cents == [200, 300, 400, 500]
    assert window.pieces == 10


def test_a_packed_window_goes_on_where_it_was() -> None:
    window = Window(4)
    window.add(NOW, 500, 1)
    window.met(0, 77, NOW)
    again = opened(PERSON, window.packed())
    again.add(NOW + 1, 500, 1)
    assert again.counts == [2, 2, 2, 2]
    assert again.met(0, 78, NOW + 1) == 2
    assert again.first == NOW


@pytest.mark.parametrize("span", SPANS)
def test_what_is_compacted_still_counts_the_same_in_the_middle_of_a_span(span: int) -> None:
    window = Window(0)
    for ago in range(span - 1, -1, -max(1, span // 200)):
        window.add(NOW - ago, 1, 1)
    place = SPANS.index(span)
    counted, later = window.counts[place], opened(PERSON, window.packed())
    later.entries = compacted(later.entries, NOW)
    later.look(NOW)
    assert abs(later.counts[place] - counted) <= max(1, counted // 10)


def test_partners_are_counted_once_forgotten_after_the_span_and_limited() -> None:
    window = Window(1)
    window.look(NOW)
    assert [window.met(0, 5, NOW), window.met(0, 5, NOW), window.met(0, 6, NOW)] == [1, 1, 2]
    assert window.since(0, NOW - DAY) == 2
    window.look(NOW + SPANS[-1] + 1)
    assert window.sets == [{}]
    for number in range(MOST_PARTNERS + 10):
        assert window.met(0, number, NOW + number) <= MOST_PARTNERS


def test_a_basket_that_comes_again_at_once_is_counted_and_starts_anew_after_an_hour() -> None:
    window = Window(2)
    assert [window.again(1, 9, NOW) for _ in range(3)] == [1, 2, 3]
    assert window.again(1, 9, NOW + HOUR + 1) == 1


@pytest.mark.parametrize("people", [3, 50, 1000, 20_000])
def test_a_crowd_is_estimated_within_a_fifth(people: int) -> None:
    crowd = Crowd({}, 10)
    for number in range(people):
        digest = blake2b(number.to_bytes(4, "big"), digest_size=8).digest()
        crowd.meet(int.from_bytes(digest, "big"))
    assert abs(crowd.size() - people) <= max(1, people / 5)
    assert abs(Crowd(crowd.kept(), 12).size() - people) <= max(1, people / 5)
    assert Crowd(crowd.kept(), 30).size() == 0


def test_prices_and_crowds_survive_packing() -> None:
    article = Article(None, NOW)
    assert article.median is None
    for price in (10.0, 20.0, 30.0):
        article.priced(price)
    article.window.add(NOW, 100, 1)
    again = Article(article.packed(), NOW + DAY)
    assert again.seen == 3
    assert again.median == pytest.approx(20, rel=0.02)
    assert Article(article.packed(), NOW + 100 * DAY).seen == 0
    firm = Firm(None, NOW)
    firm.window.add(NOW, 100, 1)
    firm.persons.meet(1 << 50)
    assert Firm(firm.packed(), NOW).persons.size() == pytest.approx(1, abs=0.1)


def test_times_of_messages_are_compared_in_seconds() -> None:
    assert seconds_apart(["20261120101500", "20261120101501", "20261120101459"]) == 2
    assert seconds_apart(["20261120235959", "20261121000000"]) == 86_400
    assert seconds_apart(["2026112010", "20261120101500"]) is None
    assert bucket_of(1200.5) == 2
