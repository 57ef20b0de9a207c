"""Keys of the installation that are changed on purpose, told in the audit trail."""

from datetime import datetime
from pathlib import Path

from django.db import transaction

from accounts.services import audit
from accounts.services.audit import Actor
from zone_portal.framework.key_rotation import Rotated, rotate_master


def rotate_master_key(folder: Path, *, by: Actor, at: datetime) -> Rotated:
    """Change the master key of the key folder.

    :raises KeysUnreadable: see ``rotate_master``; nothing is told then.
    """
    with transaction.atomic():
        rotated = rotate_master(folder)
        audit.record(
            "master_key.rotated",
            by=by,
            on=("master_key", rotated.fingerprint),
            new={"keys": rotated.keys, "resumed": rotated.resumed},
            at=at,
        )
    return rotated
