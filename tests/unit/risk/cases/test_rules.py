"""The law of alerts and cases: levels, clocks, merging, what is shared, what a package proves."""

import io
import json
import zipfile
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from jwt.algorithms import ECAlgorithm

from risk.rules.cases import parameters, states
from risk.rules.cases.clocks import MOST_STEPS, due, risen, term_of
from risk.rules.cases.grading import LEVELS, ORDER, Graded, Standard, graded, higher
from risk.rules.cases.merging import COUNT, JOIN, OPEN, Last, placed
from risk.rules.cases.packaging import checked, packed
from risk.rules.cases.personal import names_a_person
from risk.rules.cases.sharing import FIELDS, shared, shared_fields
from risk.rules.cases.technical import WATCHES, Counted, expiring, over
from risk.rules.subjects import Subject
from zone_portal.kernel.errors import PortalError
from zone_portal.kernel.transitions import Transitions

ZONE = ZoneInfo("Asia/Shanghai")
NOON = datetime(2026, 11, 20, 12, tzinfo=ZONE)
"""A Friday."""


def add_weekdays(day: date, n: int) -> date:
    """Working days by the week alone."""
    while n:
        day += timedelta(days=1)
        n -= day.weekday() < 5
    return day


CLOCK: dict[str, Any] = {"zone": ZONE, "add_working_days": add_weekdays}


@pytest.mark.parametrize("table", [states.CASE, states.REQUEST, states.DELIVERY])
def test_every_status_can_be_reached(table: Transitions) -> None:
    reached = {table.initial}
    for _ in table.states:
        reached |= {after for state in reached for after in table.allowed(state)}
    assert reached == set(table.states)


def test_a_case_is_closed_only_after_alert_unit_handling_and_review() -> None:
    way = [
        states.COLLECTED,
        states.ASSESSED,
        states.ALERTED,
        states.ASSIGNED,
        states.IN_HANDLING,
        states.HANDLED,
        states.REVIEWED,
        states.CLOSED,
    ]
    for source, target in pairwise(way):
        states.CASE.check(source, target)
    for source in set(states.CASE.states) - {states.REVIEWED}:
        with pytest.raises(PortalError):
            states.CASE.check(source, states.CLOSED)
    assert {s for s in states.CASE.states if states.CASE.is_final(s)} == (
        set(states.CASE.states) - states.OPEN
    )


def test_everything_is_named_in_both_languages() -> None:
    assert states.CASE_LABELS.keys() == set(states.CASE.states)
    assert states.REQUEST_LABELS.keys() == set(states.REQUEST.states)
    assert states.DELIVERY_LABELS.keys() == set(states.DELIVERY.states)
    assert tuple(LEVELS) == ORDER


@pytest.mark.parametrize(
    ("score", "level"),
    [("0", ""), ("39.99", ""), ("40", "blue"), ("60", "yellow"), ("75", "orange"), ("90", "red")],
)
def test_a_level_begins_at_its_score(score: str, level: str) -> None:
    standard = Standard(
        *(Decimal(parameters.PARAMETERS[f"grade_{code}"].initial) for code in ORDER)
    )
    assert standard.level(Decimal(score)) == level


def test_red_acts_as_orange_until_it_is_confirmed() -> None:
    assert graded("red") == Graded("orange", "red")
    assert graded("red", confirmed=True) == Graded("red")
    assert graded("yellow") == Graded("yellow")
    assert (higher(["yellow", "", "orange"]), higher([])) == ("orange", "")


@pytest.mark.parametrize("text", ["", "10", "wd", "10 d", "-1h", "10wd5h"])
def test_a_term_is_a_number_with_its_unit(text: str) -> None:
    with pytest.raises(ValueError, match="no term"):
        term_of(text)


@pytest.mark.parametrize("name", [n for n, p in parameters.PARAMETERS.items() if p.kind == "text"])
def test_every_first_term_can_be_read(name: str) -> None:
    assert term_of(parameters.PARAMETERS[name].initial).amount > 0


def test_working_days_pass_over_the_weekend_and_hours_do_not() -> None:
    assert due(NOON, term_of("1wd"), **CLOCK) == datetime(2026, 11, 23, 23, 59, 59, tzinfo=ZONE)
    assert due(NOON, term_of("48h"), **CLOCK) == datetime(2026, 11, 22, 12, tzinfo=ZONE)
    late = datetime(2026, 11, 20, 17, tzinfo=UTC)
    assert due(late, term_of("1wd"), **CLOCK).date() == date(2026, 11, 23)


@pytest.mark.parametrize(
    ("hours", "steps"), [(0, 0), (1, 1), (35, 1), (84, 2), (108, MOST_STEPS), (9000, MOST_STEPS)]
)
def test_a_late_case_rises_with_every_working_day(hours: int, steps: int) -> None:
    assert risen(NOON, NOON + timedelta(hours=hours), term_of("1wd"), **CLOCK) == steps


