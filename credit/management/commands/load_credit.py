"""Load the register of sources and the models of evaluation that come with the portal."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from credit.rules.parameters import CODE, PARAMETERS, SINCE
from credit.services.adapters import fetch_all
from credit.services.behaviour import take_in
from credit.services.models import BY, load_shipped
from credit.services.peers import count_peers
from credit.services.rating import rate_due, rate_month
from credit.services.sources import load_sources
from reference.services.rule_settings import NewSetting, add_missing_rule_settings


class Command(BaseCommand):
    """Idempotent; what the zone changed, drafted or released itself stays."""

    help = "Loads sources and models; with --run also asks the sources and rates once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--run", action="store_true", help="for demos: ask the sources and rate now"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        at = timezone.now()
        sources = load_sources(at=at)
        first = [
            NewSetting(CODE, name, parameter.initial, valid_from=SINCE, note=parameter.meaning[0])
            for name, parameter in PARAMETERS.items()
        ]
        add_missing_rule_settings(first, by=BY, at=at)
        self.stdout.write(f"sources: {sources} added, models: {load_shipped(at=at)} added")
        if options["run"]:
            kept, asked = take_in(at=at), fetch_all(at=at)
            while rate_due(at=at):
                pass
            rated = rate_month(at=at)
            count_peers(at=at)
            self.stdout.write(f"records: {kept}, sources asked: {asked}, rated: {rated}")
