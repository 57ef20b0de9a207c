"""Goods as filed, against tariff, code tables and positive list."""

from decimal import Decimal
from typing import Any

import pytest

from enterprises.rules.findings import LineFinding, from_stored, has_errors, to_stored
from enterprises.rules.goods import check_goods, repeated_skus
from enterprises.rules.goods_lines import FIELDS, GoodsLine, read_goods_line
from reference.facts import CodeTable, CodeTables, HsTable, PositiveItem, PositiveList

COFFEE = "0901210000"
RICE = "1006302090"
LOBSTER = "0306120000"
GOOD = {
    "sku": "A-1",
    "name": "研磨咖啡 250克",
    "gmodel": "250克/袋",
    "hs_code": COFFEE,
    "unit": "011",
    "unit1": "035",
    "unit2": "",
    "origin": "502",
    "barcode": "4006381333931",
    "price": "39.90",
    "currency": "142",
    "net_weight": "0.25",
    "modes": "9610 1210",
}


def complete(*codes: str) -> CodeTable:
    return CodeTable(frozenset(codes), True, "2026")


def tables(*, hs_complete: bool = False) -> CodeTables:
    nothing = CodeTable()
    return CodeTables(
        currencies=CodeTable(frozenset({"142", "502"}), False, "2019"),
        countries=CodeTable(frozenset({"142", "502"}), False, "2018"),
        units=complete("007", "011", "035"),
        districts=nothing,
        transport_modes=nothing,
        wrap_types=nothing,
        trade_modes=nothing,
        order_types=nothing,
        id_types=nothing,
        return_statuses=nothing,
        hs=HsTable(
            {COFFEE: ("035", ""), RICE: ("035", ""), LOBSTER: ("035", "")},
            frozenset({"0901", "1006", "0306"}),
            hs_complete,
            "2019",
        ),
    )


LISTED = PositiveList(
    {
        "09012100": PositiveItem("09012100", "咖啡"),
        "10063020": PositiveItem(
            "10063020", "大米", "限20千克", limit=Decimal(20), limit_unit="035"
        ),
        "03061200": PositiveItem("03061200", "龙虾", "仅限", frozenset({"1210", "1239"})),
    },
    as_of="2022",
)


def line(**changes: str) -> GoodsLine:
    read, found = read_goods_line({**GOOD, **changes}, 1)
    assert not has_errors(found), found
    return read


def judged(
    direction: str = "import",
    *,
    listed: PositiveList = LISTED,
    hs_complete: bool = False,
    **changes: str,
) -> dict[str, str]:
    """Severity by code of what is found."""
    found = check_goods(line(**changes), direction, tables(hs_complete=hs_complete), listed)
    return {finding.code: finding.severity for finding in found}


def unread(**changes: str) -> set[tuple[str, str]]:
    return {(f.field, f.code) for f in read_goods_line({**GOOD, **changes}, 1)[1]}


def test_right_goods_are_read_whole_and_nothing_is_found() -> None:
    read = line()
    assert (read.price, read.net_weight) == (Decimal("39.90"), Decimal("0.25"))
    assert read.modes == ("9610", "1210")
    assert judged() == {}


@pytest.mark.parametrize("field", ["sku", "name", "hs_code", "unit", "origin", "modes"])
def test_what_is_needed_is_asked_for(field: str) -> None:
    assert unread(**{field: " "}) == {(field, "missing")}


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("price", "free", "number"),
        ("price", "0", "number"),
        ("price", "-1", "number"),
        ("price", "NaN", "number"),
        ("price", "1.234567", "decimals"),
        ("net_weight", "1e20", "number"),
        ("name", "x" * 251, "too_long"),
        ("sku", "x" * 31, "too_long"),
        ("sku", "x" * 21, "sku_long"),
        ("gmodel", "a\nb", "characters"),
    ],
)
def test_what_cannot_be_read_is_told_at_its_field(field: str, value: str, code: str) -> None:
    assert unread(**{field: value}) == {(field, code)}


def test_modes_may_be_separated_as_people_do() -> None:
    assert line(modes="9610、1210; 1239，9610").modes == ("9610", "1210", "1239")


