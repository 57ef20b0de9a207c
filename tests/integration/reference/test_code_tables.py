"""Code tables: shipped, dated, imported, read."""

import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from accounts.facts import SystemActor
from accounts.models import AuditEntry
from reference import selectors
from reference.constants import SHIPPED, ZONE
from reference.models import Code, CodeTable, HsCode, ReferenceVersion
from reference.services.importing import import_codes
from reference.services.shipped import load_shipped
from zone_portal.kernel.csv_rows import ImportReport
from zone_portal.kernel.errors import PortalError

AT = datetime(2026, 11, 20, 8, tzinfo=UTC)
TODAY = date(2026, 11, 20)
BY = SystemActor("test")
pytestmark = pytest.mark.django_db


def enter(table: str, text: str, *, complete: bool | None = None, as_of: str = "") -> ImportReport:
    return import_codes(table, text.encode(), by=BY, at=AT, complete=complete, as_of=as_of)


def test_the_shipped_tables_are_there_and_say_how_complete_they_are() -> None:
    tables = selectors.code_tables(on=TODAY)
    assert "142" in tables.currencies
    assert "142" in tables.countries
    assert {"9610", "1210", "1239", "9710", "9810"} <= tables.trade_modes.codes
    assert "4003" in tables.districts
    assert tables.order_types.codes == {"I", "E", "B", "W"}
    assert tables.wrap_types.codes == set("1234567")
    assert len(tables.units.codes) == 123
    complete = {"units", "transport_modes", "wrap_types", "order_types", "id_types"}
    for name in (*complete, "currencies", "countries", "districts", "trade_modes"):
        assert getattr(tables, name).complete is (name in complete), name
        assert getattr(tables, name).as_of, name


def test_continents_and_doubtful_codes_are_not_shipped() -> None:
    tables = selectors.code_tables(on=TODAY)
    assert not {"100", "200", "300", "400", "500", "600"} & tables.countries.codes
    assert "610" not in tables.currencies
    assert "A" not in tables.transport_modes


def test_the_tariff_gives_statutory_units_and_headings() -> None:
    hs = selectors.code_tables(on=TODAY).hs
    assert len(hs.units) == 11_929
    assert hs.units["0101210010"] == ("035", "009")
    assert "0101" in hs.headings
    assert (hs.complete, hs.as_of) == (False, "2019")


def test_every_statutory_unit_is_a_unit() -> None:
    tables = selectors.code_tables(on=TODAY)
    used = {unit for units in tables.hs.units.values() for unit in units if unit}
    assert used <= tables.units.codes


def test_a_mode_is_valid_from_its_own_day() -> None:
    assert "9710" not in selectors.code_tables(on=date(2020, 6, 30)).trade_modes
    assert "9710" in selectors.code_tables(on=date(2020, 7, 1)).trade_modes


def test_a_table_that_is_not_loaded_is_empty_and_incomplete() -> None:
    Code.objects.filter(table="units").delete()
    selectors.forget_snapshots()
    units = selectors.code_tables(on=TODAY).units
    assert (units.codes, units.complete) == (frozenset(), False)


def test_labels_come_in_both_languages_and_unknown_codes_name_themselves() -> None:
    assert selectors.label("countries", "502", "zh-hans") == "美国"
    assert selectors.label("countries", "502", "en") == "United States"
    assert selectors.label("districts", "0101", "en") == "机场单证"  # no English name published
    assert selectors.label("countries", "999x", "en") == "999x"
    assert selectors.label("no_such_table", "1", "en") == "1"
    assert selectors.label("hs_codes", "0101210010", "zh-hans") == "改良种用濒危野马"


def test_error_codes_of_receipts_can_be_explained() -> None:
    assert selectors.label("return_codes", "-10102", "zh-hans") == "无效企业代码"
    assert selectors.label("return_codes", "0002", "en") == "does not pass the schema"
    assert selectors.rows("return_codes")["-10102"].extra == {
        "kind": "business",
        "group": "enterprise",
    }


def test_a_snapshot_costs_no_query_until_it_is_looked_at_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first = selectors.code_tables(on=TODAY)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert selectors.code_tables(on=TODAY) is first
        assert selectors.code_tables(on=TODAY - timedelta(days=1)) is first  # no row begins on it
    assert len(queries) == 0
    later = time.monotonic() + selectors.RECHECK_SECONDS
    monkeypatch.setattr(time, "monotonic", lambda: later)
    with CaptureQueriesContext(connection) as queries:
        assert selectors.code_tables(on=TODAY) is first
    assert len(queries) == 1


