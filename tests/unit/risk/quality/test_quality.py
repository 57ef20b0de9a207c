"""What a complaint must say, and what does not fit in the trace of a batch."""

from dataclasses import replace
from datetime import date

import pytest

from risk.rules.quality.complaints import (
    Telling,
    is_contact,
    normal_contact,
    telling_problems,
)
from risk.rules.quality.tracing import Passage, gaps

WHOLE = Telling("quality", "小店", "水杯", "收到时已经破损，要求换货。", "虚构人", "a@example.org")
DAYS = [date(2026, 11, day) for day in range(1, 8)]
CHAIN = [
    Passage("source", DAYS[0], 100, "甲"),
    Passage("import", DAYS[2], 100, "乙"),
    Passage("sale", DAYS[3], 60, "丙"),
    Passage("delivery", DAYS[4], 60, "丁"),
]


@pytest.mark.parametrize(
    ("change", "fields"),
    [
        ({}, []),
        ({"kind": "gossip"}, ["kind"]),
        ({"firm_name": " "}, ["firm_name"]),
        ({"goods": ""}, ["goods"]),
        ({"text": "坏了"}, ["text"]),
        ({"name": ""}, ["name"]),
        ({"kind": "fake", "name": ""}, []),
        ({"contact": "me"}, ["contact"]),
    ],
)
def test_a_complaint_is_whole_or_says_what_it_lacks(
    change: dict[str, str], fields: list[str]
) -> None:
    found = telling_problems(replace(WHOLE, **change))

    assert [problem.field for problem in found] == fields


@pytest.mark.parametrize(
    ("text", "known", "normal"),
    [
        ("199 0000-0000", True, "19900000000"),
        ("+86 199 0000 0000", True, "19900000000"),
        ("0791-8888888", True, "07918888888"),
        (" A@Example.ORG ", True, "a@example.org"),
        ("a b@example.org", False, "a b@example.org"),
        ("123", False, "123"),
        ("call me 19900000000", False, "19900000000"),
    ],
)
def test_a_contact_is_recognised_however_it_is_written(
    text: str, normal: str, *, known: bool
) -> None:
    assert (is_contact(text), normal_contact(text)) == (known, normal)


@pytest.mark.parametrize(
    ("passages", "codes"),
    [
        (CHAIN, []),
        (CHAIN[:1], []),
        ([], []),
        (CHAIN[2:], ["missing", "missing"]),
        ([replace(CHAIN[0], on=DAYS[5]), *CHAIN[1:]], ["order"]),
        ([*CHAIN, Passage("sale", DAYS[5], 41, "丙")], ["sold"]),
        ([*CHAIN, Passage("sale", DAYS[5], 40, "丙")], []),
        ([*CHAIN, Passage("delivery", DAYS[5], 1, "丁")], ["delivered"]),
        ([*CHAIN, Passage("recall", DAYS[0], 1, "甲")], []),
    ],
)
def test_a_trace_names_what_does_not_fit(passages: list[Passage], codes: list[str]) -> None:
    assert [gap.code for gap in gaps(passages, 100)] == codes
