"""Months of the activity index in the demo zone."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from statistics_app.services.activity.demo import load_demo_index
from zone_portal.kernel.errors import PortalError


class Command(BaseCommand):
    """Adds what is missing and changes nothing that is there."""

    help = "Adds simulated months of the activity index (demo only)."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            made = load_demo_index(at=timezone.now())
        except PortalError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"activity index of the demo: {made} months added")
