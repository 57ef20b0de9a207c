"""Waybills."""

from tests.unit.rules.documents import breaks, severity_of


def test_waybill_is_for_one_package() -> None:
    assert severity_of("WAY-001", "CEB511", {"packNo": 2}) == "error"
    assert not breaks("WAY-001", "CEB505", {"packNo": 9})


def test_waybill_telephone_plausible() -> None:
    assert severity_of("WAY-002", "CEB511", {"consigneeTelephone": "139****1298"}) == "warning"


def test_seller_telephone_plausible() -> None:
    assert severity_of("WAY-003", "CEB505", {"ebcTelephone": "none"}) == "warning"
    assert not breaks("WAY-003", "CEB505", {"ebcTelephone": None})
