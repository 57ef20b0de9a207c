"""Give the column, plans and quality their first settings, points and drafts of plans."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from accounts.facts import SystemActor
from risk.services.matters.settings import load_settings
from risk.services.plans import points, preparing


class Command(BaseCommand):
    """Idempotent: what the zone set itself stays as it is."""

    help = "Adds first settings of column, plans and quality, risk points and drafts of plans."

    def handle(self, *args: Any, **options: Any) -> None:
        by, at = SystemActor("system"), timezone.now()
        added = load_settings(by=by, at=at)
        drafted = preparing.load_shipped(by=by, at=at)
        entered = points.load_shipped(by=by, at=at)
        self.stdout.write(
            f"risk matters: {added} settings, {entered} points added; {drafted} plans drafted"
        )
