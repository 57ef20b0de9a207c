"""The simulated customs bills what it released, once for what did not come back."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from declarations.messages.catalogue import KINDS
from declarations.simulation.customs import SIGN
from tests.builders.documents import complete_set
from tests.builders.papers import paper
from tests.unit.simulation.test_customs_papers import FIRM, Desk

Heard = list[tuple[str, dict[str, str]]]
MONTH = 33.0


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def released(desk: Desk, days: float) -> tuple[Any, Heard]:
    """A retail import that the office released within a day, and what it said in so many days."""
    for number in range(200):
        documents = complete_set(number)
        desk.send(*documents.values())
        heard = desk.hear(1)
        if any(head.get("returnStatus") == "800" for _, head in heard):
            return documents["inventory"], heard + desk.hear(days - 1)
    raise AssertionError("nothing was released")


def bills(heard: Heard) -> list[dict[str, str]]:
    return [head for kind, head in heard if kind in {"CEB816", "CEB818"}]


def tax(head: dict[str, str]) -> Decimal:
    names = ("customsTax", "valueAddedTax", "consumptionTax")
    return sum((Decimal(head[name]) for name in names), Decimal(0))


def number_of(heard: Heard) -> str:
    return next(head["invtNo"] for kind, head in heard if kind == "CEB816")


def returned(invt_no: str, *, whole: bool, inventory: Any) -> Any:
    document = paper("CEB625", FIRM, invtNo=invt_no)
    lines = inventory["InventoryList"] if whole else inventory["InventoryList"][:1]
    sample = document["InvtRefundList"][0]
    document["InvtRefundList"] = [
        sample | {"gnum": line["gnum"], "gcode": line["gcode"], "qty": line["qty"]}
        for line in lines
    ]
    return document


def test_what_was_released_is_billed_and_summarised_after_thirty_days(desk: Desk) -> None:
    inventory, heard = released(desk, MONTH)
    made, summarised = bills(heard)
    head = inventory["InventoryHead"]
    assert (made["status"], made["assureCode"]) == ("1", head["assureCode"])
    assert SIGN in made["note"]
    worth = sum(Decimal(line["totalPrice"]) for line in inventory["InventoryList"])
    worth += Decimal(head["freight"])
    assert tax(made) >= (worth * Decimal("0.091")).quantize(Decimal("0.01"))
    assert (summarised["taxNo"], summarised["status"]) == (made["taxNo"], "2")
    assert summarised["entDutyNo"]


def test_an_export_is_not_billed(desk: Desk) -> None:
    for number in range(5):
        desk.send(*complete_set(number, direction="export").values())
    assert bills(desk.hear(MONTH)) == []


@pytest.mark.parametrize("whole", [True, False])
def test_what_came_back_is_billed_no_more(desk: Desk, whole: bool) -> None:
    inventory, heard = released(desk, 2)
    (made,) = bills(heard)
    desk.send(returned(number_of(heard), whole=whole, inventory=inventory))
    after = desk.hear(MONTH)
    if ("CEB626", "399") not in [(kind, head.get("returnStatus")) for kind, head in after]:
        pytest.fail("the return was not accepted")
    told = {(head["taxNo"], head["status"]): head for head in bills(after)}
    assert (made["taxNo"], "3") in told
    assert (made["taxNo"], "2") not in told
    if whole:
        assert len(told) == 1
        return
    (anew,) = (head for (_, status), head in told.items() if status == "1")
    assert 0 < tax(anew) < tax(made)
    assert (anew["taxNo"], "2") in told


def test_the_layout_of_the_bill_is_the_official_one(desk: Desk) -> None:
    _, heard = released(desk, 2)
    (made,) = bills(heard)
    assert set(made) <= set(KINDS["CEB816"].head_elements)
