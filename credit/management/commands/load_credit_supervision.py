"""Give the clocks of supervision their first dated values and draft the shipped measures."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from accounts.facts import SystemActor
from credit.rules.supervision.clocks import CLOCKS, CODE, SINCE
from credit.services.supervision.catalogue import load_shipped
from reference.services.rule_settings import NewSetting, add_missing_rule_settings


class Command(BaseCommand):
    """Idempotent: what the zone set or published itself stays as it is."""

    help = "Adds the first value of each credit clock, and drafts of the shipped measures."

    def handle(self, *args: Any, **options: Any) -> None:
        by, at = SystemActor("system"), timezone.now()
        first = [
            NewSetting(CODE, clock.code, str(clock.initial), valid_from=SINCE, note=clock.note)
            for clock in CLOCKS.values()
        ]
        added = add_missing_rule_settings(first, by=by, at=at)
        drafted = load_shipped(by=by, at=at)
        self.stdout.write(f"credit clocks: {added} added; measures: {drafted} drafted")
