"""Ordinary troubles of a machine end in a sentence, not in a traceback."""

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from zone_portal.embedded import __main__ as command_line
from zone_portal.embedded import postgres, runner
from zone_portal.embedded.paths import Layout
from zone_portal.embedded.postgres import Postgres


def failing(error: OSError) -> Callable[..., int]:
    def fail(*_: object) -> int:
        raise error

    return fail


@pytest.mark.parametrize("number", command_line.NOT_USABLE)
def test_a_folder_that_cannot_be_used_is_named_with_a_way_out(
    number: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    error = OSError(number, os.strerror(number), "/srv/portal/logs")
    monkeypatch.setattr(runner, "manage", failing(error))
    assert command_line.main(["manage", "check"]) == 1
    told = capsys.readouterr().err
    assert "/srv/portal/logs" in told
    assert "PORTAL_HOME" in told


def test_an_error_that_nobody_foresaw_is_shown_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner, "manage", failing(OSError(errno.EIO, "broken", "/dev/sda")))
    with pytest.raises(OSError, match="broken"):
        command_line.main(["manage", "check"])


@pytest.mark.parametrize(("name", "is_kept"), [("postgres", True), ("gunicorn", False)])
def test_a_number_that_went_to_another_process_does_not_block_the_server(
    name: str, is_kept: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres, "PROC", tmp_path / "proc")
    server = Postgres.__new__(Postgres)
    server.layout = Layout(home=tmp_path, socket_dir=tmp_path)
    server.layout.data.mkdir()
    file = server.layout.data / "postmaster.pid"
    file.write_text("77\n/data\n", encoding="ascii")
    (tmp_path / "proc" / "77").mkdir(parents=True)
    (tmp_path / "proc" / "77" / "comm").write_text(f"{name}\n", encoding="ascii")
    server._forget_pid_of_others()
    assert file.exists() is is_kept
