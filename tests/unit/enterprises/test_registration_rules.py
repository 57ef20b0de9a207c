"""What an enterprise must bring to be registered."""

import pytest

from enterprises.rules.registration import applicant, problems
from enterprises.services.demo_zone import FIRMS, MANDATES, USERS, demo_applicant
from tests.builders import codes

CODE, USCC = codes.customs_code(1), codes.uscc(1)


def found(
    code: str = CODE, uscc: str = USCC, name: str = "虚构", kinds: str = "broker"
) -> set[str]:
    return {f"{p.field}.{p.code}" for p in problems(applicant(code, uscc, name, kinds))}


def test_a_complete_applicant_has_no_problems() -> None:
    assert found() == set()


def test_codes_are_read_in_any_case_and_kinds_in_any_order_once() -> None:
    given = applicant(" 330766k00q ", USCC.lower(), " 虚构 ", "broker  Platform broker")
    assert (given.code, given.uscc, given.name) == ("330766K00Q", USCC, "虚构")
    assert given.kinds == ("broker", "platform")


def test_a_firm_known_by_its_credit_code_need_not_write_it_twice() -> None:
    assert applicant(USCC, "", "虚构", "broker").uscc == USCC
    assert found(code=USCC, uscc="") == set()


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"code": ""}, "code.missing"),
        ({"code": "12345"}, "code.form"),
        ({"uscc": ""}, "uscc.missing"),
        ({"uscc": "123"}, "uscc.form"),
        ({"uscc": USCC[:17] + ("A" if USCC[17] != "A" else "B")}, "uscc.check_digit"),
        ({"name": " "}, "name.missing"),
        ({"name": "虚" * 101}, "name.too_long"),
        ({"kinds": ""}, "kinds.missing"),
        ({"kinds": "broker smuggler"}, "kinds.unknown"),
    ],
)
def test_each_problem_is_named(changes: dict[str, str], expected: str) -> None:
    assert found(**changes) == {expected}


def test_all_problems_are_named_at_once() -> None:
    assert found("1", "1", "", "") == {"code.form", "uscc.form", "name.missing", "kinds.missing"}


@pytest.mark.parametrize("key", FIRMS)
def test_every_firm_of_the_demo_zone_could_register(key: str) -> None:
    assert list(problems(demo_applicant(key))) == []


def test_the_demo_zone_speaks_only_of_its_own_firms() -> None:
    named = {key for principal, agent, _ in MANDATES for key in (principal, agent)}
    named |= {user.member_of for user in USERS if user.member_of}
    assert named <= FIRMS.keys()
    assert len({demo_applicant(key).code for key in FIRMS}) == len(FIRMS)
