"""What comes to the simulated port once more: refused under the code that says so, nothing else."""

from pathlib import Path
from typing import Any

import pytest

from declarations.messages.catalogue import KINDS
from declarations.states import KNOWN_THERE
from tests.builders.codes import customs_code
from tests.builders.documents import changed, complete_set
from tests.builders.papers import paper
from tests.unit.simulation.test_customs_papers import Desk

FIRM = customs_code(1)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


@pytest.mark.parametrize("direction", ["import", "export"])
def test_a_repeat_is_refused_and_customs_goes_on(desk: Desk, direction: Any) -> None:
    documents = list(complete_set(1, direction=direction).values())

    desk.send(*documents)
    desk.send(*documents)

    heard = desk.hear()
    for document in documents:
        kind = KINDS[document["type"]]
        told = [head["returnStatus"] for code, head in heard if code == kind.receipt]
        refused = {status for status in told if status.startswith("-")}
        assert len(refused) == 1, told
        assert refused <= KNOWN_THERE
        ends = {"800", "700", "100", "899"} if kind.noun == "inventory" else {"120"}
        assert ends & set(told), told


def test_what_customs_rejected_may_come_again_as_new(desk: Desk) -> None:
    documents = complete_set(2)
    wrong = changed(documents["payment"], amountPaid="1.00")
    desk.send(documents["order"], wrong, documents["waybill"], documents["inventory"])
    assert desk.hear()[-1][1]["returnStatus"] == "100"

    desk.send(changed(documents["payment"], appType="2"))
    desk.send(documents["inventory"])

    told = [head["returnStatus"] for code, head in desk.hear() if code == "CEB622"]
    assert "120" in told, told
    assert not KNOWN_THERE.intersection(told)


def test_a_repeated_list_without_a_code_of_its_own_is_passed_over(desk: Desk) -> None:
    document = paper("CEB607", FIRM)

    desk.send(document, document)

    assert len({head["returnStatus"] for _, head in desk.hear()} & {"120", "100"}) == 1


def test_what_was_withdrawn_comes_again_under_another_number_of_customs(desk: Desk) -> None:
    for number in range(60):
        documents = complete_set(number)
        desk.send(*documents.values())
        told = [head for kind, head in desk.hear(8 / 86400) if kind == "CEB622"]
        if not told or not (first := told[-1].get("invtNo")):
            continue
        order = documents["order"]["OrderHead"]["orderNo"]
        desk.send(paper("CEB623", FIRM, series=f"W{number}", invtNo=first, orderNo=order))
        if ("CEB624", "399") not in [(kind, head["returnStatus"]) for kind, head in desk.hear()]:
            continue

        desk.send(changed(documents["inventory"], note="撤单后重新申报"))

        told = [head for kind, head in desk.hear() if kind == "CEB622"]
        assert "120" in [head["returnStatus"] for head in told] or told[-1]["returnStatus"] == "100"
        assert first not in {head.get("invtNo") for head in told}
        return
    raise AssertionError("no cancellation was granted")
