"""Load the figures of the recognition model and its first version, measured."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from accounts.facts import SystemActor
from statistics_app.services.recognition.modelling import load_shipped


class Command(BaseCommand):
    """Idempotent: what the zone set or released stays as it is."""

    help = "Adds the settings and the first version of the B2B recognition model."

    def handle(self, *_args: Any, **_options: Any) -> None:
        added = load_shipped(by=SystemActor("system"), at=timezone.now())
        self.stdout.write(f"recognition of B2B exports: {added} rows added")
