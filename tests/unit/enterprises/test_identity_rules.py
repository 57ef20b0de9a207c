"""Who may be asked about at an identity service, and what the simulator answers."""

from datetime import date

import pytest

from accounts.identity import MATCH, MISMATCH, NOT_FOUND, UNAVAILABLE, NotConnected
from accounts.identity.simulator import SimulatedIdentity
from enterprises.rules.identity import is_askable, request_problems, subject
from tests.builders import codes, people
from zone_portal.kernel.identifiers import resident_id_check_character

TODAY = date(2026, 11, 20)
SIMULATOR = SimulatedIdentity()


def number(serial: int) -> str:
    first17 = f"36000019700101{serial:03}"
    return first17 + resident_id_check_character(first17)


@pytest.mark.parametrize(
    ("serial", "result"),
    [(1, MATCH), (97, UNAVAILABLE), (98, MISMATCH), (99, NOT_FOUND), (198, MISMATCH)],
)
def test_the_simulator_answers_by_the_number_alone(serial: int, result: str) -> None:
    assert SIMULATOR.check_person("罗虚构", number(serial)) == result
    assert SIMULATOR.check_person("万模拟", number(serial)) == result


def test_the_simulator_says_what_it_is() -> None:
    assert SIMULATOR.simulated
    assert "simulator" in SIMULATOR.name


def test_a_certificate_is_answered_by_its_serial_then_by_the_person() -> None:
    assert SIMULATOR.check_certificate("CA-2026-98", "罗虚构", number(1)) == MISMATCH
    assert SIMULATOR.check_certificate("CA-2026-01", "罗虚构", number(99)) == NOT_FOUND
    assert SIMULATOR.check_certificate("CA-2026-01", "罗虚构", number(1)) == MATCH


def test_the_simulated_registry_knows_right_codes_only() -> None:
    assert SIMULATOR.look_up(codes.uscc(1)).name.startswith("登记名称模拟")
    assert SIMULATOR.look_up("91000000MA0000A19D").result == NOT_FOUND


def test_without_a_service_nothing_is_known() -> None:
    nobody = NotConnected()
    assert nobody.check_person("罗虚构", number(1)) == UNAVAILABLE
    assert nobody.check_certificate("1", "罗虚构", number(1)) == UNAVAILABLE
    assert nobody.look_up(codes.uscc(1)).result == UNAVAILABLE


def test_a_small_x_and_blanks_are_tidied() -> None:
    given = subject(" 罗虚构 ", " 11010519491231002x")
    assert (given.name, given.number) == ("罗虚构", "11010519491231002X")
    assert is_askable(given, today=TODAY)


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("", people.id_number(1)),
        ("罗" * 61, people.id_number(1)),
        ("罗虚构", people.id_number(1)[:17]),
        ("罗虚构", "360000197001010000"),
        ("罗虚构", number(1).replace("1970", "2970")),
    ],
)
def test_who_cannot_exist_is_not_asked_about(name: str, wrong: str) -> None:
    assert not is_askable(subject(name, wrong), today=TODAY)


def test_a_subject_never_prints_itself() -> None:
    assert "罗" not in repr(subject("罗虚构", number(1)))


def test_a_request_says_what_for_and_names_a_bearable_number() -> None:
    assert [p.code for p in request_problems("订单实名", 1, most=10)] == []
    assert [p.code for p in request_problems("x", 0, most=10)] == ["purpose_missing", "missing"]
    assert [p.code for p in request_problems("订单实名", 11, most=10)] == ["too_many"]
