"""Past screenings once more with one rule changed: what is replayed is what would be decided."""

from typing import Any

from risk.channels import NO_CREDIT, Balance, Lanes, choose, numbers
from risk.expressions import NUMBER, Known
from risk.replaying import Kept, Replay, Setting
from risk.screening import Given, Prepared, prepared, screen
from risk.trials import Outcome

KEY = b"k" * 16
KNOWN = {"person.phones_30d": Known(0, NUMBER), "decl.value": Known(1, NUMBER)}
LANES = Lanes(90, 60, 40, 0.1, 0.05, 0.05, 0.02, {"": 1.0})


def rule(code: str, when: str, strength: str, weight: float, **more: Any) -> Given:
    definition = {
        "when": when,
        "strength": strength,
        "scope": "import",
        "mandatory": False,
        "level": "yellow",
        "subject": "declaration",
        **more,
    }
    return Given(code, 1, definition, {"limit": 4.0}, weight)


PHONES = rule("RT03-01", "person.phones_30d >= limit", "person.phones_30d / 10", 0.7)
VALUE = rule("RT04-01", "decl.value > 1000", "min(1, decl.value / 3000)", 0.5)
CHANGED = Given("RT03-01", 2, PHONES.definition, {"limit": 2.0}, 0.9)


def rules(*given: Given) -> Prepared:
    return prepared(given, KNOWN, frozenset({"own"}))


def decided(prepared_rules: Prepared, number: int, facts: list[Any], balance: Balance) -> Kept:
    """What screening decides and keeps."""
    found = screen(facts, prepared_rules, is_import=True)
    lane = choose(
        score=found.score,
        mandatory=found.mandatory,
        imposed=NO_CREDIT,
        drawn=numbers(KEY, number, 1),
        balance=balance,
        lanes=LANES,
    )
    hits = frozenset(hit.code for hit in found.hits)
    return Kept(number, 1, 7, "2026-03-01", True, lane.channel, found.score, hits, facts)


def day() -> list[list[Any]]:
    return [[float(n % 7), float(n * 37 % 2500)] for n in range(400)]


def screened(prepared_rules: Prepared) -> list[Kept]:
    balance = Balance()
    return [decided(prepared_rules, n, facts, balance) for n, facts in enumerate(day())]


def test_what_is_replayed_with_a_version_is_what_it_decides_on_the_same_day() -> None:
    before, after = screened(rules(PHONES, VALUE)), screened(rules(CHANGED, VALUE))
    tried = rules(CHANGED, VALUE).rules["RT03-01"]
    replay = Replay("RT03-01", KEY)
    setting = Setting(rules(PHONES, VALUE), LANES, tried)
    new = [replay.outcome(kept, setting)[1] for kept in before]
    assert [(one.channel, one.score) for one in new] == [(k.channel, k.score) for k in after]
    assert [one.hit for one in new] == ["RT03-01" in kept.hits for kept in after]
    assert [one.score for one in new] != [kept.score for kept in before]


def test_a_version_replayed_in_its_own_place_changes_nothing() -> None:
    same = rules(PHONES, VALUE)
    replay = Replay("RT03-01", KEY)
    setting = Setting(same, LANES, same.rules["RT03-01"])
    for kept in screened(same):
        old, new = replay.outcome(kept, setting)
        assert old == new


def test_an_interrupted_replay_goes_on_as_if_nothing_had_happened() -> None:
    kept = screened(rules(PHONES, VALUE))
    setting = Setting(rules(PHONES, VALUE), LANES, rules(CHANGED).rules["RT03-01"])
    whole, first, second = (Replay("RT03-01", KEY) for _ in range(3))
    expected = [whole.outcome(one, setting) for one in kept]
    found = [first.outcome(one, setting) for one in kept[:150]]
    second.take_up(first.kept())
    assert found + [second.outcome(one, setting) for one in kept[150:]] == expected


def test_without_data_the_version_says_nothing() -> None:
    kept = decided(rules(PHONES, VALUE), 5, [5.0, 10.0], Balance())
    setting = Setting(rules(PHONES, VALUE), LANES, None)
    old, new = Replay("RT03-01", KEY).outcome(kept, setting)
    assert (old.hit, new.hit, new.score) == (True, None, 0)


def test_a_version_that_breaks_does_not_hit_and_says_so() -> None:
    kept = decided(rules(VALUE), 5, [0.0, 10.0], Balance())
    condition = rules(rule("RT03-01", "1 / person.phones_30d > 0", "1", 0.9))
    strength = rules(
        rule("RT03-01", "decl.value > 0", "1 / person.phones_30d", 0.9, mandatory=True)
    )
    for tried in (condition, strength):
        setting = Setting(rules(VALUE), LANES, tried.rules["RT03-01"])
        new = Replay("RT03-01", KEY).outcome(kept, setting)[1]
        assert new == Outcome(kept.channel, 0, False, broken=True)
        assert screen(kept.facts, tried, is_import=True).hits == []


def test_a_version_of_exports_does_not_hit_imports() -> None:
    kept = decided(rules(VALUE), 5, [0.0, 10.0], Balance())
    tried = rules(rule("RT03-01", "decl.value > 0", "1", 0.9, scope="export"))
    setting = Setting(rules(VALUE), LANES, tried.rules["RT03-01"])
    new = Replay("RT03-01", KEY).outcome(kept, setting)[1]
    assert new == Outcome(kept.channel, 0, False)


def test_a_mandatory_version_leads_into_the_red_lane() -> None:
    kept = decided(rules(VALUE), 5, [1.0, 10.0], Balance())
    tried = rules(rule("RT03-01", "decl.value > 0", "1", 0.2, mandatory=True)).rules["RT03-01"]
    new = Replay("RT03-01", KEY).outcome(kept, Setting(rules(VALUE), LANES, tried))[1]
    assert new == Outcome("red", 20, True)
