"""What a tried rule would have changed, added up in one go or in parts."""

from decimal import Decimal

from risk.trials import Outcome, Summary

GREEN, YELLOW, RED = "green", "yellow", "red"
EACH = {YELLOW: Decimal(6), RED: Decimal(25)}
WORKED = [
    (Outcome(GREEN, 0, False), Outcome(GREEN, 0, False), Decimal(100)),
    (Outcome(GREEN, 0, False), Outcome(YELLOW, 48, True), Decimal(250)),
    (Outcome(YELLOW, 48, True), Outcome(GREEN, 0, False), None),
    (Outcome(YELLOW, 48, True), Outcome(YELLOW, 60, True), Decimal(70)),
    (Outcome(GREEN, 0, False), Outcome(GREEN, 0, None), Decimal(30)),
    (Outcome(GREEN, 0, False), Outcome(RED, 80, True), Decimal(1000)),
    (Outcome(GREEN, 0, False), Outcome(GREEN, 0, False, broken=True), Decimal(10)),
]


def added(rows: list[tuple[Outcome, Outcome, Decimal | None]]) -> Summary:
    summary = Summary()
    for row in rows:
        summary.add(*row)
    return summary


def test_lanes_hits_values_and_work_before_and_after() -> None:
    found = added(WORKED)
    assert (found.screened, found.changed, found.unknown, found.broken) == (7, 4, 1, 1)
    assert (found.hits_before, found.hits_after, found.gained, found.lost) == (2, 3, 2, 1)
    assert found.before == {GREEN: 5, YELLOW: 2}
    assert found.after == {GREEN: 4, YELLOW: 2, RED: 1}
    assert found.moves[(GREEN, YELLOW)] == found.moves[(YELLOW, GREEN)] == 1
    assert found.value == 1250
    assert found.minutes(EACH) == (Decimal(12), Decimal(37))


def test_only_what_would_be_treated_differently_is_a_difference() -> None:
    summary = Summary()
    assert [summary.add(*row) for row in WORKED] == [False, True, True, True, False, True, False]


def test_parts_add_up_to_the_whole_and_survive_keeping() -> None:
    for cut in range(len(WORKED) + 1):
        parts = added(WORKED[:cut]).joined(added(WORKED[cut:]))
        assert Summary.read(parts.stored()) == Summary.read(added(WORKED).stored())
    assert Summary.read({}) == Summary()


def test_declarations_that_stay_may_be_counted_together() -> None:
    one, many = Summary(), Summary()
    for _ in range(3):
        one.add(Outcome(YELLOW, 40, True), Outcome(YELLOW, 40, True), Decimal(5))
    many.same(YELLOW, hit=True, count=3)
    assert one == many
