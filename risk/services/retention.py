"""What screening only works with goes after its time, some rows at a time; results stay.

Windows of buyers, telephones, addresses, payers and firms go after 31 days
(:mod:`risk.services.screening.clearing`). Here go prices of goods that nobody declared for longer
than their window reaches, and the keys of programs' requests.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Final

from django.db import connection
from django.utils.timezone import localdate

from reference.selectors import rule_settings
from risk.rules.retention import CODE, PARAMETERS, PRICE_DAYS, REQUEST_DAYS, keep_days
from risk.windows import ARTICLE

AT_ONCE: Final = 20_000
_PRICES: Final = """
DELETE FROM risk_window WHERE ctid = ANY(ARRAY(
    SELECT ctid FROM risk_window WHERE day < %(before)s AND kind = %(goods)s LIMIT %(most)s
))
"""
_KEYS: Final = """
DELETE FROM risk_request_key WHERE ctid = ANY(ARRAY(
    SELECT ctid FROM risk_request_key WHERE at < %(before)s LIMIT %(most)s
))
"""


def clear_prices(*, at: datetime) -> int:
    """Drop the prices of goods that were last seen before the dated time; returns of how many
    kinds of goods. Goods that come again begin anew, as after any window that ran empty."""
    before = localdate(at) - timedelta(days=days_kept(PRICE_DAYS, on=localdate(at)))
    return _cleared(_PRICES, {"before": before, "goods": ARTICLE})


def clear_request_keys(*, at: datetime) -> int:
    """Forget keys of requests after the dated time; returns how many."""
    before = at - timedelta(days=days_kept(REQUEST_DAYS, on=localdate(at)))
    return _cleared(_KEYS, {"before": before})


def days_kept(parameter: str, *, on: date) -> int:
    """For how many days something is kept, as set on a day."""
    told = rule_settings(on=on).get(CODE, {}).get(parameter, PARAMETERS[parameter].initial)
    return keep_days(parameter, told)


def _cleared(statement: str, given: Mapping[str, date | int]) -> int:
    """Each statement commits by itself, so that screening never waits for more than one part."""
    cleared = 0
    while True:
        with connection.cursor() as cursor:
            cursor.execute(statement, {**given, "most": AT_ONCE})
            gone: int = cursor.rowcount
        cleared += gone
        if gone < AT_ONCE:
            return cleared
