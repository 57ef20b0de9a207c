"""What speaks for B2B: every feature when it hits and when it just does not."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from statistics_app.rules.b2b.confusion import confusion, from_rows
from statistics_app.rules.b2b.features import FEATURES, Figures, Traits
from statistics_app.rules.b2b.labelled import measure, sample
from statistics_app.rules.b2b.marks import buyer_in, has_mark, starts_with_mark, words
from statistics_app.rules.b2b.model import classify, contributions, problems_of
from statistics_app.rules.b2b.parameters import MODEL_PARAMETERS, READING_PARAMETERS
from statistics_app.rules.b2b.vocabulary import CLASSES

SHIPPED = {name: row.initial for name, row in MODEL_PARAMETERS.items()}
FIGURES = Figures(SHIPPED)
WORDS = words(*(READING_PARAMETERS[n].initial for n in ("ds_words", "company_words", "tax_words")))
DAY = date(2026, 3, 2)
PLAIN = Traits(DAY, "0000", "X", most=Decimal(20), pieces=Decimal(20), rmb=Decimal(3000))
"""A record of which no feature says anything."""


def changed(**values: Any) -> Traits:
    return replace(PLAIN, **values)


HITS_AND_NEAR_MISSES: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("mode_direct", {"mode": "9710"}, {"mode": "9710", "day": date(2020, 6, 30)}),
    ("mode_warehouse", {"mode": "9810"}, {"mode": "9810", "day": date(2020, 6, 30)}),
    ("mode_retail", {"mode": "9610"}, {"mode": "1239"}),
    ("mode_zone", {"mode": "1210"}, {"mode": "1239"}),
    ("general_online", {"mode": "0110"}, {"mode": "0110", "order_type": ""}),
    ("general_offline", {"mode": "0110", "order_type": ""}, {"mode": "0110"}),
    ("order_b", {"order_type": "B"}, {"order_type": "E"}),
    ("order_w", {"order_type": "W"}, {"order_type": "B"}),
    ("order_e", {"order_type": "E"}, {"order_type": ""}),
    ("buyer_company", {"company": True}, {"taxed": True}),
    ("buyer_taxed", {"taxed": True}, {"company": True}),
    ("buyer_person", {"person": True}, {"company": True}),
    ("bulk_line", {"most": Decimal(50)}, {"most": Decimal("49.99999")}),
    ("bulk_legal", {"kilograms": Decimal(100)}, {"kilograms": Decimal("99.9")}),
    ("bulk_legal", {"units": Decimal(100)}, {"units": Decimal(99)}),
    ("few_pieces", {"pieces": Decimal(5)}, {"pieces": Decimal(6)}),
    ("few_pieces", {"pieces": Decimal(1)}, {"pieces": Decimal(0)}),
    ("high_value", {"rmb": Decimal(5000)}, {"rmb": Decimal("4999.99")}),
    ("low_value", {"rmb": Decimal(1000)}, {"rmb": Decimal("1000.01")}),
    ("low_value", {"rmb": Decimal(1)}, {"rmb": None}),
    ("repeat_short", {"short": 2, "long": 2}, {"short": 1, "long": 3}),
    ("repeat_long", {"short": 0, "long": 4}, {"short": 0, "long": 3}),
    (
        "ds_mark",
        {"ds_mark": True, "day": date(2021, 6, 30)},
        {"ds_mark": True, "day": date(2021, 7, 1)},
    ),
]


@pytest.mark.parametrize(("code", "hit", "miss"), HITS_AND_NEAR_MISSES)
def test_a_feature_speaks_from_its_limit_on(
    code: str, hit: dict[str, Any], miss: dict[str, Any]
) -> None:
    feature = FEATURES[code]
    assert feature.ask(changed(**hit), FIGURES)
    assert not feature.ask(changed(**miss), FIGURES)


def test_every_feature_has_its_hit_and_its_weight() -> None:
    assert {code for code, _, _ in HITS_AND_NEAR_MISSES} == set(FEATURES)
    weights = {name for name in SHIPPED if name.startswith("weight_")}
    assert {one.weight for one in FEATURES.values()} == weights


def test_a_record_that_says_nothing_is_doubtful_with_the_confidence_of_chance() -> None:
    verdict = classify(PLAIN, FIGURES)
    assert (verdict.found, verdict.confidence, dict(verdict.hits)) == (
        "doubtful", Decimal("0.2500"), {},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("mode", "order", "expected"),
    [
        ("9710", "B", "b2b"),
        ("9810", "W", "b2b2c"),
        ("9610", "E", "b2c"),
        ("1210", "E", "b2b2c"),
        ("0110", "B", "b2b"),
        ("0110", "", "other"),
    ],
)
def test_mode_and_order_alone_decide_what_is_plain(mode: str, order: str, expected: str) -> None:
    assert classify(changed(mode=mode, order_type=order), FIGURES).found == expected


WORKED = Traits(
    DAY,
    "9610",
    "E",
    most=Decimal(120),
    pieces=Decimal(120),
    units=Decimal(120),
    rmb=Decimal(9600),
)
"""The example of docs/algorithms/b2b-recognition.md."""


def test_wholesale_declared_as_retail_is_doubtful() -> None:
    verdict = classify(WORKED, FIGURES)
    assert list(verdict.hits) == ["mode_retail", "order_e", "bulk_line", "bulk_legal", "high_value"]
    assert (verdict.leading, verdict.found, verdict.confidence) == (
        "b2c", "doubtful", Decimal("0.7239"),
    )  # fmt: skip


def test_a_company_that_buys_again_makes_it_b2b() -> None:
    again = replace(WORKED, company=True, taxed=True, short=2, long=4)
    verdict = classify(again, FIGURES)
    assert (verdict.found, verdict.confidence) == ("b2b", Decimal("0.9959"))
    assert contributions(verdict.hits, FIGURES)[0].feature.code == "mode_retail"


def test_an_even_vote_leads_to_the_first_class_and_stays_doubtful() -> None:
    figures = Figures(SHIPPED | {"weight_order_b": "3", "weight_mode_retail": "3"})
    verdict = classify(changed(mode="9610", order_type="B"), figures)
    assert (verdict.leading, verdict.is_doubtful) == ("b2b", True)
    assert verdict.confidence < Decimal("0.5")


def test_the_threshold_of_doubt_is_the_versions_own() -> None:
    assert classify(WORKED, Figures(SHIPPED | {"doubt_below": "0.7"})).found == "b2c"


def test_everything_wrong_with_figures_is_told_at_once() -> None:
    wrong = SHIPPED | {
        "doubt_below": "0.2",
        "modes_from": "2020-13-01",
        "direct_modes": " ",
        "weight_ds_mark": "21",
        "bulk_pieces": "-1",
        "short_days": "1.5",
        "high_value": "much",
    }
    assert {one.field for one in problems_of(wrong)} == {
        "doubt_below", "modes_from", "direct_modes", "weight_ds_mark", "bulk_pieces", "short_days",
        "high_value",
    }  # fmt: skip
    assert problems_of(SHIPPED) == []


@pytest.mark.parametrize("text", ["DS", "跨境电商DS出口", "ds-b2b", "标识:DS;"])
def test_the_mark_is_a_word_of_its_own(text: str) -> None:
    assert has_mark(text, WORDS)


@pytest.mark.parametrize("text", ["", "GOODS", "DS12", "LEDS", "D S"])
def test_letters_within_a_word_are_no_mark(text: str) -> None:
    assert not has_mark(text, WORDS)


def test_a_number_carries_the_mark_in_front_only() -> None:
    assert starts_with_mark("DS-2020-0001", WORDS)
    assert not starts_with_mark("2020-DS-0001", WORDS)
    assert not starts_with_mark("DS20200001", WORDS)


@pytest.mark.parametrize(
    ("text", "company", "taxed", "key"),
    [
        ("Buyer: Nordlicht Handel GmbH; VAT DE811234567", True, True, "NORDLICHT HANDEL GMBH"),
        ("买家：大阪 商社", True, False, "大阪 商社"),
        ("EORI: GB123456789000", False, True, "GB123456789000"),
        ("for LTD", True, False, "FOR LTD"),
        ("LTD", False, False, ""),
        ("contact unlimited", False, False, ""),
        ("VAT paid", False, False, ""),
        ("VAT 12", False, False, ""),
        ("", False, False, ""),
    ],
)
def test_a_buyer_is_read_from_a_remark(text: str, company: bool, taxed: bool, key: str) -> None:
    assert buyer_in([text], WORDS) == (company, taxed, key)


def test_the_same_company_has_the_same_key_however_it_is_written() -> None:
    one = buyer_in(["Buyer: ABC Co., Ltd"], WORDS)
    other = buyer_in(["consignee: abc  co. ltd"], WORDS)
    assert one.key == other.key == "ABC CO LTD"


def test_the_same_seed_gives_the_same_records_and_another_one_others() -> None:
    first = list(sample(50, seed=1))
    assert first == list(sample(50, seed=1))
    assert first != list(sample(50, seed=2))


def test_a_measured_table_adds_up_and_every_class_occurs() -> None:
    table = measure(FIGURES, size=2000, seed=1)
    assert table.size == 2000
    assert all(table.known(code) for code in CLASSES)
    assert from_rows(table.as_rows()) == table


def test_the_shipped_model_is_right_more_often_than_its_threshold_asks() -> None:
    table = measure(FIGURES, size=4000, seed=20_261_120)
    assert table.accuracy is not None
    assert table.accuracy > 0.85
    assert table.left_to_people is not None
    assert table.left_to_people < 0.25


def test_a_model_that_never_looks_at_the_mode_is_measured_worse() -> None:
    blind = {n: "0" if n.startswith("weight_mode") else v for n, v in SHIPPED.items()}
    seeing = measure(FIGURES, size=2000, seed=3)
    assert measure(Figures(blind), size=2000, seed=3).right < seeing.right


def test_precision_and_recall_by_hand() -> None:
    table = confusion(
        [("b2b", "b2b")] * 6
        + [("b2b", "doubtful")] * 3
        + [("b2b", "b2c")]
        + [("b2c", "b2b")] * 2
        + [("b2c", "b2c")] * 8
    )
    assert (table.precision("b2b"), table.recall("b2b")) == (6 / 8, 6 / 10)
    assert (table.accuracy, table.left_to_people) == (14 / 17, 3 / 20)
    assert (table.precision("other"), table.recall("other")) == (None, None)
