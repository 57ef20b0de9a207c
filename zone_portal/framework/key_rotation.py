"""A new master key: every key that the present one wraps is wrapped anew, and then it is gone.

What the keys seal stays as it is, so this takes moments however much is kept. Running processes
need no restart: the next master key lies beside the present one until the last file is wrapped by
it, and both are tried. Whatever stops this half-way, the same call takes it up again.
"""

import hashlib
import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from zone_portal.framework.vault import (
    KEY_BYTES,
    MASTER,
    NEXT_MASTER,
    SealBroken,
    keys_locked,
    master_keys,
    unwrap,
    wrapped_by,
    write_draft,
)

_DATA = "data"


class KeysUnreadable(RuntimeError):
    """Wrapped keys that the master key does not open; nothing was changed."""


@dataclass(frozen=True, slots=True)
class Rotated:
    """How many keys are wrapped anew, whether an earlier attempt was taken up, and by what the new
    master key is known again (8 hexadecimal digits that tell nothing else of it)."""

    keys: int
    resumed: bool
    fingerprint: str


def rotate_master(folder: Path) -> Rotated:
    """Change the master key of a key folder.

    :raises KeysUnreadable: when a key of the folder is not wrapped by the master key.
    :raises OSError: when the folder cannot be written; both master keys are then still there.
    """
    with keys_locked(folder):
        resumed = (folder / NEXT_MASTER).is_file()
        contents = _contents(folder)
        if not resumed:
            fresh = f"{secrets.token_hex(KEY_BYTES)}\n".encode("ascii")
            _put(folder / NEXT_MASTER, fresh)
        following = master_keys(folder)[-1]
        for path, (name, content) in contents.items():
            _put(path, wrapped_by(following, name, content))
        fingerprint = hashlib.blake2b((folder / NEXT_MASTER).read_bytes(), digest_size=4)
        (folder / NEXT_MASTER).replace(folder / MASTER)
        _settle(folder)
    return Rotated(len(contents), resumed, fingerprint.hexdigest())


def _contents(folder: Path) -> dict[Path, tuple[str, bytes]]:
    """Every wrapped key of the folder: its name and itself."""
    found, unreadable = {}, []
    for path, name in _files(folder):
        try:
            found[path] = (name, unwrap(folder, path, name))
        except SealBroken:
            if path.parent != folder:  # beside the master key lie keys that nothing wraps
                unreadable.append(str(path.relative_to(folder)))
    if unreadable:
        raise KeysUnreadable(f"it does not open {', '.join(sorted(unreadable))}")
    return found


def _files(folder: Path) -> Iterator[tuple[Path, str]]:
    """The key files that may be wrapped, and the name that each is bound to."""
    for path in sorted((*folder.glob("*.key"), *folder.glob("*/*.key"))):
        if path.parent == folder:
            yield path, path.stem
        else:
            yield (
                path,
                path.stem if path.parent.name == _DATA else f"{path.parent.name}/{path.stem}",
            )


def _put(path: Path, content: bytes) -> None:
    """Write a file whole or not at all, in place of what is there."""
    write_draft(path, content).replace(path)
    _settle(path.parent)


def _settle(folder: Path) -> None:
    """Have the names in a folder safe on disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
