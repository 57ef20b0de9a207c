"""What a firm is told of itself: five types, the graver state of what was found, advice for all."""

from risk.rules.self_check import (
    ATTENTION,
    BILLS,
    CHECKS,
    CLEAN,
    DOCUMENTS,
    NOTICE,
    SELECTED,
    WARNINGS,
    areas_of,
)
from risk.rules.types import AREAS


def test_a_firm_of_which_nothing_was_found_is_clean_in_all_five_types() -> None:
    assert [(area.code, area.state) for area in areas_of({})] == [(code, CLEAN) for code in AREAS]
    assert {area.state for area in areas_of(dict.fromkeys(CHECKS, 0))} == {CLEAN}


def test_what_must_be_put_right_outweighs_what_is_to_be_noted() -> None:
    found = {area.code: area for area in areas_of({SELECTED: 3, WARNINGS: 1, BILLS: 2})}
    assert (found["trade"].state, found["market"].state) == (NOTICE, NOTICE)
    assert (found["finance"].state, found["safety"].state) == (ATTENTION, CLEAN)
    graver = {area.code: area for area in areas_of({SELECTED: 3, DOCUMENTS: 1})}
    assert graver["trade"].state == ATTENTION
    assert [(check.code, count) for check, count in graver["trade"].found] == [
        (DOCUMENTS, 1),
        (SELECTED, 3),
    ]


def test_every_type_has_a_check_and_every_check_says_what_to_do() -> None:
    assert {check.area for check in CHECKS.values()} == set(AREAS)
    for check in CHECKS.values():
        assert all(check.title + check.advice)
