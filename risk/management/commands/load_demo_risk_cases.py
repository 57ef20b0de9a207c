"""Collect the invented signals of the demo zone."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from risk.services.cases.demo import load_demo_cases
from zone_portal.kernel.errors import PortalError


class Command(BaseCommand):
    """Adds what is missing and changes nothing that is there."""

    help = "Adds simulated risk signals to the demo zone (demo only)."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            made = load_demo_cases(at=timezone.now())
        except PortalError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"risk cases of the demo: {made} signals added")
