"""Clocks and days as programs read them."""

from datetime import date
from typing import Any

from credit.rules.supervision.clocks import ORIGINS
from credit.selectors_cases import ClockState


def clock_rows(rows: list[ClockState]) -> list[dict[str, Any]]:
    """Clocks with their basis and whose law it is."""
    return [
        {
            "code": row.clock.code,
            "due": row.due.isoformat(),
            "met": day_text(row.met),
            "late": row.late,
            "basis": row.clock.basis,
            "origin": {"zh": ORIGINS[row.clock.origin][0], "en": ORIGINS[row.clock.origin][1]},
        }
        for row in rows
    ]


def day_text(day: date | None) -> str | None:
    """A day as ``2026-11-20``, or nothing."""
    return day.isoformat() if day else None