def test_a_code_that_the_incomplete_tariff_lacks_is_a_warning_and_else_an_error() -> None:
    assert judged(hs_code="0901229999", unit1="")["hs_unknown"] == "warning"
    assert judged(hs_code="0901229999", unit1="", hs_complete=True)["hs_unknown"] == "error"


@pytest.mark.parametrize("code", ["09012100", "090121000a", "０９０１２１００００"])
def test_an_hs_code_has_ten_digits(code: str) -> None:
    assert judged(hs_code=code)["form"] == "error"


def test_the_statutory_units_are_those_of_the_tariff_line() -> None:
    assert judged(unit1="011") == {"unit_of_tariff": "warning"}
    assert judged(unit2="011") == {"unit_of_tariff": "warning"}
    assert judged(unit1="011", hs_complete=True) == {"unit_of_tariff": "error"}


def test_codes_are_looked_up_in_their_tables() -> None:
    assert judged(unit="999") == {"code_unknown": "error"}
    assert judged(origin="999") == {"code_unknown": "warning"}
    assert judged(origin="US") == {"form": "error"}
    assert judged(currency="999") == {"code_unknown": "warning"}


def test_a_bar_code_may_be_left_out_but_not_be_wrong() -> None:
    assert judged(barcode="") == judged(barcode="无") == {}
    assert judged(barcode="4006381333932") == {"check_digit": "error"}
    assert judged(barcode="12345") == {"form": "error"}


def test_price_and_currency_go_together() -> None:
    assert judged(currency="") == {"missing": "error"}
    assert judged(price="") == {"missing": "warning"}
    assert judged(price="", currency="") == {"price_missing": "warning"}
    assert judged("export", price="", currency="") == {}


@pytest.mark.parametrize(
    ("direction", "mode", "right"),
    [
        ("import", "1239", True),
        ("import", "9710", False),
        ("export", "9810", True),
        ("export", "1239", False),
        ("export", "9610", True),
    ],
)
def test_each_direction_has_its_modes(direction: str, mode: str, right: bool) -> None:
    assert ("mode_of_direction" not in judged(direction, modes=mode)) is right


def test_the_list_decides_the_mode() -> None:
    assert judged(hs_code=LOBSTER) == {"mode_not_listed": "error", "list_note": "note"}
    assert judged(hs_code=LOBSTER, modes="1210") == {"list_note": "note"}


def test_exports_are_not_held_against_the_list() -> None:
    assert judged("export", hs_code=LOBSTER, modes="9610") == {}


def test_goods_off_the_list_are_refused_only_by_a_complete_list() -> None:
    assert judged(listed=PositiveList()) == {"not_listed": "warning"}
    assert judged(listed=PositiveList(complete=True)) == {"not_listed": "error"}


def test_the_yearly_limit_is_shown_and_one_piece_may_not_exceed_it() -> None:
    shown = {"list_note": "note", "yearly_limit": "note"}
    assert judged(hs_code=RICE, net_weight="20") == shown
    assert judged(hs_code=RICE, net_weight="20.001") == shown | {"over_limit": "error"}
    assert judged(hs_code=RICE, net_weight="") == shown | {"missing": "error"}


def test_a_sku_stands_once_in_a_file() -> None:
    lines = [read_goods_line({**GOOD, "sku": sku}, n)[0] for n, sku in enumerate("ABA", 1)]
    found = repeated_skus(lines)
    assert set(found) == {3}
    assert "line 1" in found[3].en


def test_findings_are_kept_and_read_again() -> None:
    found = check_goods(line(unit="999"), "import", tables(), LISTED)
    assert from_stored(to_stored(found)) == found


def test_every_finding_speaks_both_languages() -> None:
    broken: dict[str, Any] = dict.fromkeys(FIELDS, "?") | {"hs_code": "1", "price": "x"}
    read, found = read_goods_line(broken, 1)
    found += check_goods(read, "import", tables(), LISTED)
    assert len(found) > 5
    for finding in found:
        assert isinstance(finding, LineFinding)
        assert finding.text("zh-hans") != finding.text("en")
