"""Write the demo zone's warnings, drill, complaint and recall."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from risk.services.matters.demo import load_demo_matters
from zone_portal.kernel.errors import PortalError


class Command(BaseCommand):
    """Adds what is missing and changes nothing that is there."""

    help = "Adds simulated warnings, plans, complaints and recalls to the demo zone (demo only)."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            added = load_demo_matters(at=timezone.now())
        except PortalError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"risk matters of the demo: {added} added")
