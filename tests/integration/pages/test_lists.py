"""Lists: filters in the address, stable pages, chosen columns, the same rows as a file."""

import csv
import io
import re
from collections.abc import Callable
from typing import Any

from django.utils import timezone

from tests.builders.documents import changed, head_of
from tests.integration.declarations.conftest import Desk
from tests.integration.pages.conftest import Reader
from zone_portal.framework.exporting import BYTE_ORDER_MARK

Member = Callable[..., Reader]


def numbers(page: str) -> list[str]:
    """The numbers that the links of a list show, in order."""
    return re.findall(r'<a class="breakable" href="/[a-z]+/\d+/">([^<]+)</a>', page)


def a_days_work(desk: Desk) -> dict[str, str]:
    """One declaration of each outcome; copNo by outcome."""
    matched, differing, waiting = desk.set(0), desk.set(1), desk.set(2)
    less = changed(differing["payment"], amountPaid="1")
    desk.send(*matched.values())
    desk.send(*{**differing, "payment": less}.values())
    desk.send(waiting["order"], waiting["waybill"], waiting["inventory"])
    desk.decide()
    sets = {"matched": matched, "mismatched": differing, "waiting": waiting}
    return {name: head_of(documents["inventory"])["copNo"] for name, documents in sets.items()}


def test_each_outcome_has_its_list(desk: Desk, member_of: Member) -> None:
    expected = a_days_work(desk)
    member = member_of(desk)

    for outcome, cop_no in expected.items():
        assert numbers(member.text("/declarations/", outcome=outcome)) == [cop_no]


def test_the_list_says_whose_turn_it_is(desk: Desk, member_of: Member) -> None:
    a_days_work(desk)
    member = member_of(desk)

    assert "支付企业" in member.text("/declarations/", outcome="waiting", columns="turn")
    assert "支付企业" in member.text("/declarations/", outcome="mismatched", columns="turn")


def test_a_declaration_is_found_by_each_of_its_elements(desk: Desk, member_of: Member) -> None:
    a_days_work(desk)
    member = member_of(desk)
    head = head_of(desk.set(1)["inventory"])

    for name in ("orderNo", "logisticsNo", "copNo"):
        assert numbers(member.text("/declarations/", **{name: head[name]})) == [head["copNo"]]


def test_causes_and_missing_documents_filter(desk: Desk, member_of: Member) -> None:
    expected = a_days_work(desk)
    member = member_of(desk)

    assert numbers(member.text("/declarations/", code="MAT-006")) == [expected["mismatched"]]
    assert numbers(member.text("/declarations/", waiting="payment")) == [expected["waiting"]]
    assert numbers(member.text("/declarations/", waiting="order")) == []


def test_days_filter_by_first_acceptance(desk: Desk, member_of: Member) -> None:
    a_days_work(desk)
    member = member_of(desk)
    today = timezone.localdate().isoformat()

    assert len(numbers(member.text("/declarations/", **{"from": today, "to": today}))) == 3
    assert numbers(member.text("/declarations/", to="2020-01-02")) == []
    assert len(numbers(member.text("/declarations/", **{"from": "no day"}))) == 3


def test_an_unknown_party_gives_an_empty_list(desk: Desk, member_of: Member) -> None:
    a_days_work(desk)
    member = member_of(desk)

    assert len(numbers(member.text("/declarations/", party=desk.firm.code))) == 3
    assert numbers(member.text("/declarations/", party="没有这样的企业")) == []


def test_pages_follow_each_other_without_gap_or_repeat(desk: Desk, member_of: Member) -> None:
    desk.send(*(desk.set(number)["order"] for number in range(120)))
    member = member_of(desk)
    expected = [head_of(desk.set(number)["order"])["orderNo"] for number in reversed(range(120))]

    first = member.text("/orders/")
    second = member.text("/orders/" + _link(first, "next"))
    third = member.text("/orders/" + _link(second, "next"))
    back = member.text("/orders/" + _link(third, "prev"))

    assert numbers(first) + numbers(second) + numbers(third) == expected
    assert numbers(back) == numbers(second)
    assert 'rel="next"' not in third
    assert 'rel="prev"' not in first


def _link(page: str, rel: str) -> str:
    found = re.search(rf'rel="{rel}" href="([^"]+)"', page)
    assert found is not None
    return found[1].replace("&amp;", "&")


def test_a_page_key_that_is_none_is_ignored(desk: Desk, member_of: Member) -> None:
    desk.send(desk.set()["order"])
    member = member_of(desk)

    for key in ("x", "-1", "9" * 40, "１２"):
        assert member.get("/orders/", after=key).status_code == 200


def test_the_file_holds_every_row_and_the_chosen_columns(desk: Desk, member_of: Member) -> None:
    expected = a_days_work(desk)
    member = member_of(desk)

    response = member.get("/declarations/", format="csv", columns=["copNo", "outcome"])

    text = response.getvalue().decode()
    assert text.startswith(BYTE_ORDER_MARK)
    rows = list(csv.reader(io.StringIO(text.removeprefix(BYTE_ORDER_MARK))))
    assert rows[0] == ["企业内部编号", "结果"]
    assert sorted(row[0] for row in rows[1:]) == sorted(expected.values())


def test_submissions_can_be_narrowed_to_those_with_rejections(
    desk: Desk, member_of: Member
) -> None:
    desk.send(desk.set(0)["order"])
    desk.send(changed(desk.set(1)["order"], currency="502"))
    member = member_of(desk)

    assert len(numbers(member.text("/submissions/"))) == 2
    assert len(numbers(member.text("/submissions/", verdict="rejected"))) == 1


def test_a_long_list_costs_no_more_queries_than_a_short_one(
    desk: Desk, member_of: Member, django_assert_max_num_queries: Any
) -> None:
    a_days_work(desk)
    desk.send(*(desk.set(number)["inventory"] for number in range(10, 60)))
    member = member_of(desk)

    with django_assert_max_num_queries(10):
        assert len(numbers(member.text("/declarations/"))) == 50