def test_another_process_s_write_is_seen_when_it_is_looked_at_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert "643" not in selectors.code_tables(on=TODAY).currencies
    Code.objects.create(table_id="currencies", code="643", name_zh="卢布")
    ReferenceVersion.objects.update(token="00000000-0000-0000-0000-000000000001")
    assert "643" not in selectors.code_tables(on=TODAY).currencies
    later = time.monotonic() + selectors.RECHECK_SECONDS
    monkeypatch.setattr(time, "monotonic", lambda: later)
    assert "643" in selectors.code_tables(on=TODAY).currencies


def test_an_import_is_seen_at_once_and_audited() -> None:
    assert "643" not in selectors.code_tables(on=TODAY).currencies
    report = enter("currencies", "code,name_zh,iso\n643,俄罗斯卢布,RUB\n", as_of="2026")
    assert (report.created, report.errors) == (1, ())
    tables = selectors.code_tables(on=TODAY)
    assert "643" in tables.currencies
    assert (tables.currencies.complete, tables.currencies.as_of) == (False, "2026")
    assert selectors.rows("currencies")["643"].extra == {"iso": "RUB"}
    assert AuditEntry.objects.get(action="reference.imported").on_id == "currencies"


def test_a_table_may_be_declared_complete() -> None:
    enter("currencies", "code,name_zh\n643,俄罗斯卢布\n", complete=True)
    assert selectors.code_tables(on=TODAY).currencies.complete


def test_a_later_row_ends_the_present_one_on_its_first_day() -> None:
    enter("districts", "code,name_zh,valid_from\n4003,赣州新关,2027-01-01\n")
    rows = Code.objects.filter(table="districts", code="4003").order_by("valid_from")
    assert [(row.name_zh, row.valid_to) for row in rows] == [
        ("赣州海关", date(2027, 1, 1)),
        ("赣州新关", None),
    ]


def test_an_import_again_changes_nothing() -> None:
    text = "code,name_zh,name_en\n502,美国,U.S.\n643,某国,\n"
    first, second = enter("countries", text), enter("countries", text)
    assert (first.created, first.updated) == (1, 1)
    assert (second.created, second.updated, second.unchanged) == (0, 0, 2)


def test_tariff_lines_are_imported_with_their_units() -> None:
    enter("hs_codes", "code,name_zh,unit1,unit2,valid_from\n9999999999,新品,007,035,2027-01-01\n")
    assert "9999999999" not in selectors.code_tables(on=TODAY).hs.units
    assert selectors.code_tables(on=date(2027, 1, 1)).hs.units["9999999999"] == ("007", "035")


def test_all_errors_of_a_file_are_told_and_nothing_of_it_is_entered() -> None:
    text = (
        "code,name_zh,valid_from,valid_to\n"
        "700,甲,,\n"
        ",乙,2026-1-1,\n"
        "701,,2026-02-01,2026-01-01\n"
        "700,甲,,\n"
        "702,丙,,,多\n"
    )
    report = enter("countries", text)
    assert [(error.line, error.field, error.code) for error in report.errors] == [
        (3, "code", "missing"),
        (3, "valid_from", "date_invalid"),
        (4, "name_zh", "missing"),
        (4, "valid_to", "period"),
        (5, "code", "code_twice"),
        (6, "*", "cells_surplus"),
    ]
    assert not Code.objects.filter(table="countries", code="700").exists()


@pytest.mark.parametrize("code", ["123", "12345678901", "01012100a0"])
def test_a_tariff_line_has_ten_digits(code: str) -> None:
    report = enter("hs_codes", f"code,name_zh,unit1\n{code},品,007\n")
    assert [error.code for error in report.errors] == ["form"]


def test_a_period_may_not_reach_into_the_next() -> None:
    enter("countries", "code,name_zh,valid_from\n700,甲,2026-01-01\n")
    report = enter("countries", "code,name_zh,valid_from,valid_to\n700,甲,2025-01-01,2026-06-01\n")
    assert [error.code for error in report.errors] == ["overlaps"]


def test_an_unknown_table_is_named() -> None:
    with pytest.raises(PortalError) as refusal:
        enter("nothing", "code,name_zh\n1,a\n")
    assert refusal.value.code == "table_unknown"


