"""Figures of other sources beside the platform's: taken in, compared, explained, told."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.test import Client

from accounts.facts import SystemActor
from accounts.models import AuditEntry, User
from declarations.models import Course, Inventory
from enterprises.services.refusals import Refusal
from statistics_app.asking import asked
from statistics_app.models import (
    AccessEntry,
    DeliveredTotal,
    Delivery,
    FormApproval,
    ListFinding,
    ReconciledCell,
    Report,
)
from statistics_app.rules.reconciling.explaining import CAUSES
from statistics_app.rules.reconciling.sources import (
    FULL,
    GROSS,
    HERE,
    PORT_LIST,
    RELEASED,
    Basis,
)
from statistics_app.selectors_reconciling import open_differences
from statistics_app.services.bulletins import publishing
from statistics_app.services.extracting import ask_for, content_of, make_waiting
from statistics_app.services.rates import put_statistics_rate
from statistics_app.services.reconciling import explaining
from statistics_app.services.reconciling.agreements import end_agreement
from statistics_app.services.reconciling.delivering import Sent, deliver
from statistics_app.services.reconciling.demo import compare_demo, load_demo
from statistics_app.services.reconciling.running import compare_behind, compare_month
from tests.factories.figures import nothing_counted
from tests.factories.officials import OrganisationFactory, official
from tests.factories.reconciling import (
    AT,
    BY_DECLARATION,
    OCTOBER,
    agreement,
    cell_of,
    csv,
    listed,
    totals,
    who,
)
from tests.integration.declarations.conftest import Desk, desk
from tests.integration.statistics.months import Month, moment, night, returned, says
from tests.integration.statistics.test_bulletins import trade

__all__ = ["desk"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> User:
    return official("zone", "reviewer")


@pytest.fixture
def month(desk: Desk) -> Month:
    """The worked example of docs/algorithms/reconciliation.md: imports 9610 of 1,000.00 and 10.00
    freight. Five declared and released in October, of which one came back; one declared in
    September; one released in November; one not released."""
    nothing_counted()
    made = Month(desk)
    plain = made.declares(moment(10, 6), 5, "1000")
    says(moment(10, 7), "800", plain)
    early = made.declares(moment(9, 30), 1, "1000")
    says(moment(10, 2), "800", early)
    late = made.declares(moment(10, 31), 1, "1000")
    says(moment(11, 2), "800", late)
    made.declares(moment(10, 25), 1, "1000")
    returned(made, plain[0], None, moment(10, 9), moment(10, 10), moment(10, 12))
    night(moment(11, 3))
    return made


def compared(office: User) -> None:
    compare_month(month=OCTOBER, **who(office))


def explained(cell: ReconciledCell) -> dict[str, str]:
    return {one["code"]: one["amount"] for one in cell.causes if one["explains"]}


def test_the_worked_example_leaves_what_nobody_can_explain(month: Month, office: User) -> None:
    row = agreement(office, basis=BY_DECLARATION)
    totals(office, row, "I,9610,7300.00")

    compared(office)

    cell = cell_of(row)
    assert (cell.ours, cell.theirs, cell.difference) == (
        Decimal("5050.00"), Decimal("7300.00"), Decimal("2250.00"),
    )  # fmt: skip
    assert explained(cell) == {
        "timing": "-10.00",
        "not_released": "1000.00",
        "returns": "1010.00",
        "valuation": "-50.00",
    }
    assert cell.remainder == Decimal("300.00")
    assert cell.state == "open"
    (told,) = open_differences(OCTOBER)
    assert told.cell == cell
    assert "300.00" not in told.zh, "figures under an agreement are read where it is logged"


def test_an_official_explains_the_rest_with_a_paper_and_may_take_it_back(
    month: Month, office: User
) -> None:
    row = agreement(office, basis=BY_DECLARATION)
    totals(office, row, "I,9610,7300.00")
    compared(office)
    cell = cell_of(row)

    said = explaining.explain(
        cell_id=cell.pk,
        amount="300",
        reason="海关补录三票纸质清单",
        reference="洪关统函〔2025〕8号",
        **who(office),
    )

    cell.refresh_from_db()
    assert (cell.state, cell.remainder) == ("explained", Decimal(0))
    assert open_differences(OCTOBER) == []
    compared(office)
    cell.refresh_from_db()
    assert cell.state == "explained", "comparing anew keeps what officials said"
    explaining.take_back(
        explanation_id=said.pk, cell_id=cell.pk, reason="复核后不成立", **who(office)
    )
    cell.refresh_from_db()
    assert cell.state == "open"
    deeds = AuditEntry.objects.filter(action__startswith="statistics_reconciliation.")
    assert [one.action.split(".")[1] for one in deeds.order_by("id")] == [
        "compared", "explained", "compared", "taken_back",
    ]  # fmt: skip


def test_an_explanation_needs_an_amount_a_reason_and_a_ground(month: Month, office: User) -> None:
    row = agreement(office)
    totals(office, row, "I,9610,9999.00")
    compared(office)

    with pytest.raises(Refusal) as refused:
        explaining.explain(
            cell_id=cell_of(row).pk, amount="viel", reason="", reference=" ", **who(office)
        )

    fields = {one["field"] for one in refused.value.details["problems"]}
    assert fields == {"amount", "reason", "reference"}


def test_a_source_on_the_same_basis_agrees_without_words(month: Month, office: User) -> None:
    row = agreement(office)
    totals(office, row, "I,9610,5050.00")

    compared(office)

    cell = cell_of(row)
    assert (cell.state, cell.difference, cell.causes) == ("agrees", Decimal(0), [])


def test_a_mode_that_the_source_leaves_out_is_a_difference(month: Month, office: User) -> None:
    row = agreement(office)
    totals(office, row, "I,1210,10.00")

    compared(office)

    assert cell_of(row, mode="9610").theirs == 0
    assert cell_of(row, mode="9610").state == "open"


def number_of(inventory: Inventory) -> str:
    return str(Course.objects.get(inventory_id=inventory.pk).invt_no)


def test_a_ports_list_is_compared_declaration_by_declaration(month: Month, office: User) -> None:
    # The port lists four of the five of the 7th (one at another value), the one that was released
    # in November, the one that we think is not released, and one that nobody here knows.
    numbers = [number_of(one) for one in Inventory.objects.order_by("id") if one.pk in released()]
    early, plain, late = numbers[0], numbers[1:6], numbers[6]
    waiting = Inventory.objects.exclude(pk__in=released()).get(sender_id=month.desk.firm.id)
    row = agreement(office, source=PORT_LIST, basis=Basis(RELEASED, FULL, GROSS, HERE))
    lines = [
        f"{early},I,9610,2025-10-02,1010.00",
        *(f"{one},I,9610,2025-10-07,1010.00" for one in plain[:3]),
        f"{plain[3]},I,9610,2025-10-07,1200.00",
        f"{late},I,9610,2025-10-31,1010.00",
        f"{waiting.entry_no},I,9610,2025-10-30,1010.00",
        "400120251099999999,I,9610,2025-10-08,500.00",
    ]
    listed(office, row, *lines)

    compared(office)

    found = {
        one.number: (one.verdict, one.cause, one.amount)
        for one in ListFinding.objects.filter(agreement=row)
    }
    assert found == {
        plain[3]: ("differs", "other_value", Decimal("190.00")),
        plain[4]: ("only_ours", "missing_there", Decimal("-1010.00")),
        late: ("only_theirs", "timing", Decimal("1010.00")),
        waiting.entry_no: ("only_theirs", "late_receipt", Decimal("1010.00")),
        "400120251099999999": ("only_theirs", "missing_here", Decimal("500.00")),
    }
    cell = cell_of(row)
    assert (cell.ours, cell.theirs) == (Decimal("5050.00"), Decimal("7760.00"))
    assert explained(cell) == {
        "timing": "1010.00",
        "returns": "1010.00",
        "late_receipt": "1010.00",
    }
    assert cell.remainder == Decimal("190.00") - Decimal("1010.00") + Decimal("500.00")


def released() -> set[int]:
    return set(Course.objects.exclude(invt_no="").values_list("inventory_id", flat=True))


def test_a_file_with_mistakes_tells_all_of_them_and_leaves_nothing(office: User) -> None:
    row = agreement(office, fields=["direction", "mode", "value", "currency"])
    content = csv(
        "进出口,监管方式,金额,币制,企业代码",
        'I,9610,"1,234.50",CNY,',
        "X,9999,12,,",
        "I,9610,10,CNY,",
        "I,9610,11,CNY,",
    )

    with pytest.raises(Refusal) as refused:
        deliver(agreement_id=row.pk, sent=Sent(OCTOBER, content), **who(office))

    told = {(one["row"], one["column"], one["code"]) for one in refused.value.details["problems"]}
    assert told == {
        (1, "firm", "outside_agreement"),
        (2, "value", "amount_unreadable"),
        (3, "direction", "direction_unknown"),
        (3, "mode", "mode_unknown"),
        (3, "currency", "currency_missing"),
        (5, "direction", "row_twice"),
    }
    assert not Delivery.objects.filter(agreement=row).exists()
    assert not DeliveredTotal.objects.filter(delivery__agreement=row).exists()
    entry = AccessEntry.objects.get(agreement=row)
    assert (entry.what, entry.detail, entry.by) == ("refused", "delivery_wrong", office)


def test_the_same_file_twice_comes_in_once(office: User) -> None:
    row = agreement(office)
    first = totals(office, row, "E,9710,88.00")
    second = totals(office, row, "E,9710,88.00")

    assert second == first
    assert AccessEntry.objects.filter(agreement=row, what="imported").count() == 1


@pytest.mark.parametrize(
    ("month", "at", "code"),
    [
        (date(2024, 12, 1), AT, "agreement_month"),
        (date(2025, 12, 1), AT, "agreement_month"),
        (OCTOBER, datetime(2027, 1, 4, tzinfo=UTC), "agreement_over"),
        (OCTOBER, datetime(2024, 12, 30, tzinfo=UTC), "agreement_over"),
    ],
)
def test_nothing_comes_in_outside_an_agreement(
    month: date, at: datetime, code: str, office: User
) -> None:
    row = agreement(office, to_date=date(2026, 12, 31))
    content = csv("direction,value,currency", "I,1,CNY")

    with pytest.raises(Refusal) as refused:
        deliver(agreement_id=row.pk, sent=Sent(month, content), **who(office, at))

    assert refused.value.code == code
    assert not Delivery.objects.filter(agreement=row).exists()


def test_what_came_is_read_no_more_once_the_agreement_ended(month: Month, office: User) -> None:
    row = agreement(office)
    totals(office, row, "I,9610,7300.00")
    compared(office)
    assert open_differences(OCTOBER)

    end_agreement(agreement_id=row.pk, reason="协议提前终止", **who(office))
    compared(office)

    assert not ReconciledCell.objects.filter(agreement=row).exists()
    assert open_differences(OCTOBER) == []


def test_a_delivery_that_was_not_compared_is_told_too(office: User) -> None:
    row = agreement(office)
    totals(office, row, "I,9610,1.00")

    (told,) = open_differences(OCTOBER)

    assert told.cell is None


def test_deliveries_explanations_and_accesses_cannot_be_rewritten(office: User) -> None:
    row = agreement(office)
    totals(office, row, "I,9610,1.00")

    for rows, change in (
        (AccessEntry.objects, {"detail": "x"}),
        (Delivery.objects, {"name": "x"}),
        (DeliveredTotal.objects, {"mode": "9710"}),
    ):
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            rows.update(**change)


def test_orders_are_compared_with_what_was_declared_of_them(desk: Desk, office: User) -> None:
    nothing_counted()
    made = desk.set(1)
    month = Month(desk)
    month.sends(moment(10, 6), *made.values())
    inventory = Inventory.objects.get(sender_id=desk.firm.id)
    says(moment(10, 7), "800", [inventory])
    night(moment(10, 8))

    compared(office)

    cell = ReconciledCell.objects.get(source="orders", direction="I", mode="9610", firm="")
    assert cell.theirs is not None
    assert cell.theirs_tickets == 1
    assert cell.ours_tickets == 1
    assert cell.remainder == Decimal(0), explained(cell)


def test_every_cause_has_words() -> None:
    assert all(zh and en for zh, en in CAUSES.values())


def test_only_the_zone_office_compares(office: User) -> None:
    stranger = official("customs", "reviewer")

    with pytest.raises(Refusal) as refused:
        compare_month(month=OCTOBER, **who(stranger))

    assert refused.value.code == "statistics_not_yours"


def test_the_firms_own_reports_stand_beside_what_they_declared(month: Month, office: User) -> None:
    firm = month.desk.firm.id
    approval = FormApproval.objects.create(
        form="KEY-M", form_version=1, authority="综试办", approved_by_office="统计局", number="1",
        from_date=OCTOBER, to_date=OCTOBER, at=AT, by=office,
    )  # fmt: skip
    Report.objects.create(
        number="ZB-R1", form="KEY-M", form_version=1, approval=approval, enterprise_id=firm,
        place_id="hub", period_date=OCTOBER, due_date=date(2025, 11, 10), status="accepted",
        figures={"import_value": "0.70", "import_orders": "7"}, submitted_at=AT,
    )  # fmt: skip

    compared(office)

    cell = ReconciledCell.objects.get(source="reports", direction="I")
    assert (cell.ours, cell.theirs) == (Decimal("5050.00"), Decimal("7000.00"))
    assert explained(cell) == {
        "timing": "0.00",
        "not_released": "1010.00",
        "returns": "1010.00",
        "rounding": "-50.00",
    }
    assert cell.state == "explained"


def test_the_office_walks_from_the_file_to_the_report(month: Month, office: User) -> None:
    row = agreement(office, basis=BY_DECLARATION)
    browser = Client()
    browser.force_login(office)
    at = f"/statistics/reconciliation/agreements/{row.pk}/"
    bad = SimpleUploadedFile("t.csv", csv("direction,value,currency", "I,viel,CNY"))

    refused = browser.post(f"{at}take/", {"month": "2025-10", "file": bad})

    assert refused.status_code == 422
    assert "第 2 行 金额“viel”" in refused.content.decode()
    good = csv("direction,mode,value,currency", "I,9610,7300.00,CNY")
    file = SimpleUploadedFile("t.csv", good)
    browser.post(f"{at}take/", {"month": "2025-10", "file": file})
    browser.post("/statistics/reconciliation/new/compare/", {"month": "2025-10"})
    page = browser.get("/statistics/reconciliation/months/2025-10/").content.decode()
    assert "+2,250.00" in page
    assert "1 项差异超出容差且未说明" in page
    cell = cell_of(row)
    shown = browser.get(f"/statistics/reconciliation/cells/{cell.pk}/").content.decode()
    assert "跨月" in shown
    told = {"amount": "300", "reason": "补录纸质清单", "reference": "函8号"}
    done = browser.post(f"/statistics/reconciliation/cells/{cell.pk}/explain/", told)
    assert done.status_code == 302
    for ending, start in (("csv", "\ufeff".encode()), ("xlsx", b"PK")):
        sent = browser.post("/statistics/reconciliation/months/2025-10/file/", {"ending": ending})
        content = b"".join(sent) if sent.streaming else sent.content
        assert content.startswith(start)
    log = browser.get("/statistics/reconciliation/access/").content.decode()
    assert row.number in log
    whats = list(AccessEntry.objects.filter(agreement=row).values_list("what", flat=True))
    assert sorted(whats) == [
        "compared", "exported", "exported", "imported", "looked", "looked", "refused",
    ]  # fmt: skip


def test_a_list_is_looked_through_and_exported_on_record(month: Month, office: User) -> None:
    row = agreement(office, source=PORT_LIST)
    listed(office, row, "400120251099999999,I,9610,2025-10-08,500.00")
    compared(office)
    browser = Client()
    browser.force_login(office)
    at = f"/statistics/reconciliation/months/2025-10/list/{row.pk}/"

    page = browser.get(at).content.decode()

    assert "400120251099999999" in page
    sent = browser.post(f"{at}file/", {"ending": "csv"})
    assert "400120251099999999" in b"".join(sent).decode()
    assert AccessEntry.objects.filter(agreement=row, what="exported").count() == 1


def test_pages_of_an_ended_agreement_show_no_figures(month: Month, office: User) -> None:
    row = agreement(office)
    totals(office, row, "I,9610,7300.00")
    compared(office)
    end_agreement(agreement_id=row.pk, reason="协议提前终止", **who(office))
    browser = Client()
    browser.force_login(office)

    report = browser.get("/statistics/reconciliation/months/2025-10/").content.decode()
    cell = browser.get(f"/statistics/reconciliation/cells/{cell_of(row).pk}/").content.decode()
    file = b"".join(
        browser.post("/statistics/reconciliation/months/2025-10/file/", {"ending": "csv"})
    ).decode()

    for text in (report, cell, file):
        assert "7,300.00" not in text
        assert "7300.00" not in text
    assert "协议不在有效期内" in report


def test_a_bulletin_is_proposed_only_by_who_knows_of_open_differences(office: User) -> None:
    trade(1, "1000.00")
    row = agreement(office)
    totals(office, row, "E,9610,90000.00")
    compared(office)
    draft = publishing.draft(month=OCTOBER, coverage="A", stage="preliminary", **who(office))
    browser = Client()
    browser.force_login(office)
    page = browser.get(f"/statistics/bulletins/{draft.pk}/").content.decode()
    assert "我已知悉上述差异" in page
    at = f"/statistics/bulletins/{draft.pk}/propose/"

    refused = browser.post(at, {"version": draft.version})

    assert refused.status_code == 422
    assert "差异未说明" in refused.content.decode()
    done = browser.post(at, {"version": draft.version, "acknowledged": "yes"})
    assert done.status_code == 302
    entry = AuditEntry.objects.get(action="statistics_reconciliation.acknowledged")
    assert (entry.by, entry.on_id) == (office, "2025-10")


def test_a_long_report_is_made_in_the_background_for_who_may_read_it(
    month: Month, office: User
) -> None:
    row = agreement(office)
    totals(office, row, "I,9610,7300.00")
    compared(office)
    wanted = asked({"from": "2025-10", "to": "2025-10"}, today=AT.date())
    mine = ask_for(user=office, what="reconciled", wanted=wanted, total=1, at=AT)
    theirs = ask_for(
        user=official("customs", "reviewer"), what="reconciled", wanted=wanted, total=1, at=AT
    )

    make_waiting(at=AT)

    mine.refresh_from_db()
    theirs.refresh_from_db()
    assert ",5050.00,6,7300.00,,2250.00,44.55," in content_of(mine).decode()
    assert theirs.state == "failed"


def test_totals_of_single_firms_are_compared_firm_by_firm(month: Month, office: User) -> None:
    stranger = "3699ZZ9999"
    row = agreement(office)
    content = csv(
        "direction,firm,value,currency",
        f"I,{month.desk.firm.code},5050.00,CNY",
        f"I,{stranger},400.00,CNY",
    )
    deliver(agreement_id=row.pk, sent=Sent(OCTOBER, content), **who(office))

    compared(office)

    found = {
        cell.firm: (cell.ours, cell.state, explained(cell))
        for cell in ReconciledCell.objects.filter(agreement=row)
    }
    assert found == {
        month.desk.firm.code: (Decimal("5050.00"), "agrees", {}),
        stranger: (Decimal(0), "explained", {"unregistered": "400.00"}),
    }


def test_dollars_without_a_rate_are_told_and_not_guessed(month: Month, office: User) -> None:
    row = agreement(office)
    content = csv("direction,mode,value,currency", "I,9610,700.00,USD")
    deliver(agreement_id=row.pk, sent=Sent(OCTOBER, content), **who(office))

    compared(office)

    cell = cell_of(row)
    assert (cell.theirs, cell.state, cell.hints) == (None, "no_data", [{"code": "no_rate"}])
    put_statistics_rate(
        month=OCTOBER, rate=Decimal("7.12"), source="测试", by=SystemActor("test"), at=AT
    )
    compared(office)
    cell.refresh_from_db()
    assert cell.theirs == Decimal("4984.00")
    assert cell.state == "agrees"


def test_the_demo_hands_simulated_figures_over_once(
    month: Month, settings: Any, office: User
) -> None:
    settings.PORTAL_DEMO = True
    OrganisationFactory.create(department="customs", name="演示海关")
    User.objects.filter(pk=office.pk).update(username="zone")

    assert (load_demo(at=AT), load_demo(at=AT)) == (2, 0)
    at = moment(10, 20)
    assert compare_demo(at=at)
    assert not compare_demo(at=at), "compared within the hour"

    assert Delivery.objects.filter(agreement__number__startswith="演示").count() == 2
    cell = ReconciledCell.objects.get(source="regulator", direction="I", mode="9610")
    assert (cell.state, cell.remainder) == ("open", Decimal("12345.67"))
    causes = set(ListFinding.objects.values_list("cause", flat=True))
    assert {"missing_here", "missing_there", "other_value"} <= causes


def test_what_arrived_is_compared_by_itself_and_once(month: Month, office: User) -> None:
    row = agreement(office)
    totals(office, row, "I,9610,7300.00")

    later = AT + timedelta(hours=1)

    assert compare_behind(at=later) == 1
    assert cell_of(row).state == "open"
    assert compare_behind(at=later + timedelta(hours=1)) == 0
