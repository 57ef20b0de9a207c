"""Encryption at rest and keyed hashes for joins.

Content is sealed with AES-256-GCM under a data key of its month; data keys lie as files in the key
folder, wrapped by the master key, so that dropping one file erases a month for good. Values that
must be compared are hashed with BLAKE2b under the index key, a separate key per kind of value.
Neither key is ever in the database.

While the master key is changed (``key_rotation``) the new one lies beside the present one, and what
is wrapped by either is read.
"""

import fcntl
import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from zone_portal.kernel.errors import PortalError

_NONCE = 12
_MONTHS = 2  # bytes of the header: months since the year 0
KEY_BYTES = 32

MASTER, NEXT_MASTER = "master.key", "master.next.key"
_LOCK = ".lock"
_LOOKS = 3
"""How often a wrapped key is looked at anew, with the master keys of that moment: the master key
may be exchanged between two readings of one look."""


class KeyErased(PortalError):
    """The month's data key was dropped: what it sealed is gone, as intended."""

    def __init__(self, month: int) -> None:
        super().__init__(
            "key_erased",
            f"data key of month {month // 12}-{month % 12 + 1:02d} is erased",
            zh="该月数据已按期销毁。",
            en="The data of that month has been erased.",
        )


class SealBroken(PortalError):
    """The sealed bytes were changed, or belong to another row."""

    def __init__(self) -> None:
        super().__init__("seal_broken", zh="数据校验失败。", en="The stored data fails its check.")


def month_of(at: datetime) -> int:
    """Months since the year 0; the unit in which data is erased."""
    return at.year * 12 + at.month - 1


@dataclass
class Vault:
    """Keys of one key folder (``master.key``, ``index.key``, ``data/<month>.key``)."""

    folder: Path
    _data: dict[int, tuple[tuple[int, int], AESGCM]] = field(default_factory=dict)
    _index: dict[str, bytes] = field(default_factory=dict)

    def sealer(self, at: datetime) -> "Sealer":
        """What seals under the key of ``at``'s month; the key is made when it is the first."""
        month = month_of(at)
        return Sealer(self._key(month, create=True), month.to_bytes(_MONTHS, "big"))

    def open(self, sealed: bytes | memoryview, context: bytes) -> bytes:
        """The content of ``sealed``; ``context`` must be the one it was sealed with.

        :raises KeyErased: when the month's key is gone.
        :raises SealBroken: when the bytes were tampered with or moved to another row.
        """
        blob = bytes(sealed)
        month = int.from_bytes(blob[:_MONTHS], "big")
        nonce, body = blob[_MONTHS : _MONTHS + _NONCE], blob[_MONTHS + _NONCE :]
        try:
            return self._key(month, create=False).decrypt(nonce, body, context)
        except InvalidTag as error:
            raise SealBroken from error

    def hash_key(self, kind: str) -> bytes:
        """The index key for a kind of value ("name", "id", "phone", "address", …)."""
        if kind not in self._index:
            root = _key_of(self.folder / "index.key")
            self._index[kind] = hashlib.blake2b(kind.encode(), key=root).digest()
        return self._index[kind]

    def hash(self, kind: str, value: str) -> UUID:
        """The 16-byte keyed hash of a personal value."""
        digest = hashlib.blake2b(value.encode(), key=self.hash_key(kind), digest_size=16)
        return UUID(bytes=digest.digest())

    def secret(self, name: str, make: Callable[[], bytes]) -> bytes:
        """A secret of any length kept as the file ``<name>.key``, wrapped like a data key; made
        when it is asked for the first time. ``name`` may have one folder: ``signing/2026``."""
        path = self.folder / f"{name}.key"
        if not path.exists():
            _write_once(self.folder, path, name, make())
        return unwrap(self.folder, path, name)

    def secret_names(self, folder: str) -> list[str]:
        """The names of the secrets in a folder, sorted."""
        return sorted(f"{folder}/{path.stem}" for path in (self.folder / folder).glob("*.key"))

    def _key(self, month: int, *, create: bool) -> AESGCM:
        """The data key of a month. It is remembered for as long as its file is the same: a key that
        is erased is forgotten at once, by every process."""
        name = f"{month // 12}-{month % 12 + 1:02d}"
        path = self.folder / "data" / f"{name}.key"
        file, known = _file_of(path), self._data.get(month)
        if known is not None and known[0] == file:
            return known[1]
        self._data.pop(month, None)
        if file is None:
            if not create:
                raise KeyErased(month)
            _write_once(self.folder, path, name, os.urandom(KEY_BYTES))
            file = _file_of(path)
        key = AESGCM(unwrap(self.folder, path, name))
        if file is not None:
            self._data[month] = (file, key)
        return key


