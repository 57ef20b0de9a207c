"""Payments and receipts of payment."""

from tests.unit.rules.documents import breaks, severity_of


def test_pay_time_not_in_future() -> None:
    reported = {"appTime": "20260304000000"}
    assert severity_of("PAY-001", "CEB411", {**reported, "payTime": "20260304000000"}) == "warning"
    assert not breaks("PAY-001", "CEB411", {"payTime": "20260303235959"})


def test_paid_before_reported() -> None:
    assert severity_of("PAY-002", "CEB411", {"payTime": "20260302000000"}) == "warning"
    assert not breaks("PAY-002", "CEB411", {"payTime": "20260301235959"})


def test_payer_telephone_plausible() -> None:
    assert severity_of("PAY-003", "CEB411", {"telephone": "138****8000"}) == "warning"
    assert not breaks("PAY-003", "CEB411", {"telephone": None})


def test_payment_company_is_named() -> None:
    assert severity_of("PAY-004", "CEB403", {"payCode": None}) == "warning"
    assert not breaks("PAY-004", "CEB403", {"payCode": None, "payName": "现金支付"})


def test_online_payment_has_a_number() -> None:
    assert severity_of("PAY-005", "CEB403", {"payNo": None}) == "warning"
    cash = {"payNo": None, "payCode": None, "payName": "现金支付"}
    assert not breaks("PAY-005", "CEB403", cash)


def test_accounting_time_not_in_future() -> None:
    assert severity_of("PAY-006", "CEB403", {"accountingDate": "20260304000000"}) == "warning"
    assert not breaks("PAY-006", "CEB403", {"accountingDate": "20260303120000"})
