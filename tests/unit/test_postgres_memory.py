"""How much memory the embedded server takes."""

from pathlib import Path

import pytest

from zone_portal.embedded.postgres import memory_mib, shared_buffers


@pytest.mark.parametrize(
    ("memory", "kept"),
    [(512, "128MB"), (2_048, "256MB"), (8_192, "1024MB"), (24_000, "2048MB")],
)
def test_the_server_keeps_an_eighth_of_the_memory_within_bounds(memory: int, kept: str) -> None:
    assert shared_buffers(memory) == kept


def test_a_group_that_may_have_less_than_the_machine_counts(tmp_path: Path) -> None:
    limit = tmp_path / "memory.max"
    limit.write_text(f"{64 * 2**20}\n", encoding="ascii")

    assert memory_mib(limit) == 64


@pytest.mark.parametrize("told", ["max\n", ""])
def test_without_a_limit_the_machine_counts(tmp_path: Path, told: str) -> None:
    limit = tmp_path / "memory.max"
    limit.write_text(told, encoding="ascii")

    assert memory_mib(limit) == memory_mib(tmp_path / "nothing here") > 64
