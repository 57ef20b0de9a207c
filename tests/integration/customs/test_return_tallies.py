"""The tally of returned exports (CEB215) says that the goods are back; customs may reject it."""

from typing import Any

import pytest
from django.utils import timezone

from accounts.models import Notice
from declarations.models import Paper, Return
from declarations.rulebook import day_of
from declarations.services.returns.reminding import tend_returns
from enterprises.models import Facility
from enterprises.selectors import Register
from enterprises.services.filing.drafting import start_filing
from tests.builders.documents import Document
from tests.builders.papers import paper
from tests.builders.series import new_series
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.members import MemberFactory
from tests.integration.customs.returning import application, customs_says, number_of, of, released
from tests.integration.declarations.conftest import Desk

pytestmark = pytest.mark.django_db


def tally(desk: Desk, inventory: Any, **head: Any) -> Document:
    same = {"logisticsNo": inventory.logistics_no, "invtNo": number_of(inventory)}
    series = new_series("P", length=6)
    return paper("CEB215", desk.firm.code, series=series, **(same | head))


def kept(document: Document) -> Paper:
    found: Paper = Paper.objects.get(cop_no=document["InvtRefundDetail"]["coElNo"])
    return found


@pytest.mark.parametrize("tally_first", [True, False])
def test_a_tally_ends_the_term_whatever_comes_first(desk: Desk, tally_first: bool) -> None:
    inventory = released(desk, direction="export", days_ago=5)
    made, counted = application(inventory, desk.firm.code), tally(desk, inventory)
    for document in (counted, made) if tally_first else (made, counted):
        (judged,) = desk.send(document)
        assert judged.verdict == "accepted", judged.findings

    row = of(made)
    assert row.tally_id == kept(counted).id
    assert (row.arrived_on, row.clock) == (day_of(timezone.now()), "")


def test_a_rejected_tally_lets_the_term_run_on(desk: Desk) -> None:
    inventory = released(desk, direction="export", days_ago=5)
    made, counted = application(inventory, desk.firm.code), tally(desk, inventory)
    desk.send(made)
    desk.send(counted)

    customs_says(kept(counted), "100")

    row = of(made)
    assert (row.tally_id, row.arrived_on, row.clock) == (None, None, "return")


def test_a_tally_of_other_goods_changes_nothing(desk: Desk) -> None:
    inventory = released(desk, direction="export", days_ago=5)
    made = application(inventory, desk.firm.code)
    desk.send(made)

    desk.send(tally(desk, inventory, logisticsNo="OTHER1"))

    assert of(made).tally_id is None


def operator(**place: Any) -> Desk:
    """A site that has nothing to do with anybody's return; ``place`` is what it has on file."""
    person = MemberFactory.create(enterprise=EnterpriseFactory.create(kinds=["site"]))
    enterprise = person.enterprise
    if place:
        filing = start_filing(
            type="facility", by=person.user, at=timezone.now(), enterprise=enterprise
        )
        of_place = {"kind": "site", "name": "场所", "country": "142", "address": "—", "area": 1}
        Facility.objects.create(filing=filing, enterprise=enterprise, version=1, **of_place | place)
    firm = Register().get(enterprise.code)
    assert firm is not None
    return Desk(firm)


@pytest.mark.parametrize("tally_first", [True, False])
@pytest.mark.parametrize("place", [{}, {"customs": "0100"}])
def test_nobody_else_can_say_that_the_goods_of_a_firm_are_back(
    desk: Desk, place: dict[str, str], tally_first: bool
) -> None:
    inventory, stranger = released(desk, direction="export", days_ago=5), operator(**place)
    made = application(inventory, desk.firm.code)
    counted = tally(stranger, inventory, logisticsCode=desk.firm.code)
    said = [(stranger, counted), (desk, made)]
    for sender, document in said if tally_first else reversed(said):
        (judged,) = sender.send(document)
        assert judged.verdict == "accepted", judged.findings

    assert (of(made).tally_id, of(made).clock) == (None, "return")


@pytest.mark.parametrize("tally_first", [True, False])
def test_a_site_of_the_same_customs_says_that_they_are_back(desk: Desk, tally_first: bool) -> None:
    inventory = released(desk, direction="export", days_ago=5)
    site = operator(customs=inventory.customs_code)
    made = application(inventory, desk.firm.code)
    counted = tally(site, inventory, logisticsCode=desk.firm.code)
    said = [(site, counted), (desk, made)]
    for sender, document in said if tally_first else reversed(said):
        sender.send(document)

    assert of(made).tally_id == kept(counted).id


def test_a_tally_of_another_carrier_with_the_same_number_changes_nothing(desk: Desk) -> None:
    inventory = released(desk, direction="export", days_ago=5)
    made = application(inventory, desk.firm.code)
    desk.send(made)

    desk.send(tally(desk, inventory, logisticsCode="4403169D3W"))

    assert of(made).tally_id is None


def test_an_export_that_never_came_back_ends_with_its_year(desk: Desk) -> None:
    inventory = released(desk, direction="export", days_ago=5)
    made = application(inventory, desk.firm.code)
    desk.send(made)
    person = MemberFactory.create(enterprise_id=desk.firm.id).user
    Return.objects.filter(id=of(made).id).update(due_on="2020-01-01", arrive_until="2020-01-01")

    tend_returns(at=timezone.now())

    assert of(made).state == "expired"
    assert Notice.objects.filter(user=person, kind="return_expired").exists()
