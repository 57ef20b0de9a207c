"""Returns beside what was released: terms, places, modes, how much is left."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from declarations.return_states import (
    APPROVED,
    COMPLETED,
    HOLDING,
    REFUSED,
    RETURN,
    RETURN_LABELS,
    RUNNING,
    TONES,
    clock_of,
    meaning_of,
)
from declarations.rules import return_terms as law
from declarations.rules.registry import resolve
from declarations.rules.return_checks import (
    NEVER_SENT,
    Asked,
    Left,
    Released,
    Terms,
    is_across,
    months_after,
    plain,
    terms_of,
    troubles,
)
from zone_portal.kernel.rules import RULES

RELEASED_ON = date(2026, 6, 1)


def settings(day: date = RELEASED_ON) -> Any:
    return resolve(RULES, {}, on=day)


PARAMETERS: Mapping[str, SimpleNamespace] = settings().parameters
ORIGINAL = Released("9610", "4001", "800", RELEASED_ON, {1: Left(Decimal(3))})
IMPORT = Asked("CEB625", "4001", "", {1: Decimal(1)})
EXPORT = Asked("CEB213", "4001", "9661", {1: Decimal(1)})


def codes(
    asked: Asked = IMPORT,
    original: Released = ORIGINAL,
    *,
    today: date = RELEASED_ON,
    on: date | None = None,
    terms: Terms | None = None,
) -> set[str]:
    """The codes of what is wrong and in force."""
    known = settings(on or today)
    given = terms or terms_of(asked.kind, original.released_on, known.parameters, free=False)
    found = troubles(asked, original, given, today=today, settings=known.parameters)
    return {trouble.code for trouble in found if known.of(trouble.code) != "off"}


def test_an_import_has_thirty_days_to_apply_and_forty_five_to_be_back() -> None:
    terms = terms_of("CEB625", RELEASED_ON, PARAMETERS, free=True)

    assert terms == Terms(date(2026, 7, 1), date(2026, 7, 16), None)


def test_an_export_has_a_year_and_half_of_it_free_of_taxes() -> None:
    assert terms_of("CEB213", RELEASED_ON, PARAMETERS, free=True) == Terms(
        date(2027, 6, 1), date(2027, 6, 1), date(2026, 12, 1)
    )
    assert terms_of("CEB213", RELEASED_ON, PARAMETERS, free=False).tax_free_until is None


def test_without_a_release_there_is_no_term() -> None:
    assert terms_of("CEB625", None, PARAMETERS, free=True) == Terms()


@pytest.mark.parametrize(
    ("day", "months", "ends"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 12, 15), 12, date(2027, 12, 15)),
    ],
)
def test_months_end_with_the_last_day_of_a_shorter_month(
    day: date, months: int, ends: date
) -> None:
    assert months_after(day, months) == ends


@pytest.mark.parametrize(("days", "late"), [(30, set()), (31, {"RET-015"})])
def test_the_last_day_to_apply_is_still_in_time(days: int, late: set[str]) -> None:
    assert codes(today=RELEASED_ON + timedelta(days=days)) == late


@pytest.mark.parametrize(
    ("today", "late"), [(date(2027, 6, 1), set()), (date(2027, 6, 2), {"RET-017"})]
)
def test_an_export_is_late_after_its_year(today: date, late: set[str]) -> None:
    assert codes(EXPORT, today=today) == late


def test_a_return_after_the_free_months_is_pointed_out() -> None:
    terms = terms_of("CEB213", RELEASED_ON, PARAMETERS, free=True)

    assert codes(EXPORT, today=date(2026, 12, 1), terms=terms) == set()
    assert codes(EXPORT, today=date(2026, 12, 2), terms=terms) == {"RET-028"}


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (None, {"RET-027"}),
        (NEVER_SENT, {"RET-018"}),
        ("120", {"RET-018"}),
        ("500", {"RET-018"}),
        ("100", {"RET-019"}),
        ("refused", {"RET-019"}),
        ("cancelled", {"RET-019"}),
        ("700", {"RET-019"}),
        ("800", set()),
        ("899", set()),
    ],
)
def test_only_what_customs_released_is_returned(status: str | None, code: set[str]) -> None:
    assert codes(original=replace(ORIGINAL, status=status, released_on=None)) == code


@pytest.mark.parametrize(
    ("held", "asked", "code"),
    [("0", "3", set()), ("2", "1", set()), ("2", "1.00001", {"RET-020"}), ("3", "1", {"RET-020"})],
)
def test_all_returns_together_stay_within_what_was_declared(
    held: str, asked: str, code: set[str]
) -> None:
    original = replace(ORIGINAL, lines={1: Left(Decimal(3), Decimal(held))})

    assert codes(replace(IMPORT, quantities={1: Decimal(asked)}), original) == code


def test_more_than_was_declared_at_all_is_another_finding() -> None:
    assert codes(replace(IMPORT, quantities={1: Decimal(4)})) == set()


def test_imports_return_to_their_own_customs() -> None:
    assert codes(replace(IMPORT, district="4002")) == {"RET-021"}


def test_regions_are_told_by_two_digits() -> None:
    assert not is_across("4001", "4017")
    assert is_across("4001", "2217")


@pytest.mark.parametrize(
    ("today", "district", "mode", "code"),
    [
        (date(2024, 12, 14), "2217", "9610", {"RET-022"}),
        (date(2024, 12, 15), "2217", "9610", set()),
        (date(2024, 12, 15), "2301", "9610", set()),
        (date(2024, 12, 15), "6801", "9610", {"RET-023"}),
        (date(2026, 3, 31), "6801", "9610", {"RET-023"}),
        (date(2026, 4, 1), "6801", "9610", set()),
        (date(2026, 4, 1), "6801", "9810", {"RET-024"}),
        (date(2024, 12, 14), "4017", "9810", set()),
    ],
)
def test_returns_to_another_region_follow_the_law_of_the_day(
    today: date, district: str, mode: str, code: set[str]
) -> None:
    original = replace(ORIGINAL, mode=mode, released_on=today)
    asked = replace(EXPORT, district=district)

    assert codes(asked, original, today=today) == code


def test_the_pilot_names_twenty_customs_with_nanjing_and_nanchang() -> None:
    assert len(law.PILOT_DISTRICTS) == 20
    assert {"23", "40"} <= PARAMETERS["RET-023"].districts == set(law.PILOT_DISTRICTS)


@pytest.mark.parametrize(
    ("mode", "return_mode", "code"),
    [
        ("9610", "9661", set()),
        ("9610", "1261", {"RET-026"}),
        ("1210", "1261", set()),
        ("1210", "9661", {"RET-026"}),
        ("9710", "9661", {"RET-025"}),
        ("9810", "9661", set()),
    ],
)
def test_the_mode_of_a_return_fits_that_of_the_export(
    mode: str, return_mode: str, code: set[str]
) -> None:
    assert codes(replace(EXPORT, mode=return_mode), replace(ORIGINAL, mode=mode)) == code


@pytest.mark.parametrize(
    ("kind", "status", "state"),
    [
        ("CEB626", "2", None),
        ("CEB626", "120", "accepted"),
        ("CEB626", "399", APPROVED),
        ("CEB626", "100", REFUSED),
        ("CEB626", "-625022", REFUSED),
        ("CEB626", "abc", None),
        ("CEB214", "500", "accepted"),
        ("CEB214", "800", COMPLETED),
        ("CEB216", "399", None),
    ],
)
def test_a_receipt_means_one_state_or_nothing(kind: str, status: str, state: str | None) -> None:
    assert meaning_of(kind, status) == state


@pytest.mark.parametrize(
    ("kind", "state", "arrived", "clock"),
    [
        ("CEB625", "stored", False, "apply"),
        ("CEB625", "refused", True, "apply"),
        ("CEB625", "applied", False, "arrive"),
        ("CEB625", "approved", True, ""),
        ("CEB213", "applied", False, "return"),
        ("CEB213", "accepted", True, ""),
        ("CEB213", "refused", True, "return"),
        ("CEB625", "completed", False, ""),
    ],
)
def test_one_term_runs_at_a_time(kind: str, state: str, arrived: bool, clock: str) -> None:
    assert clock_of(kind, state, arrived=arrived) == clock


def test_every_state_has_its_words_and_what_is_over_runs_no_term() -> None:
    assert set(RETURN.states) == set(RETURN_LABELS) == set(TONES)
    assert all(RETURN.following[state] for state in RUNNING)
    assert COMPLETED in HOLDING
    assert RETURN.is_final(COMPLETED)


@pytest.mark.parametrize(("given", "shown"), [("2.50000", "2.5"), ("100", "100"), ("0.0", "0")])
def test_quantities_are_shown_without_useless_zeros(given: str, shown: str) -> None:
    assert plain(Decimal(given)) == shown
