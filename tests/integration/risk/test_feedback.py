"""What rules achieved, from screenings, reviews and inspections; models only raise signals."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.facts import SystemActor
from declarations.ids import first_id_of
from declarations.models import Hold
from enterprises.viewers import Viewer
from risk.models import LinkedBuyers, ModelVersion, Signal
from risk.selectors_feedback import counts_by_rule
from risk.selectors_laboratory import latest_groups
from risk.services.models.links import RULE, link_buyers
from risk.services.models.outliers import look_at_days
from risk.services.models.register import load_models, set_state, write_measured
from risk.services.rules import load_rules
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.risk_cases import AT, Desk
from tests.factories.screenings import facts, write_screenings
from tests.integration.declarations.conftest import new_desk
from zone_portal.kernel.errors import PortalError

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 20)
HUB = Viewer(sees_all=True, is_official=True, departments=frozenset({"zone"}))
BY = SystemActor("test")


def test_rules_are_measured_by_screenings_reviews_and_inspections() -> None:
    load_rules(at=AT)
    desk, first = Desk(), first_id_of(AT)
    values = [facts(person_phones_30d=n % 5) for n in range(50)]
    write_screenings(values, at=AT, enterprise_id=desk.firm.pk, first=first)
    desk.reviewed(rule="RT03-01")
    Desk().reviewed(verdict="rule_change", rule="RT03-01")
    for place, result in ((4, "differs"), (9, "conforms"), (14, "unfinished"), (1, "differs")):
        Hold.objects.create(
            inventory_id=first + place,
            status="500",
            reason="r",
            since=AT,
            result=result,
            found_at=AT,
        )
    found = counts_by_rule(HUB, first=DAY, last=DAY)["RT03-01"]
    assert (found.screened, found.hits) == (50, 10)
    assert (found.confirmed, found.wrong) == (2, 2)
    assert (found.decided, found.overturned_share) == (2, 0.5)
    assert found.minutes >= 8 * Decimal(15)
    later = DAY + timedelta(days=5)
    assert counts_by_rule(HUB, first=later, last=later)["RT03-01"].precision is None
    assert counts_by_rule(Viewer(is_official=True), first=DAY, last=DAY) == {}


def test_a_model_is_measured_whole_or_not_and_can_rest() -> None:
    load_models(at=AT)
    assert load_models(at=AT) == 0
    measured: dict[str, Any] = {"code": "LINKS", "by": BY, "at": AT}
    for recall, sample in ((Decimal(2), "x"), (Decimal("0.9"), " ")):
        with pytest.raises(PortalError) as refusal:
            write_measured(recall=recall, false_alarms=Decimal(0), sample=sample, **measured)
        assert refusal.value.code == "risk_measure_wrong"
    row = write_measured(
        recall=Decimal("0.9"), false_alarms=Decimal("0.001"), sample="a planted day", **measured
    )
    assert row.measured_at == AT
    with pytest.raises(IntegrityError), transaction.atomic():
        ModelVersion.objects.filter(pk=row.pk).update(measured_on="")
    set_state(code="LINKS", active=False, by=BY, at=AT)
    assert link_buyers(at=datetime(2026, 11, 21, tzinfo=UTC)) == 0


def test_buyers_on_one_identity_become_a_group_and_a_signal_that_grows() -> None:
    load_models(at=AT)
    desk = new_desk()
    documents = []
    for number in range(12):
        one = desk.set(number)
        lent = desk.set(0)["order"]["OrderHead"]
        telephone = f"139{number:08}"
        for noun, head in (("order", "OrderHead"), ("inventory", "InventoryHead")):
            one[noun][head] |= {
                "buyerIdNumber": lent["buyerIdNumber"],
                "buyerName": lent["buyerName"],
                "buyerTelephone": telephone,
            }
        one["payment"]["PaymentHead"] |= {
            "payerIdNumber": lent["buyerIdNumber"],
            "payerName": lent["buyerName"],
        }
        documents += list(one.values())
    desk.send(*documents)
    desk.decide()
    assert set(desk.outcomes().values()) == {"matched"}
    at = timezone.now()
    assert link_buyers(at=at) >= 1
    assert link_buyers(at=at) >= 1
    (group,) = (one for one in latest_groups(HUB) if one.enterprise_id == desk.firm.id)
    assert (group.size, group.density, group.declarations) == (12, 1.0, 12)
    assert "id" in group.kinds
    assert LinkedBuyers.objects.filter(enterprise_id=desk.firm.id).count() == 1
    signal = Signal.objects.get(rule=RULE, subject_key=str(desk.firm.id))
    assert (signal.source, signal.type, signal.evidence["buyers"]) == ("model", "RT05", 12)
    assert signal.alert is not None


def test_an_unusual_day_of_an_enterprise_raises_one_signal() -> None:
    load_rules(at=AT)
    load_models(at=AT)
    firm, other = EnterpriseFactory.create(), EnterpriseFactory.create()
    first = 1
    for back in range(16):
        for enterprise, usual in ((firm, 5), (other, 30)):
            count = 100 if back == 1 and enterprise == firm else usual
            day = AT - timedelta(days=back)
            values = [facts()] * count
            write_screenings(values, at=day, enterprise_id=enterprise.pk, first=first)
            first += count
    assert look_at_days(at=AT) == 1
    assert look_at_days(at=AT) == 1
    signal = Signal.objects.get(rule="MODEL-OUTLIERS")
    assert (signal.subject_key, signal.source) == (str(firm.pk), "model")
    assert signal.evidence["features"]["declarations"] == {"value": 100.0, "usual": 5.0}
