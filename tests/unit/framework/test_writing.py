"""How figures, times and spans are written."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest

from zone_portal.framework.templatetags import portal


@pytest.mark.parametrize(
    ("amount", "written"),
    [
        (Decimal("1234567.5"), "1,234,567.50"),
        (Decimal("0.12345"), "0.12345"),
        (Decimal("100.00000"), "100.00"),
        (Decimal("-3"), "-3.00"),
        ("561.89", "561.89"),
        ("abc", "abc"),
        (None, "—"),
        ("", "—"),
    ],
)
def test_money_has_two_to_five_decimals_and_groups(amount: object, written: str) -> None:
    assert portal.money(amount) == written  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("span", "written"),
    [
        (0.0, "即时"),
        (0.25, "250 毫秒"),
        (1.84, "1.8 秒"),
        (75, "75 秒"),
        (600, "10 分钟"),
        (timedelta(hours=5), "5.0 小时"),
        (timedelta(days=3), "3.0 天"),
        (None, "—"),
    ],
)
def test_a_span_is_told_in_the_unit_that_says_something(span: object, written: str) -> None:
    assert portal.seconds(span) == written  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "written"),
    [(1.0, "100.0 %"), (0.99996, "99.9 %"), (0.976, "97.6 %"), (0.0, "0.0 %"), (None, "—")],
)
def test_nearly_all_is_not_all(value: float | None, written: str) -> None:
    assert portal.share(value) == written


def test_a_moment_is_told_in_shanghai_time() -> None:
    instant = datetime(2026, 11, 18, 1, 32, 5, tzinfo=UTC)

    assert "2026-11-18 09:32:05" in portal.moment(instant)
    assert 'datetime="2026-11-18T01:32:05+00:00"' in portal.moment(instant)


def test_a_message_time_reads_like_a_time() -> None:
    assert portal.stamp("20261118093205") == "2026-11-18 09:32:05"
    assert portal.stamp("20261118") == "2026-11-18"
    assert portal.stamp("soon") == "soon"


def test_a_status_is_a_word_and_a_colour_and_never_markup() -> None:
    shown = portal.status(SimpleNamespace(tone="bad", text="<b>"))

    assert shown == '<span class="state state-bad">&lt;b&gt;</span>'
