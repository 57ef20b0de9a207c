"""Windows in which nothing happened for longer than any span are dropped, some at a time."""

from datetime import datetime, timedelta
from typing import Any, Final

from django.db import connection

from risk.rulebook import day_of, standard_on
from risk.windows import ARTICLE, FIRM

AT_ONCE: Final = 20_000
_CLEAR: Final = """
DELETE FROM risk_window WHERE ctid = ANY(ARRAY(
    SELECT ctid FROM risk_window WHERE day < %(before)s AND kind <> ALL(%(staying)s) LIMIT %(most)s
))
"""


def clear_windows(*, at: datetime) -> int:
    """Drop old windows; returns how many.

    Those of goods stay, for their prices reach back 90 days, and those of firms: a firm that comes
    back after a pause is not new.
    """
    day = day_of(at)
    before = day - timedelta(days=standard_on(day).keep_days)
    asked: dict[str, Any] = {"before": before, "staying": [ARTICLE, FIRM], "most": AT_ONCE}
    cleared = 0
    while True:
        with connection.cursor() as cursor:
            cursor.execute(_CLEAR, asked)
            gone: int = cursor.rowcount
        cleared += gone
        if gone < AT_ONCE:
            return cleared
