"""From the ledger to the grade: worked examples of the default model, and laws for all of them."""

import random
from datetime import date, timedelta
from decimal import Decimal

import pytest

from credit.facts import Entry, Scored
from credit.rules.indicators import INDICATORS
from credit.rules.model_definition import Definition, read_definition
from credit.rules.record_kinds import KINDS
from credit.rules.shipped_models import DEFAULT, HANGZHOU
from credit.scoring import score
from tests.unit.credit.entries import DAY, entry

MODEL = read_definition(DEFAULT)
SCALE = read_definition(HANGZHOU)


def points(scored: Scored, code: str) -> Decimal:
    return Decimal(next(p.points for p in scored.contributions if p.indicator == code)) / 100


def good_firm() -> list[Entry]:
    """Six years old, filed, known to every department, a thousand declarations a month."""
    return [
        entry("established", days_ago=2200),
        entry("registration", grade="approved", days_ago=900),
        entry("licence", grade="valid", days_ago=300),
        entry("address", grade="confirmed", days_ago=300),
        entry("customs_grade", grade="A", days_ago=100),
        entry("tax_grade", grade="A", days_ago=200),
        entry("fx_class", grade="A", days_ago=200),
        entry("match", good=980, total=1000, days_ago=10),
        entry("acceptance", good=995, total=1000, days_ago=10),
        entry("uncorrected", good=990, total=1000, days_ago=10),
        entry("unreturned", good=960, total=1000, days_ago=10),
        entry("duties_in_time", good=40, total=40, days_ago=10),
    ]


def test_a_firm_of_which_nothing_is_known_stands_in_the_middle() -> None:
    # 9 + 0 + 14 + 14 + 28 | 63 + 35 + 28 + 21 + 20 + 20 | 60 + 35 + 28 + 50 + 25 + 25
    # | 42 + 30 + 28 + 24.5 + 24.5 | 100 + 35
    scored = score([entry("registration", grade="approved")], MODEL, DAY)
    assert points(scored, "CRI-101") == 9
    assert points(scored, "CRI-102") == 40
    assert points(scored, "CRI-201") == 63
    assert scored.score == Decimal("799.00")
    assert scored.grade == "B"


def test_a_good_firm_has_grade_a_and_every_point_is_named() -> None:
    scored = score(good_firm(), MODEL, DAY)
    # 30 + 40 + 20 + 20 + 36 | match: (980 + 18.52) / 1020 = .97894 → (.97894 - .8) / .18 = .99412
    assert points(scored, "CRI-105") == 36
    assert points(scored, "CRI-201") == Decimal("89.47")
    assert points(scored, "CRI-302") == 50
    # (40 + 9.55) / 50 = .991 → (.991 - .85) / .15 = .94
    assert points(scored, "CRI-401") == Decimal("56.40")
    assert scored.score == Decimal("943.87")
    assert scored.grade == "A"


def test_a_penalty_takes_its_severity_and_fades_by_half_in_a_year() -> None:
    fresh = score([entry("customs_penalty", grade="general")], MODEL, DAY)
    old = score([entry("customs_penalty", grade="general", days_ago=366)], MODEL, DAY)
    gone = score([entry("customs_penalty", grade="general", days_ago=1830)], MODEL, DAY)
    assert points(fresh, "CRI-301") == Decimal("39.00")  # 60 × (1 - 0.35)
    assert points(old, "CRI-301") == Decimal("49.50")  # 60 × (1 - 0.175)
    assert points(gone, "CRI-301") == 60


def test_many_penalties_take_no_more_than_the_indicator_holds() -> None:
    entries = [entry("customs_penalty", grade="serious") for _ in range(5)]
    scored = score(entries, MODEL, DAY)
    assert points(scored, "CRI-301") == 0
    part = next(p for p in scored.contributions if p.indicator == "CRI-301")
    assert part.records == tuple(e.id for e in entries)


@pytest.mark.parametrize(
    ("kind", "grade", "expected"),
    [
        ("serious_list", "listed", "D"),
        ("smuggling_crime", "serious", "D"),
        ("customs_grade", "D", "D"),
        ("negative_list", "listed", "D"),
        ("customs_grade", "C", "C"),
        ("tax_grade", "D", "C"),
        ("fx_class", "C", "C"),
        ("abnormal_list", "listed", "C"),
    ],
)
def test_one_vote_caps_the_grade_whatever_else_is_good(
    kind: str, grade: str, expected: str
) -> None:
    scored = score([*good_firm(), entry(kind, grade=grade)], MODEL, DAY)
    assert scored.grade == expected
    cap = scored.contributions[-1]
    assert cap.indicator.startswith("cap:")
    assert cap.points < 0


def test_of_two_caps_the_lower_one_holds() -> None:
    entries = [entry("tax_grade", grade="D"), entry("serious_list", grade="listed")]
    scored = score([*good_firm(), *entries], MODEL, DAY)
    assert scored.score == Decimal("499.99")


def test_a_firm_that_left_the_list_is_not_capped() -> None:
    listed = entry("abnormal_list", grade="listed", days_ago=30)
    removed = entry("abnormal_list", grade="removed", days_ago=3)
    assert score([*good_firm(), listed], MODEL, DAY).grade == "C"
    assert score([*good_firm(), listed, removed], MODEL, DAY).grade == "A"


