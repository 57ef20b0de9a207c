"""Make a rater, a consent and looks at credit in the demo zone."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from credit.services.sharing_demo import load_demo_sharing
from zone_portal.kernel.errors import PortalError


class Command(BaseCommand):
    """Adds what is missing and changes nothing that is there."""

    help = "Adds simulated sharing of credit to the demo zone (demo only)."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            made = load_demo_sharing(at=timezone.now())
        except PortalError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"credit sharing of the demo: {made} added")
