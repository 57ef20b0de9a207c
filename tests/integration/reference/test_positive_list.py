"""The positive list: a shipped subset, dated imports, read by day."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from accounts.facts import SystemActor
from accounts.models import AuditEntry
from reference import selectors
from reference.constants import SHIPPED
from reference.models import HsCode, PositiveListItem
from reference.services.importing import import_codes
from reference.services.positive_list import import_positive_list
from zone_portal.kernel.csv_rows import ImportReport
from zone_portal.kernel.errors import PortalError

AT = datetime(2026, 11, 20, 8, tzinfo=UTC)
TODAY = date(2026, 11, 20)
BY = SystemActor("test")
HEADER = "hs8,name,note,modes,limit_quantity,limit_unit,valid_from,valid_to\n"
pytestmark = pytest.mark.django_db


def enter(text: str) -> ImportReport:
    return import_positive_list((HEADER + text).encode(), by=BY, at=AT)


def test_a_small_subset_is_shipped_and_says_what_it_is() -> None:
    listed = selectors.positive_list(on=TODAY)
    assert 20 <= len(listed.items) <= 40
    assert (listed.complete, listed.as_of) == (False, "2022")
    assert "demo subset, unverified" in listed.source
    assert listed.items["03061200"].modes == {"1210", "1239"}
    rice = listed.items["10063020"]
    assert (rice.limit, rice.limit_unit, rice.modes) == (Decimal(20), "035", frozenset())
    assert selectors.positive_list(on=date(2022, 2, 28)).items == {}


def test_every_shipped_line_is_a_line_of_the_tariff() -> None:
    known = {code[:8] for code in HsCode.objects.values_list("code", flat=True)}
    assert set(PositiveListItem.objects.values_list("hs8", flat=True)) <= known


def test_a_later_line_ends_the_present_one_and_is_seen_from_its_day() -> None:
    before = selectors.positive_list(on=date(2027, 1, 1))
    assert before.items["10063020"].limit == 20
    report = enter(
        "10063020,长粒米,限10千克,,10,035,2027-01-01,\n99999999,新品,,1210,,,2027-01-01,\n"
    )
    assert (report.created, report.updated, report.errors) == (2, 0, ())
    assert selectors.positive_list(on=date(2026, 12, 31)).items["10063020"].limit == 20
    after = selectors.positive_list(on=date(2027, 1, 1))
    assert after.items["10063020"].limit == 10
    assert after.items["99999999"].modes == {"1210"}
    assert AuditEntry.objects.get(action="reference.imported").on_id == "positive_list"


def test_a_line_of_the_same_day_is_replaced_and_the_same_line_changes_nothing() -> None:
    text = "10063020,长粒米,限15千克,,15,035,2022-03-01,\n"
    first, second = enter(text), enter(text)
    assert (first.updated, second.updated, second.unchanged) == (1, 0, 1)
    assert selectors.positive_list(on=TODAY).items["10063020"].limit == 15


def test_all_errors_are_told_and_nothing_is_entered(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report = enter(
        "1006302,米,,,,,2027-01-01,\n"
        "10063020,,,7777,-1,,2027-1-1,\n"
        "10063020,米,,,1,999,2027-02-01,2027-01-01\n"
        "99999999,好,,,,,2027-01-01,\n"
        "99999999,又,,,,,2027-01-01,\n"
        "10063020,米,,,,,2021-01-01,2023-01-01\n"
    )
    assert [(error.line, error.field, error.code) for error in report.errors] == [
        (2, "hs8", "form"),
        (3, "name", "missing"),
        (3, "modes", "unknown"),
        (3, "limit_quantity", "form"),
        (3, "limit_unit", "missing"),
        (3, "valid_from", "date_invalid"),
        (4, "limit_unit", "unknown"),
        (4, "valid_to", "period"),
        (6, "hs8", "line_twice"),
        (7, "valid_to", "overlaps"),
    ]
    assert not PositiveListItem.objects.exclude(origin=SHIPPED).exists()
    file = tmp_path / "list.csv"
    file.write_text("hs8,name,valid_from\n1,x,2027-01-01\n")
    with pytest.raises(CommandError, match="nothing imported: 1 errors"):
        call_command("import_positive_list", str(file))
    assert "line 2, hs8" in capsys.readouterr().err


def test_a_complete_list_is_declared_so(tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text("hs8,name,valid_from\n99999999,x,2026-01-01\n")
    call_command("import_positive_list", str(file), "--complete", "--as-of", "2026")
    listed = selectors.positive_list(on=TODAY)
    assert (listed.complete, listed.as_of) == (True, "2026")


def test_it_is_no_table_of_codes() -> None:
    with pytest.raises(PortalError, match="no code table"):
        import_codes("positive_list", b"code,name_zh\n1,a\n", by=BY, at=AT)
