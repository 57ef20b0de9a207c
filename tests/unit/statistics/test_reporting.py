"""Forms of direct reporting: how figures are read, what looks wrong, and what a reason answers."""

from datetime import date
from decimal import Decimal

import pytest

from statistics_app.rules.reporting.forms import CODES, FORMS, form_of, latest
from statistics_app.rules.reporting.reading import findings_of, read_figures, unanswered
from statistics_app.rules.reporting.shape import (
    MONTHLY,
    QUARTERLY,
    YEARLY,
    Context,
    due_of,
    last_closed,
    next_period,
    period_of,
    period_text,
)

KEY = form_of("KEY-M", 1)
RIGHT = {
    "export_value": "120.50",
    "export_b2b": "20.5",
    "export_b2c": "100",
    "export_orders": "12,000",
    "import_value": "0",
    "import_orders": "0",
    "other_modes": "3",
    "staff": "40",
}


def context(changes: dict[str, str] | None = None, **more: object) -> Context:
    figures, wrong = read_figures(KEY, RIGHT | (changes or {}))
    assert wrong == []
    return Context(figures, **more)  # type: ignore[arg-type]


def test_a_right_report_has_no_findings() -> None:
    assert findings_of(KEY, context()) == []


@pytest.mark.parametrize(
    ("field", "typed", "code"),
    [
        ("export_value", "", "ST-20"),
        ("export_value", "许多", "ST-21"),
        ("export_value", "-1", "ST-21"),
        ("export_value", "1.234", "ST-21"),
        ("export_orders", "1.5", "ST-21"),
        ("export_orders", "NaN", "ST-21"),
    ],
)
def test_what_cannot_be_read_is_told_at_its_field(field: str, typed: str, code: str) -> None:
    _, wrong = read_figures(KEY, RIGHT | {field: typed})

    assert [(row.field, row.code) for row in wrong] == [(field, code)]


def test_all_problems_are_told_at_once() -> None:
    _, wrong = read_figures(KEY, {})

    assert len(wrong) == sum(row.required for row in KEY.figures) == 8


def test_a_sum_that_does_not_add_up_must_be_corrected() -> None:
    (finding,) = findings_of(KEY, context({"export_b2c": "99"}))

    assert (finding.code, finding.field) == ("ST-01", "export_value")
    assert "119.50" in finding.zh
    assert unanswered([finding], {finding.key: "就是这样，没有错"}) == [finding]


def test_a_jump_is_answered_by_a_reason() -> None:
    found = context(before={"staff": Decimal(10), "other_modes": Decimal(3)})
    (finding,) = findings_of(KEY, found)

    assert (finding.code, finding.field) == ("ST-11", "staff")
    assert "+300%" in finding.zh
    assert unanswered([finding], {}) == [finding]
    assert unanswered([finding], {finding.key: "  "}) == [finding]
    assert unanswered([finding], {finding.key: "新仓投产，新招三十人"}) == []


@pytest.mark.parametrize(
    ("before", "is_told"), [("60", False), ("26", True), ("27", False), ("0", True)]
)
def test_a_jump_begins_beyond_the_share_of_the_zone(before: str, is_told: bool) -> None:
    found = findings_of(KEY, context(before={"staff": Decimal(before)}))

    assert bool(found) is is_told


def test_a_price_outside_history_is_a_doubt() -> None:
    month = {"export_value": Decimal(100), "export_orders": Decimal(100)}

    assert findings_of(KEY, context(history=(month,) * 2)) == [], "two months are no history"
    (finding,) = findings_of(KEY, context(history=(month,) * 3))
    assert (finding.code, finding.severity) == ("ST-12", "doubt")


def test_value_without_pieces_is_a_doubt() -> None:
    (finding,) = findings_of(KEY, context({"import_value": "5"}))

    assert finding.key == "ST-03:import_orders"


def test_a_part_is_not_more_than_its_whole() -> None:
    park = latest("PARK-Q")
    figures, _ = read_figures(
        park,
        {
            "area": "1000",
            "area_let": "1200",
            "firms": "5",
            "ecommerce_firms": "3",
            "staff": "9",
            "trade_value": "1",
        },
    )

    assert [row.key for row in findings_of(park, Context(figures))] == ["ST-02:area_let"]


@pytest.mark.parametrize(
    ("rhythm", "day", "start", "due", "text"),
    [
        (MONTHLY, date(2026, 12, 31), date(2026, 12, 1), date(2027, 1, 10), "2026-12"),
        (QUARTERLY, date(2026, 11, 20), date(2026, 10, 1), date(2027, 1, 10), "2026-Q4"),
        (YEARLY, date(2026, 2, 28), date(2026, 1, 1), date(2027, 1, 10), "2026"),
    ],
)
def test_periods_and_their_last_days(
    rhythm: str, day: date, start: date, due: date, text: str
) -> None:
    assert period_of(rhythm, day) == start
    assert due_of(rhythm, start, 10) == due
    assert period_text(rhythm, start) == text
    assert last_closed(rhythm, next_period(rhythm, start)) == start


def test_a_late_day_of_the_month_is_its_last_where_it_is_shorter() -> None:
    assert due_of(MONTHLY, date(2026, 1, 1), 31) == date(2026, 2, 28)


def test_every_form_speaks_both_languages_and_names_each_figure_once() -> None:
    for form in FORMS.values():
        codes = [row.code for row in form.figures]
        assert len(codes) == len(set(codes))
        assert all(row.zh and row.en and row.unit_zh for row in form.figures)
        assert form.purpose_zh
        assert form.purpose_en
    assert {"KEY-M", "LEAD-Y", "MAIL-M", "PARK-Q"} == set(CODES)
