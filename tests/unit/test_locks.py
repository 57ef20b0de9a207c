"""What is locked names packages and digests, never the place somebody downloaded them from."""

import json
import re
from pathlib import Path

import pytest

from zone_portal import env

PYTHON_LOCKS = sorted((env.REPOSITORY / "requirements").glob("*.txt"))


@pytest.mark.parametrize("lock", PYTHON_LOCKS, ids=lambda path: path.name)
def test_a_python_lock_holds_no_address(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    assert not re.search(r"://|--(extra-)?index-url|--find-links", text)


@pytest.mark.parametrize("lock", PYTHON_LOCKS, ids=lambda path: path.name)
def test_every_locked_python_package_has_a_digest(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    entries = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]
    assert entries
    assert all("--hash=sha256:" in entry for entry in entries)


@pytest.mark.parametrize("lock", PYTHON_LOCKS, ids=lambda path: path.name)
def test_every_package_that_is_asked_for_is_locked(lock: Path) -> None:
    asked = lock.with_suffix(".in").read_text(encoding="utf-8")
    names = re.findall(r"^([A-Za-z0-9._-]+)(?=[\[<>=~! ]|$)", asked, flags=re.MULTILINE)
    names = [name for name in names if not name.startswith("-")]
    locked = set(re.findall(r"^([a-z0-9._-]+)==", lock.read_text(encoding="utf-8"), re.MULTILINE))
    assert names
    assert set(names) <= locked


def test_the_front_end_lock_holds_digests_and_no_address() -> None:
    text = (env.REPOSITORY / "package-lock.json").read_text(encoding="utf-8")
    packages = json.loads(text)["packages"]
    assert "://" not in text
    assert all("integrity" in package for name, package in packages.items() if name)
