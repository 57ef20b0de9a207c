"""The script of a simulation: the same again with the same seed, everything in its time."""

from collections import Counter
from datetime import datetime, timedelta

import pytest

from declarations.simulation.actors import (
    EXPORT,
    IMPORT,
    TROUPES,
    Troupe,
    format_of,
    keys_needed,
)
from declarations.simulation.clock import LATEST, delays, moment
from declarations.simulation.deal import Firm
from declarations.simulation.faults import FAULTS
from declarations.simulation.luck import Luck
from declarations.simulation.play import DUPLICATE, MATCHED, Play
from declarations.simulation.script import Script, in_order
from tests.builders.codes import customs_code

START = datetime(2026, 3, 2)  # noqa: DTZ001  local time, as messages have it
FIRMS = {
    key: Firm(customs_code(100 + place), f"模拟{key}有限公司")
    for place, key in enumerate(sorted({*keys_needed(), "seller"}))
}


def script(seed: int = 7, faults: float = 0.2, **options: object) -> Script:
    return Script(FIRMS, seed, "TEST", START, faults=faults, **options)  # type: ignore[arg-type]


def sent(plays: list[Play]) -> list[tuple[object, ...]]:
    return [(p.number, s.at, s.sender, s.document) for p in plays for s in p.steps]


def test_the_same_seed_plays_the_same_documents() -> None:
    assert sent(list(script().plays(80))) == sent(list(script().plays(80)))


def test_another_seed_plays_others() -> None:
    assert sent(list(script(7).plays(20))) != sent(list(script(8).plays(20)))


def test_a_longer_simulation_begins_with_the_same_purchases() -> None:
    short = [s.document["type"] for p in script(days=1).plays(10) for s in p.steps]
    long = [s.document["type"] for p in script(days=1).plays(100) for s in p.steps]
    assert long[: len(short)] == short


def test_the_first_play_is_a_clean_import() -> None:
    (first,) = script(faults=1.0, exports=1.0).plays(1)
    assert (first.direction, first.fault, first.outcome) == (IMPORT, "", MATCHED)


def test_every_fault_has_its_turn() -> None:
    plays = list(script(faults=0.5).plays(2 * len(FAULTS) + 2))
    assert {play.fault for play in plays} == {"", *FAULTS}


def test_as_many_plays_are_faulty_as_asked_for() -> None:
    assert sum(bool(play.fault) for play in script(faults=0.03).plays(1000)) == 30


def test_a_fault_is_played_only_where_it_can_happen() -> None:
    for play in script(faults=1.0, exports=0.5).plays(200):
        assert not play.fault or play.direction in FAULTS[play.fault].directions


def test_documents_of_all_purchases_come_in_the_order_of_time() -> None:
    moments = [step.at for _, step in in_order(script().plays(200))]
    assert moments == sorted(moments)
    assert len(moments) == sum(len(play.steps) for play in script().plays(200))


def test_some_inventories_come_before_their_orders() -> None:
    early = [
        play
        for play in script(faults=0).plays(300)
        if play.step("inventory").at < play.step("waybill").at
    ]
    assert 10 < len(early) < 100


def test_nothing_is_sent_later_than_the_window_allows() -> None:
    assert max(max(delays(Luck(n))) for n in range(2000)) < LATEST


def test_people_buy_in_the_evening_rather_than_before_dawn() -> None:
    hours = Counter(moment(n / 5000, start=START, days=2).hour for n in range(5000))
    assert hours[21] > 10 * hours[4] > 0


def test_purchases_stay_within_their_days() -> None:
    first = moment(0.0, start=START, days=3)
    last = moment(0.99999, start=START, days=3)
    assert first == START
    assert START + timedelta(days=2, hours=23) < last < START + timedelta(days=3)


def test_a_correction_follows_what_it_corrects() -> None:
    for play in script(faults=1.0).plays(200):
        for noun in ("order", "payment", "waybill", "inventory"):
            moments = [step.at for step in play.steps if step.noun == noun]
            assert moments == sorted(moments)


def test_a_document_that_is_resent_differs_only_in_guid_and_time() -> None:
    made = script().staged(5, START, direction=IMPORT, chosen=FAULTS["resent"])
    again = next(step for step in made.steps if step.verdict == DUPLICATE)
    first = made.step(again.noun)
    differing = {name for name in first.head if first.head[name] != again.head[name]}
    assert differing == {"guid", "appTime"}


@pytest.mark.parametrize("troupe", TROUPES)
def test_operators_send_what_they_are_entrusted_with(troupe: Troupe) -> None:
    assert troupe.sender_of("waybill") == troupe.carrier
    if troupe.operator:
        assert troupe.sender_of("payment") == troupe.operator == troupe.carrier


def test_mixed_formats_use_both() -> None:
    assert {format_of(key, "mixed") for key in FIRMS} == {"xml", "ndjson"}
    assert {format_of(key, "xml") for key in FIRMS} == {"xml"}


def test_both_directions_are_played() -> None:
    plays = list(script(exports=0.3).plays(300))
    exports = sum(play.direction == EXPORT for play in plays)
    assert 60 < exports < 120
