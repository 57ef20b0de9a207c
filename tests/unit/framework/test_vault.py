"""The vault: what is sealed is read while its master key changes, and is gone when erased."""

import os
import shutil
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from zone_portal.embedded import keys
from zone_portal.framework import key_rotation
from zone_portal.framework.key_rotation import KeysUnreadable, rotate_master
from zone_portal.framework.vault import KeyErased, SealBroken, Vault

MAY, JUNE = datetime(2026, 5, 1, tzinfo=UTC), datetime(2026, 6, 1, tzinfo=UTC)
CONTEXT = b"row 7"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    keys.ensure(tmp_path, data_exists=False)
    return tmp_path


@pytest.fixture
def sealed(folder: Path) -> list[bytes]:
    """What two months sealed, in a folder that holds a secret, too."""
    vault = Vault(folder)
    vault.secret("signing/2026", lambda: b"private")
    return [vault.sealer(at).seal(b"secret", CONTEXT) for at in (MAY, JUNE)]


def opened(vault: Vault, sealed: list[bytes]) -> list[bytes]:
    return [
        *(vault.open(one, CONTEXT) for one in sealed),
        vault.secret("signing/2026", lambda: b"made anew"),
    ]


ALL = [b"secret", b"secret", b"private"]


def test_a_new_master_key_opens_everything_and_the_old_one_nothing(
    folder: Path, sealed: list[bytes], tmp_path_factory: pytest.TempPathFactory
) -> None:
    running = Vault(folder)
    assert opened(running, sealed) == ALL
    before = tmp_path_factory.mktemp("copy") / "keys"
    shutil.copytree(folder, before)

    rotated = rotate_master(folder)

    assert (rotated.keys, rotated.resumed) == (3, False)
    assert opened(running, sealed) == opened(Vault(folder), sealed) == ALL
    assert opened(Vault(before), sealed) == ALL
    (folder / "master.key").write_bytes((before / "master.key").read_bytes())
    with pytest.raises(SealBroken):
        opened(Vault(folder), sealed)


def test_keys_that_nothing_wraps_stay_as_they_are(folder: Path, sealed: list[bytes]) -> None:
    (folder / "gateway.key").write_text("short")
    kept = {name: (folder / name).read_bytes() for name in ("index.key", "secret.key")}
    hashed = Vault(folder).hash("id", "x")

    rotate_master(folder)

    assert {name: (folder / name).read_bytes() for name in kept} == kept
    assert (folder / "gateway.key").read_text() == "short"
    assert Vault(folder).hash("id", "x") == hashed
    assert (folder / "master.key").stat().st_mode & 0o777 == 0o600
    assert {p.name for p in folder.iterdir() if p.is_file()} == {
        ".lock", "gateway.key", "index.key", "master.key", "secret.key"
    }  # fmt: skip


@pytest.mark.parametrize("after", range(5))
def test_a_change_that_was_stopped_harms_nobody_and_is_taken_up_again(
    folder: Path, sealed: list[bytes], monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    put, calls = key_rotation._put, iter(range(10))

    def stopped(path: Path, content: bytes) -> None:
        if next(calls) == after:
            raise OSError("no space left on device")
        put(path, content)

    monkeypatch.setattr(key_rotation, "_put", stopped)
    if after < 4:  # the new master key and three others
        with pytest.raises(OSError, match="no space"):
            rotate_master(folder)
        assert opened(Vault(folder), sealed) == ALL
        Vault(folder).secret("signing/2027", lambda: b"made meanwhile")
    monkeypatch.undo()

    rotated = rotate_master(folder)

    assert rotated.resumed == (0 < after < 4)
    assert opened(Vault(folder), sealed) == ALL
    assert not (folder / "master.next.key").exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root writes for somebody else")
def test_what_root_writes_belongs_to_the_owner_of_the_folder(
    folder: Path, sealed: list[bytes]
) -> None:
    for path in (folder, *folder.rglob("*")):
        os.chown(path, 12345, 12345)

    rotate_master(folder)
    Vault(folder).secret("signing/2027", lambda: b"made by root")

    assert {p.stat().st_uid for p in (folder, *folder.rglob("*"))} == {12345}


def test_with_a_key_of_another_folder_nothing_is_changed(folder: Path, sealed: list[bytes]) -> None:
    strange = folder / "data" / "2026-01.key"
    strange.write_bytes(bytes(60))
    before = (folder / "master.key").read_bytes()

    with pytest.raises(KeysUnreadable, match=r"data/2026-01\.key"):
        rotate_master(folder)

    assert (folder / "master.key").read_bytes() == before
    assert not (folder / "master.next.key").exists()
    assert opened(Vault(folder), sealed) == ALL


def test_who_reads_and_makes_keys_meanwhile_never_fails(folder: Path, sealed: list[bytes]) -> None:
    done, failures = threading.Event(), []

    def running(deed: Callable[[int], Any]) -> Callable[[], None]:
        def run() -> None:
            number = 0
            while not done.is_set():
                number += 1
                try:
                    deed(number)
                except Exception as error:  # noqa: BLE001  (any failure is what is looked for)
                    failures.append(error)
                    return

        return run

    def read(number: int) -> None:
        assert opened(Vault(folder), sealed) == ALL

    def make(number: int) -> None:
        made = f"made/{number % 40}-{threading.get_ident()}"
        assert Vault(folder).secret(made, made.encode) == made.encode()

    threads = [threading.Thread(target=running(deed)) for deed in (read, read, make, make)]
    for thread in threads:
        thread.start()
    for _ in range(15):
        rotate_master(folder)
    done.set()
    for thread in threads:
        thread.join()

    assert not failures
    for path in (folder / "made").glob("*.key"):
        assert Vault(folder).secret(f"made/{path.stem}", bytes) == f"made/{path.stem}".encode()


def test_an_erased_month_is_forgotten_by_those_who_have_read_it(
    folder: Path, sealed: list[bytes]
) -> None:
    running = Vault(folder)
    assert opened(running, sealed) == ALL

    (folder / "data" / "2026-05.key").unlink()

    with pytest.raises(KeyErased):
        running.open(sealed[0], CONTEXT)
    assert running.open(sealed[1], CONTEXT) == b"secret"
    assert not (folder / "data" / "2026-05.key").exists()
