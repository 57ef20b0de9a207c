"""Load the register of models, and the figures of the laboratory that come with the portal."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from reference.services.rule_settings import NewSetting, add_missing_rule_settings
from risk.rules.laboratory_parameters import PARAMETERS, SINCE
from risk.services.models.register import BY, load_models


class Command(BaseCommand):
    """Idempotent; what the zone changed itself stays."""

    help = "Loads the register of risk models and the figures of the laboratory."

    def handle(self, *args: Any, **options: Any) -> None:
        at = timezone.now()
        settings = [
            NewSetting(code, name, one.initial, valid_from=SINCE, note=one.meaning[0])
            for code, parameters in PARAMETERS.items()
            for name, one in parameters.items()
        ]
        add_missing_rule_settings(settings, by=BY, at=at)
        self.stdout.write(f"risk models: {load_models(at=at)} added")
