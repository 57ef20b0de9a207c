"""What the zone must import is told: what is missing, what it stops, and the command."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client

from accounts.facts import SystemActor
from declarations.models import InventoryLine
from declarations.table_needs import LATE, MISSING, NEEDS, PARTIAL, THERE, Standing, standings_on
from reference.models import Code, CodeTable, RuleSetting
from reference.selectors import forget_snapshots, work_calendar
from reference.services.exchange_rates import import_exchange_rates
from reference.services.importing import import_codes
from taxation.models import TaxRate
from tests.factories.members import MemberFactory
from tests.factories.officials import official
from tests.integration.declarations.conftest import Desk

DAY = date(2026, 11, 20)
AT = datetime(2026, 11, 20, 4, tzinfo=UTC)
BY = SystemActor("test")


@pytest.fixture(autouse=True)
def _nothing_imported(db: None) -> None:
    Code.objects.filter(table="export_duty").delete()
    CodeTable.objects.filter(name="export_duty").update(complete=False)
    RuleSetting.objects.filter(rule_code="FXR").delete()
    TaxRate.objects.all().delete()
    forget_snapshots()


def standing(name: str, day: date = DAY) -> Standing:
    return next(found for found in standings_on(day) if found.need.name == name)


def rate(code: str) -> TaxRate:
    return TaxRate(
        hs_code=code,
        vat=Decimal("0.13"),
        consumption=Decimal(0),
        valid_from=date(2020, 1, 1),
        source="test",
        author="test",
        entered_at=AT,
    )


def test_a_zone_that_moves_in_reads_what_it_must_import() -> None:
    states = {found.need.name: found.state for found in standings_on(DAY)}

    assert list(states) == [need.name for need in NEEDS]
    assert states["export_duty"] == states["exchange_rates"] == states["tax_rates"] == MISSING
    assert states["positive_list"] == states["hs_codes"] == PARTIAL


def test_export_duties_are_there_once_the_whole_table_is_imported() -> None:
    content = "code,name_zh\n2601,铁矿砂\n".encode()
    import_codes("export_duty", content, by=BY, at=AT)
    assert standing("export_duty").state == PARTIAL

    import_codes("export_duty", content, by=BY, at=AT, complete=True, as_of="2026")

    found = standing("export_duty")
    assert (found.state, found.rows, found.as_of) == (THERE, 1, "2026")


def test_rates_of_an_earlier_month_are_late_and_currencies_in_use_are_named(desk: Desk) -> None:
    lines = desk.set(direction="export")
    desk.send(*lines.values())
    InventoryLine.objects.update(currency="502")
    import_exchange_rates(b"currency,rate,valid_from\n300,7.8,2026-11-01\n", by=BY, at=AT)
    found = standing("exchange_rates")
    assert (found.state, found.lacking) == (PARTIAL, ("502",))

    import_exchange_rates(b"currency,rate,valid_from\n502,7.1,2026-11-01\n", by=BY, at=AT)
    assert standing("exchange_rates").state == THERE
    assert standing("exchange_rates", date(2026, 12, 2)).state == LATE


def test_goods_in_use_without_a_tax_rate_are_named(desk: Desk) -> None:
    desk.send(*desk.set().values())
    codes = sorted(InventoryLine.objects.values_list("gcode", flat=True).distinct())
    TaxRate.objects.bulk_create([rate("0000000000")])
    assert standing("tax_rates").lacking == tuple(codes)

    TaxRate.objects.bulk_create([rate(code) for code in codes])
    assert (standing("tax_rates").state, standing("tax_rates").lacking) == (THERE, ())


def test_a_calendar_is_late_two_months_before_its_end() -> None:
    until = work_calendar().known_until
    assert until is not None
    assert standing("calendar", until - timedelta(days=61)).state == THERE
    assert standing("calendar", until - timedelta(days=59)).state == LATE
    assert standing("calendar").rows > 1


def test_officials_read_it_as_a_page_and_in_a_terminal(desk: Desk, client: Client) -> None:
    client.force_login(MemberFactory.create(enterprise_id=desk.firm.id).user)
    assert client.get("/tables/missing/").status_code == 403

    client.force_login(official(department="commerce", role="viewer"))
    page = client.get("/tables/missing/").content.decode()
    assert "出口关税商品" in page
    assert "./portal manage import_codes export_duty &lt;file.csv&gt;" in page

    told = StringIO()
    call_command("missing_tables", stdout=told)
    assert "missing  Goods that bear export duty (0 rows)" in told.getvalue()
    assert "./portal manage import_exchange_rates <file.csv>" in told.getvalue()
