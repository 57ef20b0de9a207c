"""What several kinds of documents must obey."""

import pytest

from tests.unit.rules.documents import (
    SENT_KINDS,
    breaks,
    document,
    inventory_line,
    order_line,
    severity_of,
)


@pytest.mark.parametrize("kind", SENT_KINDS)
def test_app_type_known(kind: str) -> None:
    assert breaks("GEN-001", kind, {"appType": "4"})
    assert not any(breaks("GEN-001", kind, {"appType": code}) for code in "123")


@pytest.mark.parametrize("kind", SENT_KINDS)
def test_app_status_known(kind: str) -> None:
    assert breaks("GEN-002", kind, {"appStatus": "3"})
    assert not any(breaks("GEN-002", kind, {"appStatus": code}) for code in "12")


@pytest.mark.parametrize("kind", SENT_KINDS)
def test_app_time_not_in_future(kind: str) -> None:
    assert severity_of("GEN-003", kind, {"appTime": "20260304000000"}) == "warning"
    assert not breaks("GEN-003", kind, {"appTime": "20260303235959"})


@pytest.mark.parametrize("kind", ["CEB311", "CEB411", "CEB511", "CEB621"])
def test_currency_is_renminbi(kind: str) -> None:
    assert severity_of("GEN-004", kind, {"currency": "502"}) == "error"


@pytest.mark.parametrize("kind", ["CEB311", "CEB621"])
def test_line_currency_is_renminbi(kind: str) -> None:
    assert severity_of("GEN-005", kind, line={"currency": "502"}) == "error"


@pytest.mark.parametrize("kind", ["CEB303", "CEB403", "CEB505"])
def test_currency_known(kind: str) -> None:
    assert severity_of("GEN-006", kind, {"currency": "999"}) == "error"
    assert not breaks("GEN-006", kind, {"currency": "110"})


@pytest.mark.parametrize("kind", ["CEB303", "CEB603"])
def test_line_currency_known(kind: str) -> None:
    assert severity_of("GEN-007", kind, line={"currency": "999"}) == "error"


@pytest.mark.parametrize("kind", ["CEB303", "CEB311", "CEB603", "CEB621"])
def test_unit_known(kind: str) -> None:
    assert severity_of("GEN-008", kind, line={"unit": "999"}) == "error"


@pytest.mark.parametrize("kind", ["CEB311", "CEB603", "CEB621"])
def test_line_country_known(kind: str) -> None:
    assert severity_of("GEN-009", kind, line={"country": "999"}) == "error"


@pytest.mark.parametrize("kind", ["CEB603", "CEB621"])
def test_country_known(kind: str) -> None:
    assert severity_of("GEN-010", kind, {"country": "999"}) == "error"


@pytest.mark.parametrize("kind", ["CEB303", "CEB311", "CEB603", "CEB621"])
def test_line_total_adds_up(kind: str) -> None:
    goods = {"qty": "3", "price": "3.335"}
    assert not breaks("GEN-011", kind, line={**goods, "totalPrice": "10.005"})
    assert not breaks("GEN-011", kind, line={**goods, "totalPrice": "10.01"})
    assert not breaks("GEN-011", kind, line={**goods, "totalPrice": "10"})
    assert breaks("GEN-011", kind, line={**goods, "totalPrice": "10.02"})


def test_a_price_rounded_to_five_decimals_may_miss_the_total_of_many_units() -> None:
    many = {"qty": "30000", "price": "0.33333"}
    assert not breaks("GEN-011", "CEB303", line={**many, "totalPrice": "10000"})
    assert breaks("GEN-011", "CEB303", line={**many, "totalPrice": "10001"})


def test_a_gift_costs_nothing_in_all() -> None:
    gift = {"price": "0", "totalPrice": "0", "note": "赠品"}
    assert not breaks("GEN-011", "CEB311", line=gift)
    assert breaks("GEN-011", "CEB311", line={**gift, "totalPrice": "1"})


@pytest.mark.parametrize(
    ("numbers", "gap"),
    [((1, 2), False), ((2, 1), False), ((1, 3), True), ((2, 3), True), ((1, 1), False)],
)
def test_lines_numbered_without_gaps(numbers: tuple[int, ...], gap: bool) -> None:
    orders = [order_line(gnum) for gnum in numbers]
    assert breaks("GEN-012", "CEB311", OrderList=orders) is gap
    inventories = [inventory_line(gnum) for gnum in numbers]
    assert breaks("GEN-012", "CEB621", InventoryList=inventories) is gap


def test_the_valid_documents_of_these_tests_have_no_findings() -> None:
    assert all(not breaks("GEN-001", kind) and document(kind) for kind in SENT_KINDS)
