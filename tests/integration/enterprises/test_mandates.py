"""Mandates: proposed, accepted, ended; what an agent may send follows at once."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from accounts.models import AuditEntry, Notice
from declarations.facts import Sender
from declarations.services.intake import receive
from declarations.services.sources import NDJSON
from enterprises.models import Enterprise, Mandate, Member
from enterprises.rules.entrusting import Entrustment
from enterprises.selectors import facts_of, mandates_for
from enterprises.selectors_mandates import mandate_state, mandates_of
from enterprises.services.entrusting import (
    accept_mandate,
    decline_mandate,
    propose_mandate,
    revoke_mandate,
)
from enterprises.viewers import viewer_for
from tests.builders.documents import changed, to_ndjson
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.mandates import MandateFactory
from tests.factories.members import MemberFactory
from tests.factories.officials import official
from tests.integration.declarations.conftest import new_desk
from tests.integration.enterprises.at_once import at_once, committed
from zone_portal.kernel.errors import PortalError
from zone_portal.kernel.findings import render
from zone_portal.kernel.rules import RULES

AT = datetime(2026, 11, 20, 8, tzinfo=UTC)
TODAY = date(2026, 11, 20)
__all__ = ["committed"]


def chief_of(firm: Enterprise) -> Member:
    return MemberFactory.create(enterprise=firm, role="administrator")


class Pair:
    """A seller and an express operator, each with its administrator."""

    def __init__(self) -> None:
        self.seller = chief_of(EnterpriseFactory.create(kinds=["ecommerce"]))
        self.express = chief_of(EnterpriseFactory.create(kinds=["express"]))
        self.terms = Entrustment(
            self.express.enterprise.code, ("CEB311",), TODAY, TODAY + timedelta(days=365)
        )

    def propose(self, **given: Any) -> Mandate:
        return propose_mandate(
            given=replace(self.terms, **given),
            principal_id=self.seller.enterprise_id,
            by=self.seller.user,
            at=AT,
        )

    def act(self, deed: Any, row: Mandate, by: Member, at: datetime = AT) -> Mandate:
        found: Mandate = deed(mandate_id=row.id, viewer=viewer_for(by.user), by=by.user, at=at)
        return found

    def held(self, on: date = TODAY) -> frozenset[tuple[int, str]]:
        return mandates_for(self.express.enterprise_id, on=on)


def refused(code: str, deed: Any, *given: Any, **options: Any) -> PortalError:
    with pytest.raises(PortalError) as refusal:
        deed(*given, **options)
    assert refusal.value.code == code
    return refusal.value


@pytest.mark.django_db
def test_a_mandate_holds_only_once_the_agent_accepted() -> None:
    pair = Pair()
    row = pair.propose()
    assert pair.held() == frozenset()
    assert Notice.objects.get(user=pair.express.user).kind == "mandate"

    pair.act(accept_mandate, row, pair.express)

    assert pair.held() == {(pair.seller.enterprise_id, "CEB311")}
    assert pair.held(TODAY + timedelta(days=365)) == frozenset()
    assert Notice.objects.filter(user=pair.seller.user).count() == 1
    deeds = AuditEntry.objects.filter(on_type="enterprises.mandate").order_by("id")
    assert [entry.action for entry in deeds] == ["mandate.proposed", "mandate.accepted"]


@pytest.mark.django_db
@pytest.mark.parametrize("side", ["seller", "express"])
def test_either_firm_ends_it_at_once(side: str) -> None:
    pair = Pair()
    row = pair.propose()
    pair.act(accept_mandate, row, pair.express)

    pair.act(revoke_mandate, row, getattr(pair, side))

    assert pair.held() == frozenset()
    refused("transition_refused", pair.act, revoke_mandate, row, pair.seller)


@pytest.mark.django_db
def test_a_declined_mandate_stays_declined() -> None:
    pair = Pair()
    row = pair.propose()

    pair.act(decline_mandate, row, pair.express)

    refused("transition_refused", pair.act, accept_mandate, row, pair.express)
    assert Mandate.objects.get().status == "declined"


@pytest.mark.django_db
def test_the_principal_cannot_accept_for_its_agent_nor_a_stranger_find_it() -> None:
    pair = Pair()
    row = pair.propose()
    stranger = chief_of(EnterpriseFactory.create())

    refused("mandate_not_yours_to_answer", pair.act, accept_mandate, row, pair.seller)
    for deed in (accept_mandate, decline_mandate, revoke_mandate):
        refused("mandate_unknown", pair.act, deed, row, stranger)
    clerk = MemberFactory.create(enterprise=pair.express.enterprise, role="declarant")
    refused("administrator_needed", pair.act, accept_mandate, row, clerk)
    assert Mandate.objects.get().status == "proposed"


@pytest.mark.django_db
def test_all_problems_are_said_and_nothing_is_written() -> None:
    pair = Pair()

    refusal = refused("mandate_invalid", pair.propose, agent_code="369996Z999", kinds=())

    fields = {problem["field"] for problem in refusal.details["problems"]}
    assert fields == {"agent", "kinds"}
    assert not Mandate.objects.exists()


@pytest.mark.django_db
def test_two_mandates_do_not_overlap() -> None:
    pair = Pair()
    first = pair.propose()

    refusal = refused("mandate_overlaps", pair.propose, kinds=("CEB311", "CEB411"))
    assert refusal.details["mandate"] == str(first.id)
    later = TODAY + timedelta(days=365)
    assert pair.propose(valid_from=later, valid_to=None)
    assert pair.propose(kinds=("CEB411",), valid_from=TODAY + timedelta(days=1))


@pytest.mark.django_db
def test_a_proposal_whose_time_is_over_cannot_be_accepted() -> None:
    pair = Pair()
    row = pair.propose()

    refused("mandate_over", pair.act, accept_mandate, row, pair.express, AT + timedelta(days=365))


@pytest.mark.django_db
def test_both_firms_and_the_officials_in_charge_see_a_mandate() -> None:
    pair = Pair()
    row = pair.propose()
    stranger = chief_of(EnterpriseFactory.create())

    for person in (pair.seller.user, pair.express.user, official()):
        assert list(mandates_of(viewer_for(person))) == [row]
    assert not mandates_of(viewer_for(stranger.user)).exists()


@pytest.mark.django_db
def test_the_state_of_a_mandate_is_told_as_people_mean_it() -> None:
    row = MandateFactory.create(valid_from=TODAY, valid_to=TODAY + timedelta(days=1))

    states = [mandate_state(row, on=TODAY + timedelta(days=days)) for days in (-1, 0, 1)]

    assert states == ["ahead", "accepted", "over"]


@pytest.mark.usefixtures("committed")
def test_of_an_acceptance_and_a_revocation_at_once_the_revocation_wins_or_comes_after() -> None:
    pair = Pair()
    row = pair.propose()

    at_once(
        partial(pair.act, accept_mandate, row, pair.express),
        partial(pair.act, revoke_mandate, row, pair.seller),
    )

    assert Mandate.objects.get(id=row.id).status == "revoked"
    assert pair.held() == frozenset()


@pytest.mark.usefixtures("committed")
def test_the_same_mandate_proposed_twice_at_once_is_proposed_once() -> None:
    pair = Pair()

    results = at_once(pair.propose, pair.propose)

    assert [r for r in results if isinstance(r, str)] == ["mandate_overlaps"]
    assert Mandate.objects.filter(principal=pair.seller.enterprise).count() == 1


def send_as_agent(agent: Enterprise, order: Any) -> Any:
    """The verdict on an order that the agent sends now."""
    received = receive(
        [to_ndjson([order])],
        content_type=NDJSON,
        announced=None,
        by=Sender(enterprise=facts_of(agent)),
        at=timezone.now(),
    )
    return received.judged[0]


def explanation(judged: Any, language: str) -> str:
    stored = next(f for f in judged.findings if f["code"] == "ENT-001")
    return str(render(stored, RULES, language)["remedy"])


@pytest.mark.django_db
def test_what_an_agent_sends_after_the_end_is_refused_saying_which_mandate_ended_when() -> None:
    desk = new_desk()
    agent = EnterpriseFactory.create(kinds=["express"])
    order = desk.set()["order"]
    now = datetime(2026, 11, 20, 8, tzinfo=UTC)
    mandate = MandateFactory.create(
        principal_id=desk.firm.id, agent=agent, valid_from=TODAY, valid_to=date(2026, 11, 21)
    )
    with time_machine.travel(now, tick=False):
        assert send_as_agent(agent, changed(order, orderNo="A1")).verdict == "accepted"
    with time_machine.travel(now + timedelta(days=1), tick=False):
        late = send_as_agent(agent, changed(order, orderNo="A2"))
        assert late.verdict == "rejected"
        assert f"mandate_over，{desk.firm.name}的委托已于 2026-11-21 到期" in explanation(
            late, "zh"
        )
        assert f"the mandate of {desk.firm.name} ended on 2026-11-21" in explanation(late, "en")
    Mandate.objects.filter(id=mandate.id).update(
        valid_to=None, status="revoked", revoked_at=now + timedelta(hours=1)
    )
    with time_machine.travel(now + timedelta(hours=2), tick=False):
        after = send_as_agent(agent, changed(order, orderNo="A3"))
        assert "于 2026-11-20 撤销" in explanation(after, "zh")
    Mandate.objects.filter(id=mandate.id).delete()
    with time_machine.travel(now + timedelta(hours=2), tick=False):
        never = send_as_agent(agent, changed(order, orderNo="A4"))
        assert "mandate_missing" in explanation(never, "zh")
