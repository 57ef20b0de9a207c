"""Growth, spreads, terms, faces, addresses, indicators: without a database."""

from datetime import date
from decimal import Decimal

import pytest

from statistics_app.asking import Asked, asked
from statistics_app.constants import (
    BASE,
    CHAPTER,
    CHAPTERED,
    CROSS,
    ENTERPRISE,
    FACES,
    FIRM_CHAPTER,
    FIRM_COUNTRY,
    FULL,
    HEADING,
    PLACES,
)
from statistics_app.cuts import COLUMNS, Cut, day_face_for, face_for
from statistics_app.rules.chapters import CHAPTERS, HEADINGS, chapter_name, heading_name
from statistics_app.rules.goods import SECTIONS, chapters_of, section_of
from statistics_app.rules.growth import Growth, contribution, growth
from statistics_app.rules.indicators import INDICATORS
from statistics_app.rules.indicators.base import BLOCKS, UNITS, Change
from statistics_app.rules.spreads import percentile, two_digits
from statistics_app.rules.terms import Term, month, year

D = Decimal
TODAY = date(2025, 11, 20)


@pytest.mark.parametrize(
    ("this", "base", "suppressed", "expected"),
    [
        ("131.6", "100", False, Growth(D("0.3160"))),
        ("50", "100", False, Growth(D("-0.5000"))),
        ("0", "100", False, Growth(D("-1.0000"))),
        ("5", "0", False, Growth(None, "no_base")),
        ("5", "-1", False, Growth(None, "no_base")),
        ("131.6", "100", True, Growth(None, "suppressed")),
        (None, "100", False, Growth(None, "no_value")),
        ("5", None, False, Growth(None, "no_value")),
    ],
)
def test_growth_and_when_there_is_none(
    this: str | None, base: str | None, suppressed: bool, expected: Growth
) -> None:
    values = (None if text is None else D(text) for text in (this, base))
    assert growth(*values, suppressed=suppressed) == expected


def test_contributions_of_the_parts_add_up_to_the_growth_of_the_whole() -> None:
    parts = [(D(30), D(20)), (D(90), D(80))]
    rates = [contribution(this, base, D(100)).rate for this, base in parts]
    assert sum(filter(None, rates)) == growth(D(120), D(100)).rate
    assert contribution(D(1), D(1), D(0)).why == "no_base"


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [(0, 0), (7, 7), (99, 99), (104, 100), (105, 110), (10_800, 11_000), (9_950, 10_000)],
)
def test_lengths_keep_two_digits(seconds: int, expected: int) -> None:
    assert two_digits(seconds) == expected


def test_median_and_p90_are_the_nearest_ranks() -> None:
    counts = {10: 4, 20: 4, 300: 2}
    assert (percentile(counts, 0.5), percentile(counts, 0.9)) == (20, 300)
    assert percentile({5: 1}, 0.9) == 5
    assert percentile({}, 0.5) is None


@pytest.mark.parametrize(
    ("term", "year_before", "before"),
    [
        (month(date(2025, 3, 9)), month(date(2024, 3, 1)), month(date(2025, 2, 1))),
        (month(date(2024, 2, 1)), month(date(2023, 2, 1)), month(date(2024, 1, 1))),
        (month(date(2025, 2, 1)), Term(date(2024, 2, 1), date(2024, 2, 29)),
         month(date(2025, 1, 1))),
        (year(2025), year(2024), year(2024)),
        (Term(date(2025, 3, 5), date(2025, 3, 7)), Term(date(2024, 3, 5), date(2024, 3, 7)),
         Term(date(2025, 3, 2), date(2025, 3, 4))),
    ],
)  # fmt: skip
def test_terms_that_are_compared(term: Term, year_before: Term, before: Term) -> None:
    assert (term.year_before(), term.before()) == (year_before, before)


