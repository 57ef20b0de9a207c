"""Load the plans' targets, the responsibility table and the first values of their settings."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from accounts.facts import SystemActor
from reference.services.rule_settings import NewSetting, add_missing_rule_settings
from statistics_app.rules import plan_parameters
from statistics_app.rules.activity import parameters as index_parameters
from statistics_app.rules.bulletins import parameters as bulletin_parameters
from statistics_app.rules.reconciling import parameters as reconciling_parameters
from statistics_app.rules.reporting import parameters as form_parameters
from statistics_app.services.governance import targets, units


class Command(BaseCommand):
    """Idempotent: what the zone added or set itself stays as it is."""

    help = "Adds the targets of the six plans, the 45 tasks, their units, and the settings."

    def handle(self, *args: Any, **options: Any) -> None:
        by, at = SystemActor("system"), timezone.now()
        first = [
            NewSetting(
                kept.CODE,
                name,
                row.initial,
                valid_from=kept.SINCE,
                note="unverified" * row.unverified,
            )
            for kept in (
                plan_parameters,
                index_parameters,
                bulletin_parameters,
                reconciling_parameters,
                form_parameters,
            )
            for name, row in kept.PARAMETERS.items()
        ]
        added = add_missing_rule_settings(first, by=by, at=at)
        loaded = targets.load_shipped(by=by, at=at)
        tasks = units.load_shipped(by=by, at=at)
        self.stdout.write(f"settings: {added} added; targets: {loaded}; tasks: {tasks}")
