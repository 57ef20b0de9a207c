"""Load the sites and organisations of the zone this installation serves."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts import zones
from accounts.services.zone import load_zone
from zone_portal.kernel.errors import PortalError


class Command(BaseCommand):
    """Adds and updates; what an administrator edited, and what only exists here, stays."""

    help = "Loads the sites and organisations of the zone named by PORTAL_ZONE."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            zone = zones.current()
            loaded = load_zone(zone, at=timezone.now())
        except PortalError as error:
            raise CommandError(error.text("en")) from error
        self.stdout.write(f"zone {zone.key}: {loaded.added} added, {loaded.changed} changed")
