"""The envelope of the exchange platform: what was put in comes out, what is broken is named."""

import base64
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from declarations.messages.dxp import build_envelope, read_envelope
from declarations.messages.xml_reader import read_message
from tests.unit.messages.reading import edited, order_message, refusal

AT = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
NAMES = st.text("DXPENT0123456789", min_size=1, max_size=16)


def envelope(
    data: bytes = b"<a/>",
    *,
    message_id: str = "4C-1",
    sender: str = "DXPENT0000000001",
    message_type: str = "CEB311Message",
) -> bytes:
    return build_envelope(
        data,
        message_id=message_id,
        sender=sender,
        receivers=["DXPLGS0000000001"],
        at=AT,
        message_type=message_type,
    )


@given(
    data=st.binary(min_size=1, max_size=200),
    sender=NAMES,
    receivers=st.lists(NAMES, min_size=1, max_size=5),
)
def test_an_envelope_is_read_as_it_was_built(
    data: bytes, sender: str, receivers: list[str]
) -> None:
    body = build_envelope(
        data, message_id="<&>", sender=sender, receivers=receivers, at=AT, message_type="CEB311"
    )

    read = read_envelope(etree.fromstring(body))

    assert (read.data, read.info.sender, list(read.info.receivers)) == (data, sender, receivers)
    assert (read.info.message_id, read.info.created) == ("<&>", "2026-03-02T09:30:00")


def test_a_message_is_taken_out_of_its_envelope() -> None:
    plain = order_message()

    message, direct = read_message(envelope(plain)), read_message(plain)

    assert message.sent_by == "DXPENT0000000001"
    assert message.documents == direct.documents
    assert message.transfer == direct.transfer


def test_base64_in_lines_and_additions_are_read() -> None:
    lines = base64.encodebytes(order_message()).decode()
    body = edited(
        envelope(b"x"),
        (
            "<Data>eA==</Data>",
            f"<Data>\n{lines}</Data><AddInfo><FileName>a.xml</FileName>"
            '<BizKey><Key name="orderNo">1</Key></BizKey></AddInfo>',
        ),
    )

    assert read_message(body).kind.code == "CEB311"
    assert read_envelope(etree.fromstring(body)).additions == {
        "FileName": "a.xml",
        "BizKey/orderNo": "1",
    }


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (edited(envelope(), ("<Data>", "<Data>*")), "dxp_data"),
        (edited(envelope(), ("Data>", "Date>"), ("/Data>", "/Date>")), "dxp_malformed"),
        (edited(envelope(), ("<SenderId>DXPENT0000000001</SenderId>", "")), "dxp_malformed"),
        (edited(envelope(b"x"), ("eA==", "")), "dxp_malformed"),
        (envelope(envelope(b"<a/>")), "kind_unknown"),
        (envelope(b"<a/>"), "kind_unknown"),
        (envelope(b"<a"), "xml_malformed"),
        (envelope(b"<!DOCTYPE a><a/>"), "xml_hostile"),
    ],
)
def test_what_cannot_be_taken_out_is_refused_for_its_reason(body: bytes, code: str) -> None:
    assert refusal(body).code == code


@pytest.mark.parametrize(
    "wrong", [{"sender": ""}, {"sender": "x" * 17}, {"message_id": ""}, {"message_type": "x" * 31}]
)
def test_an_envelope_that_the_platform_would_refuse_is_not_built(wrong: Any) -> None:
    with pytest.raises(ValueError, match="character"):
        envelope(**wrong)