def unwrap(folder: Path, path: Path, name: str) -> bytes:
    """The key in a wrapped file of a key folder.

    :raises SealBroken: when no master key of the folder opens it.
    """
    for _ in range(_LOOKS):
        wrapped = path.read_bytes()
        for master in master_keys(folder):
            try:
                return master.decrypt(wrapped[:_NONCE], wrapped[_NONCE:], name.encode())
            except (InvalidTag, ValueError):
                continue
    raise SealBroken


def master_keys(folder: Path) -> list[AESGCM]:
    """The master key, and the next one while it is changed."""
    keys = [AESGCM(_key_of(folder / MASTER))]
    with suppress(FileNotFoundError):
        keys.append(AESGCM(_key_of(folder / NEXT_MASTER)))
    return keys


def wrapped_by(master: AESGCM, name: str, content: bytes) -> bytes:
    """A key as it lies in its file."""
    nonce = os.urandom(_NONCE)
    return nonce + master.encrypt(nonce, content, name.encode())


@contextmanager
def keys_locked(folder: Path) -> Iterator[None]:
    """Nobody else writes keys into the folder meanwhile; reading needs no lock."""
    descriptor = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _leave_to_owner(descriptor, folder)
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def write_draft(path: Path, content: bytes) -> Path:
    """``content`` in a file beside ``path``, safe on disk, to be given that name."""
    draft = path.with_name(f"{path.name}.{os.getpid()}.{os.urandom(6).hex()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        _leave_to_owner(file.fileno(), path.parent)
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return draft


def _leave_to_owner(descriptor: int, folder: Path) -> None:
    """What root writes belongs to whom the folder belongs to: the portal must read it."""
    if os.geteuid() == 0:
        owner = folder.stat()
        os.fchown(descriptor, owner.st_uid, owner.st_gid)


def _file_of(path: Path) -> tuple[int, int] | None:
    """What tells a file from one put in its place; None when there is none."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_ino, found.st_mtime_ns


def _key_of(path: Path) -> bytes:
    """32 key bytes out of a key file of any form (raw, hexadecimal, base64, a pass phrase)."""
    return hashlib.blake2b(path.read_bytes().strip(), digest_size=KEY_BYTES).digest()


def _write_once(folder: Path, path: Path, name: str, content: bytes) -> None:
    """Keep a key; of two processes that try at once, the first wins and both use its key."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with keys_locked(folder):
        draft = write_draft(path, wrapped_by(master_keys(folder)[-1], name, content))
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()


class Sealer:
    """Seals many values under one month's key."""

    __slots__ = ("_encrypt", "_header", "_nonces")

    def __init__(self, key: AESGCM, header: bytes) -> None:
        self._encrypt = key.encrypt
        self._header = header
        self._nonces = _nonces()

    def seal(self, content: bytes, context: bytes) -> bytes:
        """``content`` sealed; ``context`` (the row's id) binds it to its row."""
        nonce = next(self._nonces)
        return self._header + nonce + self._encrypt(nonce, content, context)


def _nonces() -> Iterator[bytes]:
    """Random nonces, asked of the system a hundred at a time."""
    while True:
        random = os.urandom(_NONCE * 100)
        for start in range(0, len(random), _NONCE):
            yield random[start : start + _NONCE]


@lru_cache(maxsize=1)
def vault() -> Vault:
    """The vault of this installation."""
    return Vault(Path(settings.PORTAL_KEY_DIR))
