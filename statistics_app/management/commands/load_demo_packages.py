"""An analysis report and packages for authorities in the demo zone."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from statistics_app.services.packages.demo import load_demo_packages
from zone_portal.kernel.errors import PortalError


class Command(BaseCommand):
    """Adds what is missing and changes nothing that is there."""

    help = "Adds a simulated analysis report and packages (demo only)."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            made = load_demo_packages(at=timezone.now())
        except PortalError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"reports and packages of the demo: {made} added")
