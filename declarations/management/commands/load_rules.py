"""Give every rule its first dated settings, and bring in the modes that come with the portal."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from accounts.facts import SystemActor
from declarations.handbook import initial_settings, rules
from declarations.rules import gateway, repairing, summarising
from declarations.services.mode_register import load_shipped_modes
from declarations.services.standards import load_standards
from reference.services.rule_settings import NewSetting, add_missing_rule_settings


class Command(BaseCommand):
    """Idempotent: a setting that has a row, whoever made it, stays as it is."""

    help = "Adds the first value of each rule's severity and parameters where there is none."

    def handle(self, *args: Any, **options: Any) -> None:
        first_values = [
            NewSetting(rule.code, name, value, valid_from=rule.valid_from)
            for rule in rules()
            for name, value in initial_settings(rule).items()
        ]
        first_values += [
            NewSetting(repairing.CODE, name, given.initial, valid_from=repairing.SINCE)
            for name, given in repairing.PARAMETERS.items()
        ]
        first_values += [
            NewSetting(gateway.CODE, name, given.initial, valid_from=gateway.SINCE)
            for name, given in gateway.PARAMETERS.items()
        ]
        first_values += [
            NewSetting(summarising.CODE, name, given.initial, valid_from=summarising.SINCE)
            for name, given in summarising.PARAMETERS.items()
        ]
        added = add_missing_rule_settings(first_values, by=SystemActor("system"), at=timezone.now())
        added_modes, left_out = load_shipped_modes(at=timezone.now())
        self.stdout.write(f"modes: {added_modes} added, {left_out} left to the zone's own")
        self.stdout.write(f"course steps: {load_standards()} added")
        self.stdout.write(f"rule settings: {added} added, {len(first_values) - added} kept")