def test_a_list_entry_ends_with_its_period() -> None:
    listed = entry("serious_list", grade="listed", days_ago=30, ends=DAY)
    assert score([*good_firm(), listed], MODEL, DAY).grade == "A"
    assert score([*good_firm(), listed], MODEL, DAY - timedelta(days=1)).grade == "D"


def test_a_disputed_record_is_left_out_and_a_repaired_one_weighs_little() -> None:
    disputed = entry("customs_penalty", grade="general", mark="disputed")
    repaired = entry("customs_penalty", grade="general", mark="repaired")
    assert points(score([disputed], MODEL, DAY), "CRI-301") == 60
    assert points(score([repaired], MODEL, DAY), "CRI-301") == Decimal("55.80")


def test_three_declarations_decide_little() -> None:
    few = score([entry("match", good=0, total=3)], MODEL, DAY)
    many = score([entry("match", good=0, total=300)], MODEL, DAY)
    assert points(few, "CRI-201") > 0
    assert points(many, "CRI-201") == 0


def test_old_months_no_longer_count_into_a_rate() -> None:
    old = entry("match", good=0, total=300, days_ago=400)
    assert points(score([old], MODEL, DAY), "CRI-201") == 63


def test_the_national_grade_never_enters_the_score() -> None:
    with_it = score([*good_firm(), entry("national_grade", grade="D")], MODEL, DAY)
    assert with_it.points == score(good_firm(), MODEL, DAY).points


def test_the_scale_of_hangzhou_runs_from_1000_to_2000() -> None:
    worst = [entry(kind.code, grade="listed") for kind in KINDS.values() if "list" in kind.code]
    assert score(good_firm(), SCALE, DAY).grade == "AAA"
    assert score(worst, SCALE, DAY).grade == "BB"
    assert score(worst, SCALE, DAY).points >= 100_000
    assert sum(p.points for p in SCALE.parts) == 1000
    assert "ours" in SCALE.notice[1]


def test_the_same_ledger_on_the_same_day_gives_the_same_number() -> None:
    assert score(good_firm(), MODEL, DAY).points == score(good_firm(), MODEL, DAY).points


# --- laws -----------------------------------------------------------------------------------------

EVENTS = [kind for kind in KINDS.values() if kind.shape == "event" and kind.tone == "bad"]
STATES = [kind for kind in KINDS.values() if kind.shape == "state" and kind.grades]
TALLIES = [kind for kind in KINDS.values() if kind.shape == "tally"]


def anything(dice: random.Random) -> Entry:
    """Any entry that the ledger could hold."""
    days = dice.randrange(0, 2400)
    kind = dice.choice(list(KINDS.values()))
    if kind.shape == "tally":
        total = dice.choice([1, 7, 100, 5000])
        return entry(kind.code, good=dice.randint(0, total), total=total, days_ago=days)
    grades = [g.code for g in kind.grades if g.applies_on(DAY - timedelta(days=days))]
    return entry(
        kind.code,
        grade=dice.choice(grades) if grades else "",
        days_ago=days,
        value=dice.randint(0, 100),
        mark=dice.choice(["", "", "", "repaired", "disputed"]),
    )


def bad(dice: random.Random, state_day: date) -> Entry:
    """A record that speaks against the firm: an event, the worst state, documents all wrong."""
    shape = dice.choice(["event", "state", "tally"])
    days = dice.randrange(0, 2400)
    if shape == "event":
        kind = dice.choice(EVENTS)
        return entry(kind.code, grade=dice.choice(kind.grades).code, days_ago=days)
    if shape == "state":
        kind = dice.choice(STATES)
        worst = min((g for g in kind.grades if g.applies_on(DAY)), key=lambda g: g.share)
        return entry(kind.code, grade=worst.code, days_ago=(DAY - state_day).days)
    return entry(dice.choice(TALLIES).code, good=0, total=dice.choice([1, 50]), days_ago=days)


@pytest.mark.parametrize("model", [MODEL, SCALE], ids=["default", "hangzhou"])
def test_contributions_always_sum_to_the_score(model: Definition) -> None:
    dice = random.Random(5)
    for _ in range(400):
        entries = [anything(dice) for _ in range(dice.randint(0, 40))]
        scored = score(entries, model, DAY)
        assert sum(part.points for part in scored.contributions) == scored.points
        assert model.floor * 100 <= scored.points <= (model.floor + model.span) * 100
        assert scored.grade == model.grade_of(scored.points)


@pytest.mark.parametrize("model", [MODEL, SCALE], ids=["default", "hangzhou"])
def test_more_bad_records_never_raise_the_score(model: Definition) -> None:
    dice = random.Random(7)
    for _ in range(400):
        entries = [anything(dice) for _ in range(dice.randint(0, 30))]
        before = score(entries, model, DAY)
        for _step in range(4):
            entries.append(bad(dice, DAY))
            after = score(entries, model, DAY)
            assert after.points <= before.points, entries[-1]
            before = after


def test_the_order_in_which_records_are_read_does_not_matter() -> None:
    dice = random.Random(11)
    entries = [anything(dice) for _ in range(40)]
    shuffled = dice.sample(entries, len(entries))
    assert score(entries, MODEL, DAY).points == score(shuffled, MODEL, DAY).points


def test_every_indicator_names_its_law_its_data_and_its_way_out() -> None:
    for indicator in INDICATORS.values():
        assert indicator.basis
        assert all((*indicator.title, *indicator.definition, *indicator.remedy))
        assert set(indicator.kinds) <= set(KINDS)
