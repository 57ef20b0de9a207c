"""A parcel with an X-ray alarm takes the red lane: customs reads why, the firm what it may know."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from playwright.sync_api import expect

from declarations.models import Inventory
from risk.services.facts import deliver_facts
from risk.services.rules import BY, load_rules
from risk.services.screening.slices import screen_declarations
from tests.factories.officials import official
from tests.integration.declarations.conftest import Desk
from tests.journeys.conftest import Visitor

Visit = Callable[..., Visitor]


def test_customs_reads_why_and_the_firm_is_told_to_be_ready(visit: Visit) -> None:
    office, firm = visit(), visit(language="en")
    inventory = alarmed(firm.desk, timezone.now())

    office.user = official("customs", "reviewer")
    office.sign_in()
    page = office.open("/risk/screenings/?channel=red")
    assert office.wrong() == []
    page.click(f"a[href='/risk/screenings/{inventory.pk}/']")
    expect(page.locator("main")).to_contain_text("命中必须查验的规则")
    expect(page.locator("main")).to_contain_text("机检报警")
    assert office.wrong() == []
    page.click("a[href='/risk/rules/RT21-02/']")
    expect(page.locator("main")).to_contain_text("命中即查验，不看得分")
    assert office.wrong() == []
    office.open(f"/declarations/{inventory.pk}/")
    expect(page.locator("#lane")).to_have_text("风险筛查")
    for path in ("/risk/rules/", f"/risk/profiles/{firm.desk.firm.id}/", "/risk/profiles/"):
        assert office.wrong_on(path) == [], path

    firm.sign_in()
    own = firm.open(f"/declarations/{inventory.pk}/")
    expect(own.locator("#lane")).to_have_text("Chosen for inspection")
    assert "RT21" not in firm.text()
    assert firm.wrong() == []


def alarmed(desk: Desk, at: datetime) -> Inventory:
    """A matched declaration whose parcel the X-ray machine raised an alarm for."""
    load_rules(at=at)
    desk.send(*desk.set().values())
    desk.decide()
    inventory: Inventory = Inventory.objects.get(sender_id=desk.firm.id)
    alarm = {"fact": "waybill.xray_alert", "key": inventory.logistics_no, "value": 1}
    deliver_facts([alarm], source="weighing", by=BY, at=at)
    with transaction.atomic():
        screen_declarations([inventory.pk], at)
    return inventory
