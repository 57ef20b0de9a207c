"""Rates: a small shipped set, imports with all errors at once, one row a day, future ones too."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from accounts.facts import SystemActor
from accounts.models import AuditEntry
from reference.models import HsCode
from taxation.constants import IMPORTED, SHIPPED
from taxation.models import TaxRate, TaxTreatment
from taxation.selectors import estimate, rates_on
from taxation.services.rates import import_rates
from taxation.services.shipped import load_shipped
from tests.builders.taxes import goods, purchase
from tests.integration.taxation.conftest import AT, DAY
from zone_portal.kernel.csv_rows import ImportReport

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("settings_loaded")]
HEADER = (
    "hs_code,valid_from,vat,consumption,source,duty,specific,specific_unit,from_price,"
    "price_unit,valid_to\n"
)
CODE = "9503006000"


def enter(*lines: str) -> ImportReport:
    content = (HEADER + "\n".join(lines)).encode()
    return import_rates(content, by=SystemActor("test"), at=AT)


def vat(on: date) -> Decimal | None:
    found = rates_on([CODE], on=on)
    return found[CODE].vat if CODE in found else None


def test_the_shipped_rates_are_examples_of_the_tariff_and_say_so() -> None:
    rows = TaxRate.objects.filter(origin=SHIPPED)
    assert 10 <= rows.count() <= 30
    codes = set(rows.values_list("hs_code", flat=True))
    assert codes == set(HsCode.objects.filter(code__in=codes).values_list("code", flat=True))
    assert all(row.source and row.author == "load_taxation" for row in rows)


def test_loading_again_changes_nothing() -> None:
    before = sorted(TaxRate.objects.values_list("hs_code", "valid_from", "vat"))
    loaded = load_shipped(at=AT, examples=True)
    assert loaded.rates == len(before)
    assert sorted(TaxRate.objects.values_list("hs_code", "valid_from", "vat")) == before


def test_a_zone_that_moves_in_starts_without_example_rates() -> None:
    TaxRate.objects.all().delete()
    loaded = load_shipped(at=AT, examples=False)
    assert (loaded.rates, TaxRate.objects.exists()) == (0, False)
    assert loaded.treatments == TaxTreatment.objects.count() > 10


def test_a_later_rate_ends_the_present_one_and_is_seen_ahead() -> None:
    assert enter(f"{CODE},2027-01-01,11%,0,公告").created == 1
    assert (vat(DAY), vat(date(2026, 12, 31)), vat(date(2027, 1, 1))) == (
        Decimal("0.13"),
        Decimal("0.13"),
        Decimal("0.11"),
    )
    bought = purchase(goods("200"))
    now, then = (estimate(bought, on=day).total for day in (DAY, date(2027, 1, 1)))
    assert (now, then) == (Decimal("18.20"), Decimal("15.40"))


def test_what_was_imported_survives_a_new_version_of_the_examples() -> None:
    enter(f"{CODE},2019-04-01,0.10,0,公告")
    load_shipped(at=AT, examples=True)
    assert vat(DAY) == Decimal("0.10")
    assert TaxRate.objects.get(hs_code=CODE).origin == IMPORTED


def test_importing_the_same_again_changes_nothing() -> None:
    line = f"{CODE},2027-01-01,11%,0,公告"
    enter(line)
    report = enter(line)
    assert (report.created, report.updated, report.unchanged) == (0, 0, 1)
    assert AuditEntry.objects.filter(action="tax_rates.imported").count() == 2


def test_all_errors_of_a_file_are_told_and_nothing_is_kept() -> None:
    report = enter(
        "123,2026-13-01,5,x,,-1,3,,0.5,,",
        f"{CODE},2027-01-01,0.13,0,s,,,,,,2027-01-01",
        f"{CODE},2027-02-01,0.13,0,s",
        f"{CODE},2027-02-01,0.12,0,s",
        f"{CODE},2027-03-01,0.13,0,s,,3,999,,,",
    )
    told = [(error.line, error.field, error.code) for error in report.errors]
    assert told == [
        (2, "hs_code", "form"),
        (2, "duty", "form"),
        (2, "vat", "form"),
        (2, "consumption", "form"),
        (2, "specific_unit", "missing"),
        (2, "price_unit", "missing"),
        (2, "source", "missing"),
        (2, "valid_from", "date_invalid"),
        (3, "valid_to", "period"),
        (5, "hs_code", "line_twice"),
        (6, "specific_unit", "unknown"),
    ]
    assert not TaxRate.objects.filter(origin=IMPORTED).exists()


def test_an_empty_rate_is_not_known_and_not_zero() -> None:
    enter("0101210010,2026-01-01,,0,公告")
    said = estimate(purchase(goods(hs_code="0101210010")), on=DAY)
    assert (said.outcome, [f.code for f in said.findings]) == ("not_computable", ["TAX-005"])


def test_the_database_never_holds_two_rates_of_a_day() -> None:
    row = TaxRate(hs_code=CODE, valid_from=date(2026, 1, 1), source="s", author="a", entered_at=AT)
    with pytest.raises(IntegrityError, match="tax_rate_no_overlap"), transaction.atomic():
        row.save()


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"hs_code": "12"}, "tax_rate_ten_digits"),
        ({"vat": 1}, "tax_rate_fractions"),
        ({"duty": -1}, "tax_rate_fractions"),
        ({"specific": 3}, "tax_rate_specific"),
        ({"from_price": 3}, "tax_rate_from_price"),
        ({"author": ""}, "tax_rate_accounted_for"),
        ({"valid_to": date(2019, 4, 1)}, "tax_rate_period"),
    ],
)
def test_the_database_refuses_a_rate_without_sense(
    values: dict[str, object], constraint: str
) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        TaxRate.objects.filter(hs_code=CODE).update(**values)


def test_the_command_tells_every_error_and_fails(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "rates.csv"
    file.write_text(HEADER + "1,2026-01-01,0,0,s\n2,2026-01-01,0,0,s\n", encoding="utf-8")
    with pytest.raises(CommandError, match="2 errors"):
        call_command("import_rates", str(file))
    assert capsys.readouterr().err.count("ten digits") == 2
    file.write_text(HEADER + f"{CODE},2027-01-01,0.1,0,s\n", encoding="utf-8")
    call_command("import_rates", str(file))
    assert "1 created" in capsys.readouterr().out


def test_treatments_never_overlap() -> None:
    row = TaxTreatment.objects.first()
    assert row is not None
    row.pk = None
    with pytest.raises(IntegrityError, match="tax_treatment_no_overlap"), transaction.atomic():
        row.save()
