"""Load the treatments, and for a demo the example rates, that come with the portal."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from taxation.services.demo import open_demo_guarantees
from taxation.services.shipped import load_shipped


class Command(BaseCommand):
    """Idempotent; what the zone imported itself stays."""

    help = "Loads the table of treatments; with --examples also what a demo needs."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--examples", action="store_true", help="for demos: example rates and guarantees too"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        at = timezone.now()
        loaded = load_shipped(at=at, examples=options["examples"])
        if options["examples"]:
            self.stdout.write(f"guarantees of the demo: {open_demo_guarantees(at=at)} opened")
        self.stdout.write(f"tax rates: {loaded.rates}, treatments: {loaded.treatments}")
