"""Invented statistics rates for the demo zone, so that its dollars are not empty."""

from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.timezone import localdate

from accounts.facts import SystemActor
from statistics_app.models import StatisticsRate
from statistics_app.rules.terms import next_month
from statistics_app.services.rates import put_statistics_rate

BY: Final = SystemActor("load_demo_statistics")
SOURCE: Final = "模拟汇率，非官方公布 (SIMULATED)"
FIRST: Final = date(2024, 1, 1)
AROUND: Final = Decimal("7.10")


class Command(BaseCommand):
    """Adds the months that have no rate; what somebody entered is never touched."""

    help = "Adds simulated statistics rates (demo only)."

    def handle(self, *_args: Any, **_options: Any) -> None:
        known = set(StatisticsRate.objects.values_list("month", flat=True))
        now, month, made = timezone.now(), FIRST, 0
        while month <= localdate(now):
            if month not in known:
                rate = AROUND + Decimal(month.month % 5) / 100
                put_statistics_rate(month=month, rate=rate, source=SOURCE, by=BY, at=now)
                made += 1
            month = next_month(month)
        self.stdout.write(f"statistics rates of the demo: {made} months added")
