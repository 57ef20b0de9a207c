"""Load the rules of risk, their figures and the sources of facts that come with the portal."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from risk.services.rules import load_rules


class Command(BaseCommand):
    """Idempotent; what the zone changed, drafted or released itself stays."""

    help = "Loads risk rules, their figures and sources."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"risk rules: {load_rules(at=timezone.now())} added")
