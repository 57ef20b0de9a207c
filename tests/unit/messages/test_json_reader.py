"""JSON lines: exact numbers, repeats reported, everything else refused by name."""

import json
from decimal import Decimal

import msgspec
import pytest

from declarations.messages.json_reader import (
    LINE_DECODER,
    UnreadableLine,
    read_object,
)
from tests.builders.documents import complete_set, to_ndjson

PAYMENT = complete_set()["payment"]


def line(**values: object) -> bytes:
    """A payment with other values in its head."""
    return to_ndjson([{"type": "CEB411", "PaymentHead": PAYMENT["PaymentHead"] | values}])


@pytest.mark.parametrize("direction", ["import", "export"])
def test_good_lines_are_decoded_to_the_struct_of_their_kind(direction: str) -> None:
    documents = complete_set(direction=direction)  # type: ignore[arg-type]

    for document, text in zip(
        documents.values(), to_ndjson(documents.values()).splitlines(), strict=True
    ):
        assert type(LINE_DECODER.decode(text)).__name__ == document["type"]


def test_amounts_never_pass_through_a_float() -> None:
    text = line(amountPaid="@").replace(b'"@"', b"0.10000000000000000001")

    assert LINE_DECODER.decode(text).head.amountPaid == Decimal("0.10000000000000000001")
    head = read_object(text).data["PaymentHead"]
    assert head["amountPaid"] == Decimal("0.10000000000000000001")


def test_an_integer_of_any_length_is_read() -> None:
    found = read_object(b'{"a": %s, "b": 142}' % (b"9" * 100_000)).data

    assert found == {"a": Decimal("9" * 100_000), "b": 142}


def test_of_repeated_members_the_last_counts_and_a_problem_says_so() -> None:
    lines = b'"OrderList": [{"gnum": 3, "qty": 1, "qty": 2}]'
    text = b'{"OrderHead": {"guid": "1"}, %s, "OrderHead": {"guid": "2"}}' % lines

    read = read_object(text)

    assert read.data["OrderHead"] == {"guid": "2"}
    assert [problem[:3] for problem in read.problems] == [
        ("member_repeated", "qty", 3),
        ("member_repeated", "OrderHead", None),
    ]


def test_a_flood_of_repeats_is_reported_in_part() -> None:
    pairs = ",".join(f'"k{n}":1,"k{n}":1' for n in range(50_000))

    assert len(read_object(f"{{{pairs}}}".encode()).problems) == 20


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (b"", "json_malformed"),
        (b"{", "json_malformed"),
        (b'{"a": 1,}', "json_malformed"),
        (b'{"a": NaN}', "json_malformed"),
        (b'{"a": -Infinity}', "json_malformed"),
        (b'{"a": 01}', "json_malformed"),
        (b'{"a": "\x00"}', "json_malformed"),
        (b'{"a": 1} {"b": 2}', "json_malformed"),
        (b'{"a": "\xff"}', "json_encoding"),
        ('{"a": "é"}'.encode("latin-1"), "json_encoding"),
        ('{"a": 1}'.encode("utf-16"), "json_encoding"),
        (b"[]", "json_not_object"),
        (b"null", "json_not_object"),
        (b'"CEB311"', "json_not_object"),
        (b'{"a":' * 100_000, "json_too_deep"),
        (b"[" * 100_000, "json_too_deep"),
    ],
)
def test_what_is_no_json_object_is_refused_by_name(text: bytes, code: str) -> None:
    with pytest.raises(UnreadableLine) as refused:
        read_object(text)

    assert refused.value.code == code
    assert refused.value.status == 400
    assert refused.value.text("zh") != refused.value.text("en")
    with pytest.raises((msgspec.DecodeError, UnicodeDecodeError, RecursionError)):
        LINE_DECODER.decode(text)


def test_a_byte_order_mark_is_no_part_of_the_text() -> None:
    assert read_object(b'\xef\xbb\xbf{"a": 1}').data == {"a": 1}


@pytest.mark.parametrize(
    "values",
    [
        {"currency": 142},
        {"amountPaid": True},
        {"surplus": "1"},
        {"guid": None},
        {"payTime": "2026"},
        {"note": ["x"]},
    ],
)
def test_the_fast_decoder_leaves_every_doubt_to_the_patient_reader(
    values: dict[str, object],
) -> None:
    text = line(**values)

    with pytest.raises(msgspec.ValidationError):
        LINE_DECODER.decode(text)
    assert read_object(text).data == json.loads(text)
