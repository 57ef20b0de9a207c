"""Returns and cancellations are compared with the inventory they name."""

from typing import Any

import pytest
from django.utils import timezone

from declarations.models import Course
from declarations.verdicts import ACCEPTED, REJECTED
from tests.builders.documents import Document, changed, head_of, lines_of
from tests.builders.papers import paper
from tests.builders.series import new_series
from tests.integration.declarations.conftest import Desk, codes, new_desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def declared(desk: Desk) -> Document:
    """An import inventory that customs gave a number and released."""
    made = desk.set()
    made["inventory"] = changed(made["inventory"], invtNo=new_series("I", length=13))
    judged = desk.send(*made.values())
    (inventory_id,) = (item.document_id for item in judged if item.kind == "CEB621")
    Course.objects.create(inventory_id=inventory_id, status="800", status_at=timezone.now())
    return made["inventory"]


def returned(inventory: Document, firm: str, **head: Any) -> Document:
    """A return of the whole first line of an inventory."""
    top, line = head_of(inventory), lines_of(inventory)[0]
    same = {name: top[name] for name in ("orderNo", "invtNo", "logisticsNo", "customsCode")}
    made = paper("CEB625", firm, series=new_series("P", length=6), **(same | head))
    lines_of(made)[0].update(
        {name: line[name] for name in ("gnum", "gcode", "gname", "qty", "unit")}
    )
    return made


def test_a_return_of_what_was_declared_has_nothing_to_be_said_of(
    desk: Desk, declared: Document
) -> None:
    (judged,) = desk.send(returned(declared, desk.firm.code))

    assert (judged.verdict, judged.findings) == (ACCEPTED, [])


def test_more_than_declared_is_refused_with_both_values(desk: Desk, declared: Document) -> None:
    made = changed(returned(declared, desk.firm.code), 1, qty="9999")

    (judged,) = desk.send(made)

    (finding,) = judged.findings
    assert (judged.verdict, finding["code"]) == (REJECTED, "RET-012")
    own, theirs = finding["documents"]
    assert (own["type"], own["field"], own["line"], own["value"]) == ("CEB625", "qty", 1, "9999")
    assert (theirs["type"], theirs["field"]) == ("CEB621", "qty")


@pytest.mark.parametrize(
    ("wrong", "code"),
    [({"gnum": 77}, "RET-011"), ({"gcode": "9999999999"}, "RET-011"), ({"unit": "035"}, "RET-013")],
)
def test_another_line_or_unit_is_refused(
    desk: Desk, declared: Document, wrong: dict[str, Any], code: str
) -> None:
    (judged,) = desk.send(changed(returned(declared, desk.firm.code), 1, **wrong))

    assert code in codes(judged)


def test_another_order_is_refused(desk: Desk, declared: Document) -> None:
    (judged,) = desk.send(returned(declared, desk.firm.code, orderNo="other"))

    assert codes(judged) == {"RET-014"}


def test_a_number_that_customs_gave_finds_the_inventory(desk: Desk) -> None:
    made = desk.set()
    judged = desk.send(*made.values())
    inventory_id = next(item.document_id for item in judged if item.kind == "CEB621")
    number = new_series("I", length=13)
    Course.objects.create(
        inventory_id=inventory_id, status="800", status_at=timezone.now(), invt_no=number
    )
    inventory = changed(made["inventory"], invtNo=number)

    (found,) = desk.send(changed(returned(inventory, desk.firm.code), 1, qty="9999"))

    assert codes(found) == {"RET-012"}


def test_an_unknown_inventory_only_warns(desk: Desk) -> None:
    (judged,) = desk.send(paper("CEB623", desk.firm.code, series=new_series("P", length=6)))

    assert (judged.verdict, codes(judged)) == (ACCEPTED, {"RET-010"})


def test_another_firms_inventory_is_as_unknown(declared: Document) -> None:
    other = new_desk()

    (judged,) = other.send(returned(declared, other.firm.code))

    assert (judged.verdict, codes(judged)) == (REJECTED, {"RET-010"})
