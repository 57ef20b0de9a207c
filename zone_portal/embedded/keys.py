"""Secret keys in files of mode 0600, made once, outside the database.

Each file holds 64 hexadecimal digits: 32 random bytes that survive copying by hand.
"""

import os
import secrets
from pathlib import Path

FILES = ("master.key", "index.key", "secret.key")
KEY_BYTES = 32


class KeysMissing(RuntimeError):
    """Data exists whose keys do not; making new ones would hide the loss."""


def ensure(folder: Path, *, data_exists: bool) -> None:
    """Make the keys that are absent.

    :raises KeysMissing: when the database already holds data encrypted with the absent keys.
    """
    absent = [name for name in FILES if not (folder / name).is_file()]
    if data_exists and absent:
        raise KeysMissing(
            f"{folder} lacks {', '.join(absent)}, but the database holds data written with them. "
            "Put them back from your backup, or set PORTAL_HOME to a new folder."
        )
    for name in absent:
        make(folder, name)


def make(folder: Path, name: str) -> None:
    """Make one key unless it is there."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not (folder / name).is_file():
        descriptor = os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(KEY_BYTES) + "\n")
