"""The command that changes the master key."""

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from accounts.deeds import told
from accounts.models import AuditEntry
from zone_portal.embedded import keys
from zone_portal.framework.vault import Vault

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path: Path, settings: Any) -> Path:
    keys.ensure(tmp_path, data_exists=False)
    settings.PORTAL_KEY_DIR = tmp_path
    return tmp_path


def test_the_command_wraps_the_keys_anew_and_tells_the_audit_trail(folder: Path) -> None:
    Vault(folder).secret("signing/2026", lambda: b"private")
    before, out = (folder / "master.key").read_bytes(), StringIO()

    call_command("rotate_master_key", stdout=out)

    assert (folder / "master.key").read_bytes() != before
    assert Vault(folder).secret("signing/2026", bytes) == b"private"
    entry = AuditEntry.objects.get(action="master_key.rotated")
    assert entry.new == {"keys": 1, "resumed": False}
    assert entry.on_id in out.getvalue()
    assert told(entry.action, english=True) == "Master key: rotated"


def test_a_key_that_cannot_be_read_is_named_and_nothing_is_told(folder: Path) -> None:
    Vault(folder).secret("signing/2026", lambda: b"private")
    (folder / "signing" / "2025.key").write_bytes(bytes(50))

    with pytest.raises(CommandError, match=r"signing/2025\.key"):
        call_command("rotate_master_key", stdout=StringIO())

    assert not AuditEntry.objects.filter(action="master_key.rotated").exists()