@pytest.mark.parametrize(
    ("hours", "before", "level", "has_case", "expected"),
    [
        (23, "yellow", "yellow", True, COUNT),
        (23, "orange", "yellow", False, COUNT),
        (23, "yellow", "orange", True, JOIN),
        (24, "yellow", "yellow", True, JOIN),
        (24, "yellow", "yellow", False, OPEN),
        (0, "", "blue", True, JOIN),
        (0, "", "blue", False, OPEN),
    ],
)
def test_where_a_signal_goes(
    hours: int, before: str, level: str, has_case: bool, expected: str
) -> None:
    last = Last(NOON - timedelta(hours=hours), before) if before else None
    cool = timedelta(hours=24)
    assert placed(last, level, has_open_case=has_case, at=NOON, cool_down=cool) == expected


def test_another_zone_is_told_code_and_type_whatever_was_chosen() -> None:
    facts = dict.fromkeys(FIELDS, "x")
    assert set(shared("zone", FIELDS, facts)) == {"subject", "type"}
    assert shared_fields("department", ["level"]) == ("subject", "type", "level")
    assert "evidence" not in shared("department", ["level"], facts)


@pytest.mark.parametrize(
    ("count", "level"), [(19, None), (20, "yellow"), (40, "orange"), (100, "red")]
)
def test_a_watch_tells_from_its_limit_on(count: int, level: str | None) -> None:
    found = list(over([Counted("failed_logins", "x", count)], {"failed_logins": 20}))
    assert [one.level for one in found] == ([level] if level else [])


@pytest.mark.parametrize(
    ("days", "level"), [(31, ""), (30, "yellow"), (11, "yellow"), (10, "orange"), (-1, "red")]
)
def test_a_certificate_is_told_of_before_it_ends(days: int, level: str) -> None:
    today = NOON.date()
    assert expiring(today + timedelta(days=days), today=today, days=30) == level


def test_every_watch_has_its_limit() -> None:
    assert WATCHES.keys() <= parameters.TECHNICAL_PARAMETERS.keys()


def test_a_subject_has_a_kind_and_a_key() -> None:
    for kind, key in (("planet", "x"), ("person", "")):
        with pytest.raises(ValueError, match="subject"):
            Subject(kind, key)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("证件 00000019900101001X 与手机不符", True),
        ("来电 13800000000", True),
        ("证件 0000***********01X，手机 138****0000", False),
        ("统一代码 91000000MADEM0011Y，清单 369920261100000077", False),
    ],
)
def test_a_full_number_of_a_person_is_seen(text: str, named: bool) -> None:
    assert names_a_person(text) is named


# --- the package -----------------------------------------------------------------------------

KEY = ec.derive_private_key(7, ec.SECP256R1())
KEYS = {"keys": [{**ECAlgorithm.to_jwk(KEY.public_key(), as_dict=True), "kid": "2026"}]}


def sign(claims: Mapping[str, Any]) -> str:
    return jwt.encode(dict(claims), KEY, algorithm="ES256", headers={"kid": "2026"})


def package() -> bytes:
    return packed({"case": {"number": "FX1"}, "steps": []}, {"package": "YS1"}, sign=sign)


def rewritten(**changed: bytes | None) -> bytes:
    with zipfile.ZipFile(io.BytesIO(package())) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    for name, content in changed.items():
        files.pop(f"{name}.json", None)
        if content is not None:
            files[f"{name}.json"] = content
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def test_a_package_proves_itself_with_the_public_key() -> None:
    found = checked(package(), KEYS)
    assert (found.problems, found.claims["package"]) == ((), "YS1")


@pytest.mark.parametrize(
    ("content", "problems"),
    [
        (b"no zip", ("unreadable",)),
        (rewritten(manifest=None), ("incomplete",)),
        (rewritten(case=b"{}"), ("changed:case.json",)),
        (rewritten(steps=None), ("missing:steps.json",)),
        (rewritten(more=b"{}"), ("added:more.json",)),
        (rewritten(manifest=json.dumps({"files": []}).encode()), ("manifest",)),
        (rewritten(manifest=b"[]"), ("manifest", "manifest")),
    ],
)
def test_whatever_was_changed_is_seen(content: bytes, problems: tuple[str, ...]) -> None:
    assert checked(content, KEYS).problems[: len(problems)] == problems


def test_another_key_is_not_believed() -> None:
    other = ec.derive_private_key(8, ec.SECP256R1()).public_key()
    keys = {"keys": [{**ECAlgorithm.to_jwk(other, as_dict=True), "kid": "2026"}]}
    assert checked(package(), keys).problems == ("signature",)
    assert checked(package(), {"keys": []}).problems == ("signature",)
