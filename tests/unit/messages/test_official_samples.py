"""Every official sample at hand is read; what is wrong in it are matters for the rules."""

from pathlib import Path

import pytest

from declarations.messages.catalogue import KINDS
from declarations.messages.conversion import to_document
from declarations.messages.xml_reader import read_message
from tests.plugins.official_files import samples_folder
from tests.unit.messages.reading import careful_outcome, outcome

FOLDER = samples_folder()
SAMPLES = sorted(FOLDER.glob("*CEB*.xml")) if FOLDER else []
pytestmark = pytest.mark.skipif(not SAMPLES, reason="no official samples (CEB_SAMPLES_DIR)")


def kind_of(sample: Path) -> str:
    return sample.stem.rsplit("_", 1)[1]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_it_is_read_without_a_problem_by_either_way(sample: Path) -> None:
    body = sample.read_bytes()
    receipts = KINDS[kind_of(sample)].noun == "receipt"

    message = read_message(body, receipts=receipts)

    assert message.kind.code == kind_of(sample)
    assert message.warnings == ()
    assert [raw.problems for raw in message.documents] == [()] * len(message.documents)
    if not receipts:
        assert outcome(body) == careful_outcome(body)
        assert message.has_signature
        assert message.transfer["dxpMode"] == "DXP"


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_its_documents_fit_their_records(sample: Path) -> None:
    kind = KINDS[kind_of(sample)]
    message = read_message(sample.read_bytes(), receipts=kind.noun == "receipt")

    for raw in message.documents:
        to_document(kind, raw.data)


@pytest.mark.parametrize(
    "sample",
    [path for path in SAMPLES if KINDS[kind_of(path)].noun == "receipt"],
    ids=lambda path: path.stem,
)
def test_a_receipt_is_not_accepted_as_a_message(sample: Path) -> None:
    assert outcome(sample.read_bytes()) == ("kind_not_accepted", None)
