"""Make the enterprises, mandates and accounts of the demo zone."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from enterprises.services.demo import load_demo
from zone_portal.kernel.errors import PortalError


class Command(BaseCommand):
    """Adds what is missing and changes nothing that is there."""

    help = "Adds the simulated enterprises and accounts of the demo zone (demo only)."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            added = load_demo(at=timezone.now())
        except PortalError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"demo zone: {added} firms and accounts added")
