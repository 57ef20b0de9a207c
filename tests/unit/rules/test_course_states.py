"""The table of statuses at customs: complete, forward only, and nothing unknown is a success."""

import pytest

from declarations.codebook.official_codes import known_codes
from declarations.states import (
    CANCELLED,
    COURSE,
    ENDED,
    HOLDS,
    KNOWN_THERE,
    REFUSED,
    STATUSES,
    may_follow,
    status_of,
)

OFFICIAL = (
    "1",
    "2",
    "3",
    "4",
    *("100", "120", "300", "399", "500", "501", "502", "503", "505", "599", "600"),
    *("700", "800", "899"),
)


@pytest.mark.parametrize("code", OFFICIAL)
def test_every_official_code_has_its_status(code: str) -> None:
    assert status_of(code) == code
    assert STATUSES[code].zh


@pytest.mark.parametrize("code", ["-621004", "-1", "-800006"])
def test_negative_codes_are_refusals(code: str) -> None:
    assert status_of(code) == REFUSED


@pytest.mark.parametrize("code", ["", "22001", "queued", "sent", "8oo", "--1", "８００"])
def test_what_nobody_knows_is_no_status(code: str) -> None:
    assert status_of(code) is None


def test_nothing_leads_back_from_a_release() -> None:
    assert COURSE.following["800"] == {"899", "700", "cancelled"}
    assert not any(may_follow(state, state) for state in STATUSES)


def test_every_hold_can_end_in_a_release_or_a_rejection() -> None:
    for hold in HOLDS:
        assert {"800", "700", "100"} <= COURSE.following[hold]


def test_customs_may_skip_steps_from_wherever_the_portal_is() -> None:
    for source in ("queued", "sent", "failed", "1", "2", "3", "4", "120"):
        assert {"800", "100", "500"} <= COURSE.following[source]


def test_what_was_refused_or_withdrawn_may_begin_anew_and_nothing_else_does() -> None:
    again = {state for state in ENDED if may_follow(state, "queued")}
    assert again == {"100", REFUSED, CANCELLED}


@pytest.mark.parametrize("refusal", ["100", REFUSED])
def test_customs_may_go_on_after_a_refusal_but_the_port_does_not(refusal: str) -> None:
    assert {"120", "399", "800", "899", *HOLDS} <= COURSE.following[refusal]
    assert not {"1", "2", "3", "4", "sent"} & COURSE.following[refusal]


def test_a_withdrawal_is_undone_by_nobody_but_the_portal() -> None:
    assert COURSE.following[CANCELLED] == {"queued"}


def test_what_says_that_a_number_is_known_is_a_refusal_of_the_official_table() -> None:
    assert all(status_of(code) == REFUSED for code in KNOWN_THERE)
    assert known_codes().keys() | {"-304001"} >= KNOWN_THERE
