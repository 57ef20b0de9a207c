"""Make the cases, warnings and measures of the demo zone."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from credit.services.supervision.demo import load_demo_supervision
from zone_portal.kernel.errors import PortalError


class Command(BaseCommand):
    """Adds what is missing and changes nothing that is there."""

    help = "Adds simulated matters of credit supervision to the demo zone (demo only)."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            made = load_demo_supervision(at=timezone.now())
        except PortalError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"credit supervision of the demo: {made} added")
