"""When taxes are paid: half-month batches and late fees."""

from calendar import monthrange
from datetime import date, timedelta
from decimal import Decimal

from zone_portal.kernel.money import rounded

MIDDLE = 15


def half_month(day: date) -> tuple[date, date]:
    """First and last day of the half of the month a day lies in: to the 15th, and the rest."""
    if day.day <= MIDDLE:
        return day.replace(day=1), day.replace(day=MIDDLE)
    return day.replace(day=MIDDLE + 1), day.replace(day=monthrange(day.year, day.month)[1])


def late_fee(tax: Decimal, due_to: date, on: date, share: Decimal) -> Decimal:
    """``share`` of the tax for each day after the last day of payment; RMB in cents."""
    days = max((on - due_to) // timedelta(days=1), 0)
    return rounded(tax * share * days)
