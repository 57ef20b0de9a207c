"""The limits of a retail purchase."""

from typing import Any

from tests.unit.rules.documents import codes_of, inventory_line


def found(*lines: tuple[str, str], freight: str = "0", insured: str = "0") -> list[str]:
    """Findings of an inventory with lines of (quantity, price) and these fees."""
    goods: list[dict[str, Any]] = [
        inventory_line(gnum, qty=qty, price=price, totalPrice=str(float(qty) * float(price)))
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
