"""An order in parts, as people see it: the sums, what is missing, whose turn it is."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from declarations.models import Inventory
from tests.builders.documents import head_of
from tests.integration.declarations.test_splits import in_parcels, inventories, sharing
from tests.journeys.conftest import LANGUAGES, Visitor

Visit = Callable[..., Visitor]


@pytest.mark.parametrize("language", LANGUAGES)
def test_sums_of_parcels_and_of_a_shared_payment_can_be_read(visit: Visit, language: str) -> None:
    visitor = visit(language=language)
    visitor.sign_in()
    waiting, whole = in_parcels(visitor.desk, 3)[:6], in_parcels(visitor.desk, 2, number=5)
    group = sharing(visitor.desk, 3, first=20)
    visitor.desk.send(*waiting, *whole, *group)
    visitor.desk.decide()

    for documents, title in ((waiting, "#split-parcels"), (whole, "#split-parcels")):
        row = Inventory.objects.get(cop_no=head_of(inventories(documents)[0])["copNo"])
        assert visitor.wrong_on(f"/declarations/{row.id}/") == []
        expect(visitor.page.locator(title)).to_be_visible()
    row = Inventory.objects.get(cop_no=head_of(inventories(group)[1])["copNo"])
    assert visitor.wrong_on(f"/declarations/{row.id}/") == []
    expect(visitor.page.locator("#split-payment")).to_be_visible()
    visitor.page.locator("table a", has_text=head_of(inventories(group)[2])["orderNo"]).click()
    expect(visitor.page.locator("h1")).to_contain_text(head_of(inventories(group)[2])["orderNo"])
