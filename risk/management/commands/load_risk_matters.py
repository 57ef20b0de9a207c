"""Give the column, plans and quality their first dated settings."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from accounts.facts import SystemActor
from risk.services.matters.settings import load_settings


class Command(BaseCommand):
    """Idempotent: what the zone set itself stays as it is."""

    help = "Adds the first value of each setting of the column, plans and quality."

    def handle(self, *args: Any, **options: Any) -> None:
        added = load_settings(by=SystemActor("system"), at=timezone.now())
        self.stdout.write(f"risk matters: {added} settings added")
