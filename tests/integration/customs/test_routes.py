"""The route of an export list: chosen by the law of its day, kept when it is handed on, shown."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.facts import SystemActor
from declarations.models import Course, Inventory, Route
from declarations.routes import choose_routes, route_of
from reference.services.exchange_rates import import_exchange_rates
from reference.services.importing import import_codes
from reference.services.rule_settings import NewSetting, put_rule_setting
from tests.builders.documents import changed, lines_of
from tests.factories.members import MemberFactory
from tests.integration.customs.conftest import Notebook, forwarded
from tests.integration.declarations.conftest import Desk, codes

BY = SystemActor("test")
RATES = b"currency,rate,valid_from,source\n502,7.1,2020-01-01,test\n"


def sent(desk: Desk, number: int = 0, price: str = "100", **head: Any) -> Inventory:
    """An export list, all of its goods in renminbi, accepted."""
    made = desk.set(number, direction="export")
    document = changed(made["inventory"], **{"statisticsFlag": "A", **head})
    for line in lines_of(document):
        line.update(currency="142", qty="1", price=price, totalPrice=price)
    (judged,) = desk.send(document)
    assert judged.verdict == "accepted", judged.findings
    return Inventory.objects.get(id=judged.document_id)


def failing(inventory: Inventory) -> set[str]:
    found = route_of(inventory)
    assert found is not None
    return {reason.code for reason in found.reasons if reason.answer == "failed"}


def test_a_list_that_meets_every_condition_is_simplified(desk: Desk) -> None:
    found = route_of(sent(desk))
    assert found is not None
    assert (found.route, found.declared, found.agrees, found.digits) == ("A", "A", True, 4)


def test_each_condition_speaks_for_itself(desk: Desk) -> None:
    lines = len(lines_of(desk.set(1, direction="export")["inventory"]))
    dear = sent(desk, 1, price=str(5000 // lines + 1))
    assert failing(dear) == {"ROU-004"}
    assert failing(sent(desk, 2, statisticsFlag="B")) == {"ROU-003"}
    assert failing(sent(desk, 3, statisticsFlag="B", licenseNo="26-01")) == {"ROU-001", "ROU-003"}


def test_the_tables_that_a_zone_imports_decide(desk: Desk) -> None:
    inventory = sent(desk)
    gcode = lines_of(desk.set(0, direction="export")["inventory"])[0]["gcode"]
    now = timezone.now()
    report = import_codes(
        "export_duty", f"code,name_zh\n{gcode[:8]},示例\n".encode(), by=BY, at=now, complete=True
    )
    assert report.created == 1
    assert failing(inventory) == {"ROU-002"}
    other = changed(desk.set(7, direction="export")["inventory"], statisticsFlag="A")
    lines_of(other)[0]["gcode"] = gcode
    (again,) = desk.send(other)
    assert "INV-085" in codes(again)


def test_the_limit_is_a_dated_figure_that_acceptance_shares(desk: Desk) -> None:
    inventory = sent(desk)
    now = timezone.now()
    put_rule_setting(NewSetting("ROU-004", "limit", "10", date(2026, 1, 1)), by=BY, at=now)
    assert failing(inventory) == {"ROU-004"}
    made = changed(desk.set(7, direction="export")["inventory"], statisticsFlag="A")
    for line in lines_of(made):
        line.update(currency="142", qty="1", price="100", totalPrice="100")
    (again,) = desk.send(made)
    assert "INV-082" in codes(again)


def test_another_currency_needs_a_rate(desk: Desk) -> None:
    made = changed(desk.set(0, direction="export")["inventory"], statisticsFlag="A")
    for line in lines_of(made):
        line["currency"] = "502"
    (judged,) = desk.send(made)
    inventory = Inventory.objects.get(id=judged.document_id)
    before = route_of(inventory)
    assert before is not None
    assert (before.route, before.value) == ("B", None)
    assert import_exchange_rates(RATES, by=BY, at=timezone.now()).created == 1
    after = route_of(inventory)
    assert after is not None
    assert after.value is not None


def test_a_file_of_rates_is_entered_whole_or_not_at_all(db: None) -> None:
    report = import_exchange_rates(
        b"currency,rate,valid_from\n502,7.1,2020-01-01\n999,-1,soon\n", by=BY, at=timezone.now()
    )
    assert {(e.line, e.field) for e in report.errors} == {
        (3, "currency"),
        (3, "rate"),
        (3, "valid_from"),
    }
    assert report.created == 0


def test_the_route_is_kept_with_the_course(desk: Desk, notebook: Notebook) -> None:
    export = forwarded(desk, notebook, 1, direction="export")
    kept = Route.objects.get(inventory_id=export.id)
    assert Course.objects.get(inventory_id=export.id).route == kept.route
    assert {reason["code"] for reason in kept.reasons} == {f"ROU-00{n}" for n in range(1, 6)}
    imported = forwarded(desk, notebook, 2)
    assert Course.objects.get(inventory_id=imported.id).route == ""
    assert route_of(imported) is None


def test_a_kept_route_stays_when_the_law_changes_later(desk: Desk, notebook: Notebook) -> None:
    export = forwarded(desk, notebook, direction="export")
    before = route_of(export)
    put_rule_setting(
        NewSetting("ROU-004", "limit", "1", date(2026, 1, 1)), by=BY, at=timezone.now()
    )
    after = route_of(export)
    assert before is not None
    assert after is not None
    assert (after.kept, after.route, after.reasons) == (True, before.route, before.reasons)


def test_page_interface_and_list_show_the_route(
    desk: Desk, notebook: Notebook, client: Client
) -> None:
    export = forwarded(desk, notebook, direction="export")
    client.force_login(MemberFactory.create(enterprise_id=desk.firm.id).user)
    page = client.get(f"/declarations/{export.id}/").content.decode()
    assert "出口通关方式" in page
    assert "ROU-004" in page
    answer = client.get(f"/api/v1/inventories/{export.id}/route/").json()
    kept = Route.objects.get(inventory_id=export.id)
    assert (answer["route"], answer["kept"]) == (kept.route, True)
    other = "A" if kept.route == "B" else "B"
    assert str(export.cop_no) in client.get(f"/declarations/?route={kept.route}").content.decode()
    assert str(export.cop_no) not in client.get(f"/declarations/?route={other}").content.decode()
    imported = forwarded(desk, notebook, 5)
    assert client.get(f"/api/v1/inventories/{imported.id}/route/").status_code == 404
    assert "出口通关方式" not in client.get(f"/declarations/{imported.id}/").content.decode()


def test_routes_of_a_slice_cost_the_same_however_many(
    desk: Desk, django_assert_num_queries: Any
) -> None:
    lists = [sent(desk, number).id for number in range(4)]
    choose_routes(lists[:1])  # the law of the day is read once
    with django_assert_num_queries(2):
        assert len(choose_routes(lists)) == 4


pytestmark = pytest.mark.django_db
