"""Load the rates and treatments that come with the portal."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from taxation.services.shipped import load_shipped


class Command(BaseCommand):
    """Idempotent; what the zone imported itself stays."""

    help = "Loads the example rates and the table of treatments."

    def handle(self, *args: Any, **options: Any) -> None:
        loaded = load_shipped(at=timezone.now())
        self.stdout.write(f"tax rates: {loaded.rates}, treatments: {loaded.treatments}")
