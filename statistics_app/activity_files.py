"""The published activity index as CSV: the series, and the parts of each month."""

from collections.abc import Iterable, Iterator
from typing import Any, Final

from statistics_app.models import IndexRound
from zone_portal.framework.exporting import csv_lines

SERIES: Final = (
    "month", "index", "status", "method", "base_month", "change", "change_rate", "compared_with",
    "index_year_before", "rate_year_before", "measured_share", "round", "published", "sha256",
)  # fmt: skip
PARTS: Final = (
    "month", "dimension", "indicator", "version", "name_zh", "name_en", "weight", "weight_counted",
    "base", "value", "relative", "standing", "contribution",
)  # fmt: skip


def series_csv(rows: Iterable[IndexRound]) -> bytes:
    """One row a month; UTF-8 with a byte order mark."""
    return "".join(csv_lines(SERIES, (_month(row) for row in rows))).encode()


def parts_csv(rows: Iterable[IndexRound]) -> bytes:
    """One row for each indicator of each month: what it adds to the change."""
    return "".join(csv_lines(PARTS, (line for row in rows for line in _parts(row)))).encode()


def _month(row: IndexRound) -> list[Any]:
    content = row.content
    before, ago = content["before"] or {}, content["year_before"] or {}
    return [
        content["month"], content["value"], row.stage, content["method"]["number"],
        content["method"]["base_month"], before.get("change"), before.get("rate"),
        before.get("month"), ago.get("value"), ago.get("rate"), content["measured"], row.round,
        f"{row.published_at:%Y-%m-%dT%H:%MZ}" if row.published_at else "", row.digest,
    ]  # fmt: skip


def _parts(row: IndexRound) -> Iterator[list[Any]]:
    for dimension in row.content["dimensions"]:
        for one in dimension["indicators"]:
            yield [
                row.content["month"], dimension["code"], one["code"], one["version"], *one["title"],
                one["weight"], one["counted"], one["base"], one["value"], one["relative"],
                one["standing"], one["contribution"],
            ]  # fmt: skip


FILES: Final = {"series": series_csv, "parts": parts_csv}
"""Name of a file → how it is made."""
