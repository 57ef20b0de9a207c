"""Give the periods of filings and the limits of identity checks their first dated values."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from accounts.facts import SystemActor
from enterprises.rules import identity, parameters
from reference.services.rule_settings import NewSetting, add_missing_rule_settings


class Command(BaseCommand):
    """Idempotent: a setting that has a row, whoever made it, stays as it is."""

    help = "Adds the first value of each setting of filings and checks where there is none."

    def handle(self, *args: Any, **options: Any) -> None:
        first = [
            NewSetting(part.CODE, name, given.initial, valid_from=part.SINCE)
            for part in (parameters, identity)
            for name, given in part.PARAMETERS.items()
        ]
        added = add_missing_rule_settings(first, by=SystemActor("system"), at=timezone.now())
        self.stdout.write(f"filing settings: {added} added, {len(first) - added} kept")