def test_the_command_imports_a_file_or_fails_with_every_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "codes.csv"
    file.write_text("code,name_zh\n643,卢布\n,空\n", encoding="gb18030")
    with pytest.raises(CommandError, match="nothing imported: 1 errors"):
        call_command("import_codes", "currencies", str(file))
    assert "line 3, code" in capsys.readouterr().err
    file.write_text("code,name_zh\n643,卢布\n")
    call_command("import_codes", "currencies", str(file))
    assert Code.objects.get(table="currencies", code="643").origin == ZONE


def test_loading_again_does_nothing_and_fast() -> None:
    before = ReferenceVersion.objects.get().token
    started = time.perf_counter()
    assert load_shipped(at=AT) is None
    assert time.perf_counter() - started < 0.3
    assert ReferenceVersion.objects.get().token == before


def test_changed_files_change_the_shipped_rows_and_leave_the_zone_s(tmp_path: Path) -> None:
    enter("currencies", "code,name_zh\n502,美金\n643,卢布\n")
    enter("units", "code,name_zh,valid_from\n001,台套,2027-01-01\n")
    tables = "name,title_zh,title_en,complete,as_of,valid_from,source\n"
    for name in ("currencies", "units"):
        tables += f"{name},表,Table,1,2027,,\n"
    (tmp_path / "tables.csv").write_text(tables + "hs_codes,税则,Tariff,0,2027,2027-01-01,\n")
    (tmp_path / "currencies.csv").write_text(
        "code,name_zh,valid_from,valid_to\n142,元,,2030-01-01\n142,新元,2030-01-01,\n502,美元,,\n"
    )
    (tmp_path / "units.csv").write_text("code,name_zh\n001,台\n002,座\n")
    (tmp_path / "hs_codes.csv").write_text("code,name_zh,unit1,unit2\n0101210010,马,035,\n")
    (tmp_path / "positive_list.csv").write_text("hs8,name,valid_from\n01012100,马,2027-01-01\n")
    (tmp_path / "calendar.csv").write_text("day,working,name\n2027-01-01,0,元旦\n")
    assert load_shipped(at=AT, data=tmp_path) is not None
    currencies = Code.objects.filter(table="currencies").order_by("code", "valid_from")
    assert [(row.code, row.name_zh, row.origin) for row in currencies] == [
        ("142", "元", SHIPPED),
        ("142", "新元", SHIPPED),
        ("502", "美金", ZONE),
        ("643", "卢布", ZONE),
    ]
    units = Code.objects.filter(table="units").order_by("code", "valid_from")
    assert [row.name_zh for row in units] == ["台", "台套", "座"]
    assert [row.valid_from.year for row in HsCode.objects.all()] == [2027]
    assert selectors.code_tables(on=TODAY).currencies.complete
    assert load_shipped(at=AT, data=tmp_path) is None
    assert load_shipped(at=AT) is not None  # back to the files of the product
    assert HsCode.objects.count() == 11_929


def test_a_code_has_one_row_a_day() -> None:
    with pytest.raises(IntegrityError, match="code_no_overlap"):
        Code.objects.create(table_id="units", code="001", name_zh="又", valid_from=date(2026, 1, 1))


def test_a_code_is_valid_for_a_day_at_least() -> None:
    day = date(2026, 1, 1)
    with pytest.raises(IntegrityError, match="code_period"):
        Code.objects.create(
            table_id="units", code="900", name_zh="又", valid_from=day, valid_to=day
        )


def test_a_code_is_not_empty() -> None:
    with pytest.raises(IntegrityError, match="code_not_empty"):
        Code.objects.create(table_id="units", code="", name_zh="空")


@pytest.mark.parametrize(
    ("code", "start", "end", "constraint"),
    [
        ("0101210010", date(2026, 1, 1), None, "hs_code_no_overlap"),
        ("0101210010", date(2019, 1, 1), None, "hs_code_no_overlap"),
        ("9999999999", date(2026, 1, 1), date(2026, 1, 1), "hs_code_period"),
        ("99999", date(2026, 1, 1), None, "hs_code_ten_digits"),
    ],
)
def test_the_tariff_is_guarded_likewise(
    code: str, start: date, end: date | None, constraint: str
) -> None:
    with pytest.raises(IntegrityError, match=constraint):
        HsCode.objects.create(code=code, name_zh="又", unit1="007", valid_from=start, valid_to=end)


def test_there_is_one_version() -> None:
    with pytest.raises(IntegrityError, match="reference_version_single"):
        ReferenceVersion.objects.create(id=2)


def test_a_table_with_codes_cannot_be_dropped() -> None:
    with pytest.raises(IntegrityError, match="protected"):
        CodeTable.objects.get(name="units").delete()