def test_a_term_is_read_from_whole_months_and_the_days_beside_them() -> None:
    january, april = date(2025, 1, 15), date(2025, 4, 10)
    assert Term(january, april).parts() == (
        Term(january, date(2025, 1, 31)),
        Term(date(2025, 2, 1), date(2025, 3, 31)),
        Term(date(2025, 4, 1), april),
    )
    assert Term(january, date(2025, 1, 20)).parts() == (
        Term(january, date(2025, 1, 20)),
        None,
        None,
    )
    assert year(2025).parts() == (None, year(2025), None)


def test_every_question_finds_a_face_that_keeps_what_it_asks() -> None:
    names = [name for name in COLUMNS if name != "unit"]
    for first in names:
        for second in names:
            face = face_for({first, second, "month"})
            always = {"direction", "mode", "kind", "site"}
            kept = always | set(FACES[face])
            assert {COLUMNS[first], COLUMNS[second]} <= kept
            assert face not in CHAPTERED or "heading" not in {first, second}


@pytest.mark.parametrize(
    ("asked_for", "face", "of_days"),
    [
        ("", BASE, PLACES),
        ("month mode site", BASE, PLACES),
        ("chapter", CHAPTER, CHAPTER),
        ("chapter country", CROSS, ""),
        ("chapter enterprise", FIRM_CHAPTER, ""),
        ("country enterprise", FIRM_COUNTRY, ""),
        ("country customs", FULL, PLACES),
        ("heading", HEADING, ""),
        ("heading enterprise", FULL, ""),
        ("enterprise direction day", ENTERPRISE, ENTERPRISE),
        ("country chapter enterprise", FULL, ""),
    ],
)
def test_the_smallest_face_answers(asked_for: str, face: str, of_days: str) -> None:
    assert (face_for(asked_for.split()), day_face_for(asked_for.split())) == (face, of_days)


def test_an_address_says_what_is_asked_and_is_written_back() -> None:
    query = {"from": "2025-01", "to": "2025-03", "country": "502,304", "section": "IV",
             "currency": "usd", "direction": "E", "enterprise": "7"}  # fmt: skip
    found = asked(query, today=TODAY)
    assert found.term == Term(date(2025, 1, 1), date(2025, 3, 31))
    assert found.cut.chapters == chapters_of("IV")
    assert found.cut.enterprises == (7,)
    assert found.query() == query
    assert asked(found.query(), today=TODAY) == found


@pytest.mark.parametrize(
    "query",
    [{}, {"from": "nonsense", "currency": "shells"}, {"from": "2026-05", "to": "2025-01"},
     {"coverage": "Z"}, {"enterprise": "all"}],
)  # fmt: skip
def test_an_address_that_makes_no_sense_asks_for_the_usual(query: dict[str, str]) -> None:
    found = asked(query, today=TODAY)
    assert isinstance(found, Asked)
    assert found.cut == Cut()
    assert found.term.last >= found.term.first


def test_sections_cover_every_chapter_once() -> None:
    chapters = [chapter for code, *_ in SECTIONS for chapter in chapters_of(code)]
    assert chapters == [f"{number:02}" for number in range(1, 100)]
    assert (section_of("22"), section_of("xx")) == ("IV", "?")


def test_every_chapter_has_a_name_of_its_own_and_headings_belong_to_chapters() -> None:
    assert list(CHAPTERS) == [f"{number:02}" for number in range(1, 100)]
    for names in (CHAPTERS, HEADINGS):
        assert all(zh and en for zh, en in names.values())
    for language in (0, 1):
        assert len({name[language] for name in CHAPTERS.values()}) == len(CHAPTERS)
    assert {heading[:2] for heading in HEADINGS} <= set(CHAPTERS)
    assert chapter_name("69") == ("69 陶瓷产品", "69 Ceramic products")
    assert (chapter_name("xx"), heading_name("0101")) == (("xx", "xx"), ("0101", "0101"))


def test_every_indicator_is_declared_whole() -> None:
    for code, one in INDICATORS.items():
        assert one.block in BLOCKS
        assert one.unit in UNITS
        assert all(one.title), code
        assert all(one.numerator), code
        assert set(one.coverages) <= {"A", "B", "C"}
        if isinstance(one.formula, Change):
            assert one.formula.of in INDICATORS
