"""The limits of a retail purchase."""

from typing import Any

from tests.unit.rules.documents import codes_of, inventory_line


def found(
    *lines: tuple[str, str], freight: str = "0", insured: str = "0", unit: str = "007"
) -> list[str]:
    """Findings of an inventory with lines of (quantity in a unit, price) and these fees."""
    goods: list[dict[str, Any]] = [
        inventory_line(
            gnum, qty=qty, price=price, unit=unit, totalPrice=str(float(qty) * float(price))
        )
        for gnum, (qty, price) in enumerate(lines, 1)
    ]
    fees = {"freight": freight, "insuredFee": insured}
    return codes_of("CEB621", fees, InventoryList=goods)


def test_single_purchase_within_limit() -> None:
    assert found(("1", "2500"), ("1", "2500")) == []
    assert found(("1", "2500"), ("1", "2500.01")) == ["INV-058"]
    assert found(("2", "2500"), freight="0.01") == ["INV-058"]
    assert found(("2", "2500"), insured="0.01") == ["INV-058"]


def test_single_article_within_limit() -> None:
    assert found(("1", "5000")) == []
    assert found(("1", "5000.01")) == ["INV-059"]
    assert found(("1", "26000")) == ["INV-059"]


def test_purchase_within_yearly_limit() -> None:
    assert found(("1", "26000.01")) == ["INV-059", "INV-060"]
    assert found(("2", "13000.01")) == ["INV-058", "INV-060"]


def test_two_lines_are_never_one_article_however_little_is_of_them() -> None:
    assert found(("0.5", "6000"), ("0.5", "6000"), unit="035") == ["INV-058"]
    assert found(("0.5", "6000"), ("0.5", "6000")) == ["INV-058"]


def test_the_weight_of_one_article_is_no_number_of_articles() -> None:
    assert found(("1.2", "5000"), unit="035") == ["INV-059"]
    assert found(("1.2", "5000"), unit="007") == ["INV-058"]


def test_a_gift_beside_it_leaves_one_article_one() -> None:
    assert found(("1", "6000"), ("1", "0")) == ["INV-059"]
