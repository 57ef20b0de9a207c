"""Text becomes a record only where customs' schema would take it."""

from decimal import Decimal
from typing import Any

import msgspec
import pytest

from declarations.messages.catalogue import KINDS
from declarations.messages.conversion import number_text, to_document
from tests.builders.documents import changed, complete_set

CEB511 = KINDS["CEB511"]


def waybill(**values: Any) -> Any:
    """The record of a waybill with other values, all as text."""
    document = changed(complete_set()["waybill"], **values)
    head = {name: str(value) for name, value in document["LogisticsHead"].items()}
    return to_document(CEB511, {"LogisticsHead": head}).head


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1.50", "1.50"),
        ("-0.00001", "-0.00001"),
        ("+7", "7"),
        (".5", "0.5"),
        ("5.", "5"),
        (" \n12\t", "12"),
        ("00012", "12"),
    ],
)
def test_plain_decimals_of_the_schema_are_numbers(text: str, number: str) -> None:
    assert waybill(weight=text).weight == Decimal(number)


@pytest.mark.parametrize(
    "text",
    ["1_000", "1e3", "NaN", "Infinity", "１２", "٣", "1 0", "1,0", "0x1", "1-2", "-", ".", "", " "],
)
def test_what_only_python_calls_a_number_is_none(text: str) -> None:
    with pytest.raises(msgspec.ValidationError):
        waybill(weight=text)
    assert number_text(CEB511.head_elements["weight"], text) is None


@pytest.mark.parametrize(("text", "number"), [("1", 1), ("+1", 1), (" 1 ", 1), ("01", 1)])
def test_integers_of_the_schema_are_numbers(text: str, number: int) -> None:
    assert waybill(packNo=text).packNo == number


@pytest.mark.parametrize("text", ["1.0", "1e0", "1_0", "１", "", "--1", "9999999999"])
def test_what_the_schema_calls_no_integer_is_none(text: str) -> None:
    with pytest.raises(msgspec.ValidationError):
        waybill(packNo=text)


def test_empty_optional_text_is_left_out_but_an_empty_number_is_an_error() -> None:
    assert waybill(billNo="", note="").note is None
    with pytest.raises(msgspec.ValidationError):
        waybill(freight="")
    with pytest.raises(msgspec.ValidationError):
        waybill(consignee="")


def test_an_empty_optional_element_of_fixed_length_is_an_error() -> None:
    order = changed(complete_set()["order"], consigneeDistrict="")

    with pytest.raises(msgspec.ValidationError):
        to_document(KINDS["CEB311"], {name: order[name] for name in ("OrderHead", "OrderList")})


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"LogisticsHead": "x"},
        {"LogisticsHead": {}, "Other": {}},
        {"LogisticsHead": {"weight": []}},
    ],
)
def test_data_of_another_shape_is_refused(data: dict[str, Any]) -> None:
    with pytest.raises(msgspec.ValidationError):
        to_document(CEB511, data)


def test_the_data_stays_as_it_was() -> None:
    head = {name: str(v) for name, v in complete_set()["waybill"]["LogisticsHead"].items()}
    head |= {"note": "", "weight": " 1 "}
    data = {"LogisticsHead": dict(head)}

    to_document(CEB511, data)

    assert data == {"LogisticsHead": head}
