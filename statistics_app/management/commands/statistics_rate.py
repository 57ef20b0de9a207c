"""Enter the statistics rate of a month: renminbi a dollar, for figures only."""

from argparse import ArgumentParser
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.facts import SystemActor
from statistics_app.services.rates import put_statistics_rate
from zone_portal.kernel.errors import PortalError
from zone_portal.kernel.periods import parse_day

BY = SystemActor("statistics_rate")


class Command(BaseCommand):
    """``statistics_rate 2026-10 7.1052 --source …``; a correction needs ``--reason``."""

    help = "Enter, or correct, the statistics rate of a month."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("month", help="2026-10")
        parser.add_argument("rate", help="renminbi per US dollar")
        parser.add_argument("--source", required=True, help="who published it, where")
        parser.add_argument("--reason", default="", help="why it is corrected")

    def handle(self, *_args: Any, **options: Any) -> None:
        month = parse_day(f"{options['month']}-01")
        if month is None:
            raise CommandError("the month is written like 2026-10")
        try:
            row = put_statistics_rate(
                month=month,
                rate=_number(options["rate"]),
                source=options["source"],
                reason=options["reason"],
                by=BY,
                at=timezone.now(),
            )
        except PortalError as refusal:
            raise CommandError(refusal.text("en")) from refusal
        self.stdout.write(f"{_month(row.month)}: {row.rate} (edition {row.edition})")


def _number(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation as error:
        raise CommandError("the rate is a number") from error


def _month(day: date) -> str:
    return f"{day:%Y-%m}"
