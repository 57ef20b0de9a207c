"""A parcel that customs has: what becomes of another parcel of its order leaves it alone."""

from datetime import timedelta

import pytest
from django.utils import timezone

from declarations.dossiers import declaration
from declarations.models import Course, Decision, Inventory, TaxStanding, Work
from declarations.pages.saying import saying
from declarations.services.events import place_events
from declarations.services.forwarding import forward
from declarations.services.tax_following import follow_taxes
from declarations.tax_states import FREE, HELD, RELEASED
from enterprises.viewers import Viewer
from tests.builders.documents import Document, changed, head_of, lines_of
from tests.integration.customs.conftest import Notebook, says, status
from tests.integration.customs.taxing import _rated
from tests.integration.declarations.conftest import Desk
from tests.integration.declarations.splitting import (
    decision_of,
    in_parcels,
    inventories,
    shared,
)
from tests.integration.taxation.conftest import settings_loaded

__all__ = ["_rated", "settings_loaded"]


def declared(desk: Desk, notebook: Notebook) -> tuple[list[Document], list[Inventory]]:
    """An order in two parcels, both on their way to customs."""
    documents = in_parcels(desk)
    desk.send(*documents)
    desk.decide()
    forward(seconds=10, to=notebook)
    papers = inventories(documents)
    rows = [Inventory.objects.get(cop_no=head_of(paper)["copNo"]) for paper in papers]
    assert [status(row) for row in rows] == ["sent", "sent"]
    follow()
    return papers, rows


def follow() -> None:
    place_events()
    follow_taxes(seconds=30, at=timezone.now())


def tax_state(inventory: Inventory) -> str:
    row = TaxStanding.objects.get(inventory_id=inventory.id)
    return str(row.state)


@pytest.mark.parametrize("how", ["deleted", "changed"])
@pytest.mark.parametrize("code", ["", "2", "120", "500", "800"])
def test_a_parcel_at_customs_stays_matched_whatever_becomes_of_another(
    desk: Desk, notebook: Notebook, code: str, how: str
) -> None:
    (first, second), (rejected, other) = declared(desk, notebook)
    if code:
        says(other, code)
    says(rejected, "100", info="收件地址不详")
    app_type = {"deleted": "3", "changed": "2"}[how]
    correction = changed(first, appType=app_type, note="[分包裹:1/2]更正")
    if how == "changed":
        correction["InventoryList"] = shared(lines_of(first), 1, 2)

    assert desk.send(correction)[0].verdict == "accepted"
    desk.decide()
    follow()

    decision = decision_of(desk, head_of(second)["copNo"])
    assert (decision.outcome, decision.sequence) == ("matched", 1)
    assert tax_state(other) == (RELEASED if code == "800" else HELD)
    assert tax_state(rejected) == FREE
    assert desk.send(changed(second, appType="2", note="[分包裹:2/2]更正"))[0].verdict == "rejected"


def test_what_customs_rejects_then_is_decided_as_things_are(desk: Desk, notebook: Notebook) -> None:
    (first, second), (rejected, other) = declared(desk, notebook)
    says(rejected, "100", info="收件地址不详")
    desk.send(changed(first, appType="3"))
    desk.decide()
    at = timezone.now()
    says(other, "120", at)
    follow()
    assert tax_state(other) == HELD

    says(other, "100", at + timedelta(seconds=1), info="收件地址不详")
    assert Work.objects.filter(enterprise_id=desk.firm.id).exists()
    desk.decide()
    follow()

    assert decision_of(desk, head_of(second)["copNo"]).outcome == "waiting"
    assert tax_state(other) == FREE
    assert desk.send(first)[0].verdict == "accepted"
    desk.decide()
    forward(seconds=10, to=notebook)
    assert Course.objects.get(inventory_id=other.id).round == 2


def test_a_whole_declaration_that_is_rejected_leaves_no_work(
    desk: Desk, notebook: Notebook
) -> None:
    documents = desk.set()
    desk.send(*documents.values())
    forward(seconds=10, to=notebook)
    inventory = Inventory.objects.get()

    says(inventory, "100")

    assert not Work.objects.exists()


@pytest.mark.parametrize("code", ["120", "500", "800"])
def test_the_page_says_where_it_is_at_customs_though_its_order_does_not_match_here(
    desk: Desk, notebook: Notebook, code: str
) -> None:
    _, (_, other) = declared(desk, notebook)
    says(other, code, info="说明文字")
    Decision.objects.filter(inventory_id=other.id).update(
        outcome="waiting", waiting_for=["inventory"]
    )
    dossier = declaration(Viewer(sees_all=True), other.id)
    assert dossier is not None

    said = saying(dossier)

    assert code in said.what
    assert "对碰一致" not in said.what
    assert "报送" not in said.next


def test_what_customs_has_is_not_deleted_though_it_does_not_match_here(
    desk: Desk, notebook: Notebook
) -> None:
    (_, second), (_, other) = declared(desk, notebook)
    Decision.objects.filter(inventory_id=other.id).update(
        outcome="waiting", waiting_for=["inventory"]
    )

    assert desk.send(changed(second, appType="3"))[0].verdict == "rejected"
    says(other, "800")
    judged = desk.send(changed(second, appType="3"))[0]
    assert {finding["code"] for finding in judged.findings} == {"KEY-009"}
