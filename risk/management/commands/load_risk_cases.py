"""Give the duty matrix its first rows, and cases their first dated settings."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from accounts.facts import SystemActor
from risk.services.joint.duties import load_shipped


class Command(BaseCommand):
    """Idempotent: what the zone set itself stays as it is."""

    help = "Adds the first duties of each type of risk and the first settings of cases."

    def handle(self, *args: Any, **options: Any) -> None:
        added = load_shipped(by=SystemActor("system"), at=timezone.now())
        told = ", ".join(f"{count} {name}" for name, count in added.items())
        self.stdout.write(f"risk cases: {told} added")
