"""Which rules apply on which day, how severely, with which figures."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from declarations.messages.catalogue import KINDS
from declarations.rules.checks import Checks, build_checks, checks_for, rule_tables
from declarations.rules.fields import examine
from declarations.rules.registry import resolve
from reference.facts import CodeTable, CodeTables, HsTable
from tests.unit.rules.documents import TABLES, TODAY, decoded, document
from zone_portal.kernel.rules import RULES


def set_to(rows: dict[str, dict[str, str]], on: date = TODAY, **tables: Any) -> Checks:
    settings = resolve(RULES, rows, on=on, **tables)
    return build_checks(settings=settings, tables=TABLES, today=TODAY)


def found(day: Checks, code: str, head: Any = None, line: Any = None) -> dict[str, str]:
    examination = examine(KINDS[code], document(code, head, line), day)
    return {finding.code: finding.severity for finding in examination.findings}


def test_before_the_first_rules_a_document_need_only_be_readable() -> None:
    day = set_to({}, on=date(2018, 9, 29))
    assert found(day, "CEB311", {"acturalPaid": "1", "appType": "9"}) == {}
    assert found(day, "CEB311", {"acturalPaid": "x", "appTime": "20260230000000"}) == {
        "FLD-005": "error",
        "FLD-010": "error",
    }
    assert found(set_to({}, on=date(2018, 9, 30)), "CEB311", {"appType": "9"}) == {
        "GEN-001": "error"
    }


@pytest.mark.parametrize("severity", ["error", "warning", "off"])
def test_the_severity_of_a_rule_is_what_its_row_says(severity: str) -> None:
    day = set_to({"ORD-006": {"severity": severity}})
    expected = {} if severity == "off" else {"ORD-006": severity, "ORD-001": "error"}
    head = {"goodsValue": "200"} | ({"acturalPaid": "222.79"} if severity == "off" else {})
    assert found(day, "CEB311", head) == expected


def test_a_warning_too_keeps_the_fast_yes_back_so_that_it_is_told() -> None:
    record = decoded(document("CEB311", {"goodsValue": "200", "acturalPaid": "222.79"}))
    kind = KINDS["CEB311"]
    assert not set_to({"ORD-006": {"severity": "warning"}}).accepts(kind, record)
    assert set_to({"ORD-006": {"severity": "off"}}).accepts(kind, record)


def test_a_tolerance_is_what_its_row_says() -> None:
    head = {"acturalPaid": "224.29"}
    assert found(set_to({"ORD-001": {"tolerance": "0.50"}}), "CEB311", head) == {}
    assert found(set_to({"ORD-001": {"tolerance": "0.49"}}), "CEB311", head) == {"ORD-001": "error"}


def test_a_list_of_codes_is_what_its_row_says() -> None:
    day = set_to({"INV-041": {"codes": "1210 9610"}})
    assert "INV-041" in found(day, "CEB621", {"tradeMode": "1239"})


def test_the_form_of_an_element_cannot_be_softened() -> None:
    day = set_to({"FLD-005": {"severity": "off"}, "FLD-002": {"severity": "warning"}})
    head = {"freight": "x", "orderNo": None}
    assert found(day, "CEB311", head) == {"FLD-005": "error", "FLD-002": "error"}


def test_a_code_unknown_to_an_incomplete_table_only_warns_unless_a_row_says_otherwise() -> None:
    incomplete = frozenset({"units"})
    unknown = {"unit": "999"}
    assert found(set_to({}), "CEB311", line=unknown) == {"GEN-008": "error"}
    assert found(set_to({}, incomplete=incomplete), "CEB311", line=unknown) == {
        "GEN-008": "warning"
    }
    automatic = {"GEN-008": {"severity": "auto"}}
    assert found(set_to(automatic, incomplete=incomplete), "CEB311", line=unknown) == {
        "GEN-008": "warning"
    }
    strict = {"GEN-008": {"severity": "error"}}
    assert found(set_to(strict, incomplete=incomplete), "CEB311", line=unknown) == {
        "GEN-008": "error"
    }


def reference_tables(**changes: Any) -> CodeTables:
    def table(*codes: str, complete: bool = True) -> CodeTable:
        return CodeTable(frozenset(codes), complete, "2026")

    tables: dict[str, Any] = {
        "currencies": table("142"),
        "countries": table("116", "142"),
        "units": table("007"),
        "districts": table("4001"),
        "transport_modes": table("5"),
        "wrap_types": table("2"),
        "trade_modes": table("9610"),
        "order_types": table("I"),
        "id_types": table("1"),
        "return_statuses": table("2"),
        "export_duty": table("2607"),
        "hs": HsTable({"3304990039": ("035", "011")}, frozenset({"3304"}), False, "2019"),
    }
    return CodeTables(**tables | changes)


def test_the_tables_of_the_reference_data_become_those_of_the_rules() -> None:
    tables = rule_tables(reference_tables(countries=CodeTable()))
    assert tables.currencies == {"142"}
    assert tables.hs_units["3304990039"] == ("035", "011")
    assert tables.hs_headings == {"3304"}
    assert tables.incomplete == {"countries", "hs"}
    assert tables.as_of["hs"] == "2019"


def test_a_table_that_is_not_loaded_warns_of_every_code_and_says_so() -> None:
    day = checks_for({}, reference_tables(countries=CodeTable()), today=TODAY)
    (finding, *_) = examine(KINDS["CEB311"], document("CEB311"), day).findings
    assert (finding.code, finding.severity) == ("GEN-009", "warning")
    assert finding.params["as_of"] == "—"


def test_the_rules_of_another_day_may_be_asked_on_a_later_one() -> None:
    day = checks_for({}, reference_tables(), today=TODAY, on=date(2018, 1, 1))
    assert day.day == TODAY
    assert day.predicates["CEB311"] == ()


def test_figures_are_read_as_what_they_are() -> None:
    parameters = resolve(RULES, {}, on=TODAY).parameters
    assert parameters["ORD-001"].tolerance == Decimal(0)
    assert parameters["WAY-001"].packages == 1
    assert parameters["GEN-001"].codes == {"1", "2", "3"}
    assert parameters["PAY-004"].cash == "现金支付"
