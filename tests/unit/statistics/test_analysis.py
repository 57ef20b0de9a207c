"""Templates of analysis reports: what they may say, what is wrong, what they leave out."""

from decimal import Decimal
from typing import Any

import pytest

from statistics_app.rules.analysis.figures import Source, figures_of
from statistics_app.rules.analysis.reporting import SHIPPED, compile_report, wrong_with_sections
from statistics_app.rules.analysis.writing import EN, ZH, holds, said, written

HIDDEN = {"hidden": True}
PERIOD = ("2025 年 10 月", "October 2025")


def cell(rmb: str, growth: str | None = "0.1000") -> dict[str, Any]:
    return {
        "hidden": False, "rmb": rmb, "usd": rmb, "tickets": 10, "parcels": 12, "tax": "0.00",
        "growth_rmb": growth, "growth_usd": growth,
    }  # fmt: skip


def content(exports: Any, imports: Any, whole: Any, countries: list[Any]) -> dict[str, Any]:
    return {
        "zone": ["示例综试区", "Example zone"],
        "coverage": {"code": "A", "label": ["海关", "Customs"]},
        "stage": "preliminary",
        "facts": [{"code": "IND-SCALE-06", "value": "12", "version": 1}],
        "totals": {
            key: {"m": one, "c": one} for key, one in zip("EI", (exports, imports), strict=True)
        }
        | {"all": {"m": whole, "c": whole}},
        "tables": [
            {
                "code": "country",
                "rows": [
                    {"direction": "E", "key": key, "label": [key, key], "m": one, "c": one}
                    for key, one in countries
                ],
            }
        ],
    }


def october(**changed: Any) -> dict[str, Any]:
    usual: dict[str, Any] = {
        "exports": cell("800000000.00"),
        "imports": cell("200000000.00", "-0.0500"),
        "whole": cell("1000000000.00", "0.0320"),
        "countries": [("502", cell("600000000.00")), ("116", HIDDEN), ("133", cell("9.00"))],
    }
    return content(**(usual | changed))


def section(zh: str, en: str, **more: Any) -> dict[str, Any]:
    usual = {"title_zh": "甲", "title_en": "A", "when": "", "table": "", "chart": False}
    return {**usual, "zh": zh, "en": en, **more}


def test_figures_stand_in_words_of_both_languages() -> None:
    known = figures_of(Source([october()]), PERIOD)

    zh, _ = written("{period}进出口 {all.rmb}，同比{all.growth|change}。", known, ZH)
    en, _ = written("In {period}: {all.rmb}, {all.growth|change}.", known, EN)

    assert zh == "2025 年 10 月进出口 10.00 亿元，同比增长 3.2%。"
    assert en == "In October 2025: RMB 1,000.00 million, up 3.2%."


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [
        ("-0.05", "change", "下降 5.0%"),
        ("0", "change", "持平"),
        ("-0.05", "size", "5.0%"),
        ("0.05", "", "+5.0%"),
    ],
)
def test_a_rate_is_said_as_asked(value: str, form: str, text: str) -> None:
    assert said(Decimal(value), "rate", form, ZH) == text


def test_a_sentence_with_a_hidden_figure_is_left_out_and_only_that() -> None:
    known = figures_of(Source([october(imports=HIDDEN)]), PERIOD)

    text, lacking = written("出口 {E.rmb}。进口 {I.rmb}。共 {all.tickets} 票。", known, ZH)

    assert text == "出口 8.00 亿元。共 10 票。"
    assert lacking == ["I.rmb"]


def test_no_name_reaches_a_hidden_cell() -> None:
    source = Source([october(imports=HIDDEN)])

    known = figures_of(source, PERIOD)

    assert not [name for name in known if name.startswith("I.")]
    assert known["country.E.1.name"] == ("502", "502")
    assert "country.E.2.name" not in known, "the hidden line may be larger"
    report, _ = compile_report(SHIPPED, source, PERIOD, {})
    assert "116" not in str(report)


def test_the_largest_published_line_is_not_called_the_largest() -> None:
    """400 million are hidden: one country may have all of it."""
    few = october(countries=[("502", cell("399000000.00")), ("116", HIDDEN)])

    known = figures_of(Source([few]), PERIOD)

    assert "country.E.1.name" not in known


def test_a_quarter_is_the_sum_of_its_months_and_hidden_where_one_of_them_is() -> None:
    months = [october(), october(exports=cell("1.00")), october(imports=HIDDEN)]
    ago = [october(exports=cell("400000000.00"))] * 3

    known = figures_of(Source(months, ago), PERIOD)

    assert known["E.rmb"] == Decimal("1600000001.00")
    assert known["E.growth"] == Decimal("0.3333")
    assert "I.rmb" not in known
    assert "fact.IND-SCALE-06" not in known, "what was counted in a month is no quarter's figure"


def test_a_country_missing_from_the_ten_largest_has_no_sum() -> None:
    known = figures_of(Source([october(), october(countries=[]), october()]), PERIOD)

    assert "country.E.1.rmb" not in known


@pytest.mark.parametrize(
    ("condition", "answer"),
    [
        ("", True),
        ("all.growth > 3", True),
        ("all.growth > 4", False),
        ("E.rmb known and I.growth < 0", True),
        ("index.value known", False),
        ("index.value unknown", True),
        ("index.value > 0", False),
    ],
)
def test_conditions_compare_rates_in_percent(condition: str, answer: bool) -> None:
    assert holds(condition, figures_of(Source([october()]), PERIOD)) is answer


def test_everything_wrong_with_a_template_is_told_at_once() -> None:
    wrong = wrong_with_sections(
        [
            section("{all.rbm} 与 {all.growth|loud}", "{all.rmb", when="all.rmb bigger 3"),
            section("[E.rmb known] 一。\n二。", "One.\nTwo.", title_en="", table="colour"),
        ]
    )

    assert [(one.where, one.found) for one in wrong] == [
        ("s1-when", "all.rmb bigger 3"),
        ("s1-zh:1", "all.rbm"),
        ("s1-zh:1", "all.growth|loud"),
        ("s1-en:1", "{all.rmb"),
        ("s2-title_en", ""),
        ("s2-en", ""),
        ("s2-table", "colour"),
    ]


def test_the_shipped_template_is_right() -> None:
    assert wrong_with_sections(SHIPPED) == []


def test_what_officials_add_stands_in_its_section() -> None:
    source = Source([october()])

    report, _ = compile_report(SHIPPED, source, PERIOD, {"1": ["关注物流成本。", "Freight rose."]})

    assert report["sections"][0]["own"] == [["关注物流成本。", "Freight rose."]]
    assert report["sections"][1]["own"] == []
    assert [one["number"] for one in report["sections"]] == [1, 2, 3]
