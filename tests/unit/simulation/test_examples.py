"""The files of docs/examples are what the product itself would write, and say the same twice."""

import json

import pytest

from declarations.messages.catalogue import KINDS
from declarations.messages.xml_reader import read_message
from declarations.simulation.deal import Firm
from declarations.simulation.examples import documents
from enterprises.services.demo_zone import FIRMS, demo_applicant
from zone_portal import env

FOLDER = env.REPOSITORY / "docs" / "examples"
NOUNS = ("order", "payment", "waybill", "inventory")


def expected(noun: str) -> dict[str, object]:
    firms = {key: Firm(demo_applicant(key).code, demo_applicant(key).name) for key in FIRMS}
    return documents(firms)[noun]


@pytest.mark.parametrize("noun", NOUNS)
def test_the_json_file_is_up_to_date(noun: str) -> None:
    assert json.loads((FOLDER / f"{noun}.json").read_text("utf-8")) == expected(noun)


@pytest.mark.parametrize("noun", NOUNS)
def test_the_xml_file_says_the_same(noun: str) -> None:
    message = read_message((FOLDER / f"{noun}.xml").read_bytes())
    (document,) = message.documents
    wanted = expected(noun)
    kind = KINDS[str(wanted["type"])]
    assert message.kind.code == kind.code
    assert document.problems == ()
    shown = {"type": kind.code, **document.data}
    assert json.loads(json.dumps(shown), parse_int=str) == json.loads(
        json.dumps(wanted), parse_int=str
    )


def test_the_inventory_is_signed() -> None:
    assert read_message((FOLDER / "inventory.xml").read_bytes()).has_signature
