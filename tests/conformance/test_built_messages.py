"""Everything we build is valid against the official schemas."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from msgspec.structs import replace

from declarations.messages.catalogue import KINDS
from declarations.messages.dxp import build_envelope
from declarations.messages.kinds import Kind
from declarations.messages.receipts import build_receipts, format_refusal, receipt_record
from declarations.messages.xml_writer import build_message
from declarations.signatures.signing import demo_signer
from declarations.simulation.scenario import MODES
from tests.builders.documents import CAST, complete_set, to_xml, transfer
from tests.builders.records import records
from tests.conformance import schemas

pytestmark = pytest.mark.skipif(schemas.FOLDER is None, reason="CEB_XSD_DIR is not set")
GUID = "4C000000-0000-4000-8000-00000000000A"
AT = datetime(2026, 3, 2, tzinfo=UTC)
EXTENSION = {"name": "own", "version": "1", "Message": '<x xmlns="urn:own">1</x>'}


@pytest.fixture(scope="module")
def signer(tmp_path_factory: pytest.TempPathFactory) -> Any:
    return demo_signer(tmp_path_factory.mktemp("keys"), at=AT)


def assert_valid(direction: str, body: bytes) -> None:
    schema = schemas.schema(direction)
    assert schema.validate(etree.fromstring(body)), str(schema.error_log)


def as_pinned(kind: Kind, document: Any) -> Any:
    """The record with the values that the schema fixes, 142 for every currency for example."""
    root = schemas.root_of(kind.direction, kind.root)
    wrapper = schemas.inside(kind.direction, root)[kind.wrapper]
    if not kind.head_element:
        fixed = schemas.pinned(kind.direction, wrapper)
        return replace(document, head=replace(document.head, **fixed))
    parts = schemas.inside(kind.direction, wrapper)
    fixed = schemas.pinned(kind.direction, parts[kind.head_element])
    document = replace(document, head=replace(document.head, **fixed))
    if not kind.list_element:
        return document
    fixed = schemas.pinned(kind.direction, parts[kind.list_element])
    return replace(document, lines=[replace(line, **fixed) for line in document.lines])


@pytest.mark.parametrize("prefix", ["ceb", ""])
@pytest.mark.parametrize(
    ("direction", "mode"), [(direction, mode) for direction in MODES for mode in MODES[direction]]
)
def test_messages_of_a_scenario(direction: Any, mode: str, prefix: str, signer: Any) -> None:
    sets = [complete_set(number, direction=direction, mode=mode) for number in range(100)]
    for noun in sets[0]:
        documents = [one[noun] for one in sets]
        sign = signer if noun == "inventory" else None
        kind = documents[0]["type"]
        assert_valid(direction, to_xml(kind, documents, signer=sign, prefix=prefix))


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
@settings(
    max_examples=10,
    deadline=None,
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
        HealthCheck.function_scoped_fixture,
    ],
)
@given(data=st.data())
def test_any_record_of_any_kind(kind: Kind, data: st.DataObject, signer: Any) -> None:
    document = data.draw(records(kind, filled=True).map(lambda drawn: as_pinned(kind, drawn)))
    receipt = kind.from_customs

    body = build_message(
        kind,
        [document],
        guid=GUID,
        transfer=None if receipt else transfer(CAST),
        subscribes=() if receipt else [{"status": "RET", "dxpMode": "DXP", "dxpAddress": "D"}],
        signer=None if receipt else signer,
        extension=None if receipt else data.draw(st.sampled_from([None, EXTENSION])),
    )

    assert_valid(kind.direction, body)


RECEIPTS = [kind for kind in KINDS.values() if kind.answers]


@pytest.mark.parametrize("values", [{}, {"copNo": "1" * 90, "invtNo": "1", "orderNo": "&<>"}])
@pytest.mark.parametrize("kind", RECEIPTS, ids=lambda kind: kind.code)
def test_receipts_about_anything(kind: Kind, values: dict[str, str]) -> None:
    record = receipt_record(kind, values, guid=GUID, status="-1", at=AT, info="错" * 2000)

    assert_valid(kind.direction, build_receipts(kind, [record] * 100, guid=GUID))


@pytest.mark.parametrize("original", [b"", b"<a>]]>", b"\xff\x00", "破".encode() * 9000])
def test_format_receipts_about_anything(original: bytes) -> None:
    assert_valid("import", format_refusal(original, guid=GUID, at=AT, info="错" * 9000))


@pytest.mark.parametrize("receivers", [["DXPLGS0000000001"], [f"DXP{n}" for n in range(5)]])
def test_envelopes(receivers: list[str]) -> None:
    body = build_envelope(
        b"<a/>" * 1000,
        message_id="错" * 255,
        sender="DXPENT0000000001",
        receivers=receivers,
        at=AT,
        message_type="CEB311Message",
    )
    schema = etree.XMLSchema(etree.parse(schemas.file_of("envelope")))

    assert schema.validate(etree.fromstring(body)), str(schema.error_log)


def test_an_inventory_without_signature_is_what_the_schema_refuses() -> None:
    body = to_xml("CEB621", [complete_set()["inventory"]])

    assert not schemas.schema("import").validate(etree.fromstring(body))
