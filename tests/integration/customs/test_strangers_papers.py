"""A paper about an inventory goes to customs only from a firm that may act on that inventory."""

from typing import Any

import pytest

from declarations.models import Paper, Return
from declarations.services.forwarding import forward
from declarations.verdicts import ACCEPTED, REJECTED
from tests.builders.documents import Document, changed
from tests.builders.papers import paper
from tests.builders.series import new_series
from tests.factories.mandates import MandateFactory
from tests.integration.customs.conftest import Notebook, says
from tests.integration.customs.returning import application, number_of, released
from tests.integration.declarations.conftest import Desk, codes, new_desk

pytestmark = pytest.mark.django_db

PAPERS = ("CEB213", "CEB605", "CEB623", "CEB625")
EXPORTS = {"CEB213", "CEB605"}
UNKNOWN = "RET-010"


def about(code: str, inventory: Any, firm: str, **head: Any) -> Document:
    """A paper of a kind about an inventory, its number known, in which a firm plays every part."""
    if code in {"CEB213", "CEB625"}:
        return application(inventory, firm, **head)
    same = {"invtNo": number_of(inventory)}
    if code == "CEB623":
        same["orderNo"] = inventory.order_no
    return paper(code, firm, series=new_series("P", length=6), **(same | head))


def declared(desk: Desk, code: str) -> Any:
    """The inventory that such a paper may be about."""
    status = "120" if code in {"CEB605", "CEB623"} else "800"
    return released(desk, status=status, direction="export" if code in EXPORTS else "import")


@pytest.mark.parametrize("names_the_seller", [True, False])
@pytest.mark.parametrize("code", PAPERS)
def test_a_stranger_sends_nothing_about_an_inventory_of_others(
    desk: Desk, notebook: Notebook, code: str, names_the_seller: bool
) -> None:
    inventory, stranger = declared(desk, code), new_desk()
    named = {"ebcCode": desk.firm.code} if names_the_seller else {}
    forward(seconds=10, to=notebook)
    notebook.arrived.clear()

    (judged,) = stranger.send(about(code, inventory, stranger.firm.code, **named))
    forward(seconds=10, to=notebook)

    (finding,) = judged.findings
    assert (judged.verdict, finding["code"], finding["severity"]) == (REJECTED, UNKNOWN, "error")
    assert (len(finding["documents"]), notebook.kinds()) == (1, [])
    assert desk.firm.name not in str(finding)
    assert not Paper.objects.filter(sender_id=stranger.firm.id).exists()
    assert not Return.objects.filter(sender_id=stranger.firm.id).exists()


@pytest.mark.parametrize("code", PAPERS)
def test_the_seller_and_whoever_holds_its_mandate_send_it(desk: Desk, code: str) -> None:
    inventory, helper = declared(desk, code), new_desk()
    MandateFactory.create(principal_id=desk.firm.id, agent_id=helper.firm.id, kinds=[code])

    (judged,) = helper.send(about(code, inventory, desk.firm.code, agentCode=helper.firm.code))

    assert judged.verdict == ACCEPTED, judged.findings


def test_writing_the_number_into_an_inventory_of_its_own_helps_no_stranger(desk: Desk) -> None:
    inventory, stranger = declared(desk, "CEB623"), new_desk()
    says(inventory, "120", invtNo=number_of(inventory))
    own = stranger.set()
    stranger.send(changed(own["inventory"], invtNo=number_of(inventory)))

    (judged,) = stranger.send(about("CEB623", inventory, stranger.firm.code))

    assert (judged.verdict, UNKNOWN in codes(judged)) == (REJECTED, True)
