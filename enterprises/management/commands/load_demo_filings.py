"""Make the filings of the demo zone."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from enterprises.services.demo_filings import load_demo_filings
from zone_portal.kernel.errors import PortalError


class Command(BaseCommand):
    """Adds what is missing and changes nothing that is there."""

    help = "Adds simulated filings in every state to the demo zone (demo only)."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            made = load_demo_filings(at=timezone.now())
        except PortalError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"demo zone: {made} filings added")
