"""Change the key that wraps all others, while the portal runs."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.facts import SystemActor
from accounts.services.keys import rotate_master_key
from zone_portal.framework.key_rotation import KeysUnreadable


class Command(BaseCommand):
    """``rotate_master_key``; called again after it was stopped, it goes on where it was."""

    help = "Makes a new master key and wraps every data key and secret by it."

    def handle(self, *args: Any, **options: Any) -> None:
        folder = Path(settings.PORTAL_KEY_DIR)
        try:
            rotated = rotate_master_key(
                folder, by=SystemActor("rotate_master_key"), at=timezone.now()
            )
        except (KeysUnreadable, OSError) as error:
            raise CommandError(f"the master key stays: {error}") from error
        self.stdout.write(
            f"new master key {rotated.fingerprint}, {rotated.keys} keys wrapped by it"
            + (" (an earlier attempt was finished)" if rotated.resumed else "")
        )
        self.stdout.write(
            f"Now copy {folder} to its safe place and destroy earlier copies: they hold the old "
            "master key, which opens the old copies of all other keys."
        )
