"""Load the treatments, and for a demo the example rates, that come with the portal."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from taxation.services.shipped import load_shipped


class Command(BaseCommand):
    """Idempotent; what the zone imported itself stays."""

    help = "Loads the table of treatments; with --examples also the example rates of the demo."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--examples", action="store_true", help="for demos: example rates too")

    def handle(self, *args: Any, **options: Any) -> None:
        loaded = load_shipped(at=timezone.now(), examples=options["examples"])
        self.stdout.write(f"tax rates: {loaded.rates}, treatments: {loaded.treatments}")
