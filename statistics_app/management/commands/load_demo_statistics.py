"""Invented statistics rates, a history of figures and bulletins of it for the demo zone."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from statistics_app.services.bulletins.demo import load_demo_bulletins, load_demo_rates
from zone_portal.kernel.errors import PortalError


class Command(BaseCommand):
    """Adds the months that have no rate, and bulletins where there is none; what somebody entered
    is never touched."""

    help = "Adds simulated statistics rates, figures and bulletins (demo only)."

    def handle(self, *_args: Any, **_options: Any) -> None:
        now = timezone.now()
        try:
            months, booked = load_demo_rates(at=now), load_demo_bulletins(at=now)
        except PortalError as error:
            raise CommandError(error.text("en")) from error
        self.stdout.write(
            f"figures of the demo: {months} months of rates and {booked} bookings added"
        )
