"""What import and export inventories share."""

import pytest

from tests.unit.rules.documents import breaks, document, severity_of

BOTH = ["CEB603", "CEB621"]


@pytest.mark.parametrize("kind", BOTH)
def test_inventory_lines_numbered_once(kind: str) -> None:
    lines = document(kind)["InventoryList"]
    lines[1]["gnum"] = 1
    assert severity_of("INV-002", kind, InventoryList=lines) == "error"


@pytest.mark.parametrize("kind", BOTH)
def test_gross_weight_covers_net_weight(kind: str) -> None:
    assert breaks("INV-003", kind, {"grossWeight": "1", "netWeight": "1.00001"})
    assert not breaks("INV-003", kind, {"grossWeight": "1", "netWeight": "1.0"})


@pytest.mark.parametrize("kind", BOTH)
def test_customs_code_known(kind: str) -> None:
    assert severity_of("INV-004", kind, {"customsCode": "9999"}) == "error"


@pytest.mark.parametrize("kind", BOTH)
def test_port_code_known(kind: str) -> None:
    assert severity_of("INV-005", kind, {"portCode": "9999"}) == "error"


@pytest.mark.parametrize("kind", BOTH)
def test_transport_mode_known(kind: str) -> None:
    assert severity_of("INV-006", kind, {"trafMode": "?"}) == "error"


@pytest.mark.parametrize("kind", BOTH)
def test_hs_code_is_ten_digits(kind: str) -> None:
    for code in ("330499003X", "３３０４９９００３９", "3304.99000"):
        assert severity_of("INV-007", kind, line={"gcode": code}) == "error"
    assert not breaks("INV-007", kind, line={"gcode": "0000000000"})


@pytest.mark.parametrize("kind", BOTH)
def test_second_quantity_has_its_unit(kind: str) -> None:
    assert breaks("INV-008", kind, line={"qty2": None})
    assert breaks("INV-008", kind, line={"unit2": None})
    assert not breaks("INV-008", kind, line={"qty2": None, "unit2": None})


@pytest.mark.parametrize("kind", BOTH)
def test_statutory_unit_known(kind: str) -> None:
    assert severity_of("INV-009", kind, line={"unit1": "999"}) == "error"


@pytest.mark.parametrize("kind", BOTH)
def test_second_unit_known(kind: str) -> None:
    assert severity_of("INV-010", kind, line={"unit2": "999"}) == "error"
    assert not breaks("INV-010", kind, line={"unit2": None, "qty2": None})


@pytest.mark.parametrize("kind", BOTH)
def test_wrap_type_known(kind: str) -> None:
    assert severity_of("INV-011", kind, {"wrapType": "9"}) == "error"
    assert not breaks("INV-011", "CEB621", {"wrapType": None})


@pytest.mark.parametrize("kind", BOTH)
def test_bar_code_or_none(kind: str) -> None:
    assert severity_of("INV-012", kind, line={"barCode": "没有"}) == "warning"
    assert not breaks("INV-012", kind, line={"barCode": "无"})
    assert not breaks("INV-012", kind, line={"barCode": "6901234567892"})
