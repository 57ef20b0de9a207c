"""Returns and cancellations, as far as they can be judged alone."""

import pytest

from tests.unit.rules.documents import breaks, document, severity_of


@pytest.mark.parametrize("code", ["CEB213", "CEB215"])
def test_returned_exports_enter(code: str) -> None:
    assert severity_of("RET-001", code, {"ieFlag": "E"}) == "error"


def test_return_has_its_trade_mode() -> None:
    assert severity_of("RET-002", "CEB213", {"tradeMode": "9610"}) == "error"
    assert breaks("RET-002", "CEB213", {"tradeMode": None})
    assert not breaks("RET-002", "CEB213", {"tradeMode": "1261"})


def test_returned_goods_come_from_abroad() -> None:
    assert severity_of("RET-003", "CEB213", {"country": "142"}) == "error"


def test_returned_from_known_country() -> None:
    assert severity_of("RET-004", "CEB213", {"country": "999"}) == "error"


@pytest.mark.parametrize("code", ["CEB213", "CEB625"])
def test_returned_lines_named_once(code: str) -> None:
    (line,) = document(code)["InvtRefundList"]

    assert breaks("RET-005", code, InvtRefundList=[line, line])
    assert not breaks("RET-005", code, InvtRefundList=[line, line | {"gnum": 3}])


def test_second_quantity_has_its_unit() -> None:
    assert severity_of("RET-006", "CEB213", line={"unit2": None}) == "error"
    assert not breaks("RET-006", "CEB213", line={"unit2": None, "qty2": None})


@pytest.mark.parametrize("code", ["CEB213", "CEB625"])
def test_returned_unit_known(code: str) -> None:
    assert severity_of("RET-007", code, line={"unit": "999"}) == "error"


@pytest.mark.parametrize("code", ["CEB623", "CEB625"])
def test_returning_buyer_shows_identity_card(code: str) -> None:
    assert severity_of("RET-008", code, {"buyerIdType": "2"}) == "error"


def test_cancellation_is_new() -> None:
    assert severity_of("RET-009", "CEB623", {"appType": "2"}) == "error"
    assert not breaks("RET-009", "CEB605", {"appType": "2"})
