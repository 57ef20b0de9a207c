"""Make figures, a month, a meeting and a direct report in the demo zone."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from statistics_app.services.governance.demo import load_demo
from statistics_app.services.reporting.demo import load_demo_leading
from zone_portal.kernel.errors import PortalError


class Command(BaseCommand):
    """Adds what is missing and changes nothing that is there."""

    help = "Adds simulated figures of targets, tasks and reporting to the demo zone (demo only)."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            now = timezone.now()
            made = load_demo(at=now) + load_demo_leading(at=now)
        except PortalError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"targets, tasks and reports of the demo: {made} added")
