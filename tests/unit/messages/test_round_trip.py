"""What we build, we read back: parse∘build is the identity for every kind and both layouts."""

from typing import Any
from unittest import mock

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from declarations.messages import xml_reader
from declarations.messages.catalogue import KINDS, intake_kinds
from declarations.messages.conversion import to_document
from declarations.messages.json_reader import LINE_DECODER, read_object
from declarations.messages.xml_reader import read_message
from declarations.messages.xml_writer import build_json, build_message
from tests.builders.documents import CAST, transfer
from tests.builders.records import records

GUID = "4C000000-0000-4000-8000-00000000000A"
EACH_KIND = pytest.mark.parametrize("code", sorted(KINDS))
THOROUGH = settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def build(code: str, documents: list[Any], prefix: str) -> bytes:
    kind = KINDS[code]
    sent_by = None if kind.from_customs else transfer(CAST)
    return build_message(kind, documents, guid=GUID, transfer=sent_by, prefix=prefix)


@EACH_KIND
@THOROUGH
@given(data=st.data(), prefix=st.sampled_from(["ceb", "", "x"]))
def test_a_message_is_read_as_it_was_built_by_either_way(
    code: str, data: st.DataObject, prefix: str
) -> None:
    kind = KINDS[code]
    most = min(kind.max_documents or 2, 2)
    documents = data.draw(st.lists(records(kind), min_size=1, max_size=most))

    body = build(code, documents, prefix)
    message = read_message(body, receipts=kind.from_customs)
    with mock.patch.object(xml_reader, "read_outline", return_value=None):
        assert read_message(body, receipts=kind.from_customs) == message
    assert message.kind is kind
    assert (message.guid, message.version, message.warnings) == (GUID, "1.0", ())
    assert [raw.problems for raw in message.documents] == [()] * len(documents)
    assert [to_document(kind, raw.data) for raw in message.documents] == documents


@EACH_KIND
@THOROUGH
@given(data=st.data())
def test_a_json_line_is_read_as_it_was_built(code: str, data: st.DataObject) -> None:
    kind = KINDS[code]
    document = data.draw(records(kind))

    line = build_json(kind, document)

    assert line.count(b"\n") == 1
    assert msgspec.json.decode(line, type=kind.struct) == document
    assert msgspec.convert(read_object(line).data, kind.struct) == document


@pytest.mark.parametrize("kind", intake_kinds(), ids=lambda kind: kind.code)
@settings(parent=THOROUGH, max_examples=5)
@given(data=st.data())
def test_the_line_decoder_tells_kinds_apart(kind: Any, data: st.DataObject) -> None:
    document = data.draw(records(kind))

    assert LINE_DECODER.decode(build_json(kind, document)) == document
