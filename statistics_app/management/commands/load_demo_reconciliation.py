"""Enter simulated agreements on data in the demo zone."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from statistics_app.services.reconciling.demo import load_demo
from zone_portal.kernel.errors import PortalError


class Command(BaseCommand):
    """Adds what is missing; figures follow once the demo has counted its declarations."""

    help = "Adds simulated data-sharing agreements to the demo zone (demo only)."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            made = load_demo(at=timezone.now())
        except PortalError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"agreements of the demo: {made} added")
