"""The benchmarks run through with tiny numbers and count honestly; nothing here is timed."""

import json
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from benchmarks import bodies
from benchmarks.client import COUNTS
from benchmarks.playing import percentiles
from benchmarks.results import Result, markdown
from declarations.messages.json_reader import LINE_DECODER
from declarations.messages.xml_reader import read_message
from tests.plugins.prepared import copy_prepared
from zone_portal import env

AT = datetime(2026, 3, 2, 9, 30)  # noqa: DTZ001  local time, as messages have it


@pytest.mark.runner
def test_a_quick_run_measures_without_loss(tmp_path: Path) -> None:
    (tmp_path / "prepared").mkdir()  # empty where nothing was laid down: then it starts afresh
    copy_prepared(tmp_path / "prepared")
    names = ["raw-copy", "complete-sets", "memory", "xml", "any-order", "backlog", "naive"]
    options = [
        "--quick",
        "--seconds",
        "1",
        "--no-results",
        "--prepared",
        str(tmp_path / "prepared"),
    ]
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks", *options, *names],
        cwd=env.REPOSITORY,
        env={k: v for k, v in env.for_children().items() if not k.startswith("PYTEST_")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    said = {line.split()[0]: line.split()[1] for line in done.stdout.splitlines() if line.strip()}
    assert said["lost"] == "0"
    assert said["all_decided"] == "1"
    assert float(said["share_of_raw_copy"]) > 0


def test_a_new_series_makes_new_declarations() -> None:
    body = bodies.of_sets(bodies.sets(3, seed=1, at=AT))
    other = body.replace(bodies.SERIES.encode(), b"L0000001")
    assert len(other) == len(body)

    def keys(content: bytes) -> set[str]:
        heads = [LINE_DECODER.decode(line).head for line in content.splitlines()]
        numbers = ("orderNo", "payTransactionId", "logisticsNo", "copNo")
        return {getattr(head, n) for head in heads for n in numbers if getattr(head, n, None)}

    assert keys(body).isdisjoint(keys(other))
    assert len(keys(body)) == len(keys(other)) == 12


def test_messages_hold_one_kind_each() -> None:
    made = bodies.messages(bodies.sets(5, seed=1, at=AT))
    read = [read_message(body) for body in made]
    assert [message.kind.code for message in read] == ["CEB311", "CEB411", "CEB511", "CEB621"]
    assert [len(message.documents) for message in read] == [5] * 4


def test_shuffling_loses_no_document() -> None:
    made = bodies.shuffled(30, size=50, seed=3, at=AT, series="ANYORDER")
    kinds = [json.loads(line)["type"] for body in made for line in body.splitlines()]
    assert sorted(kinds) == sorted(["CEB311", "CEB411", "CEB511", "CEB621"] * 30)
    assert kinds[:4] != ["CEB311", "CEB411", "CEB511", "CEB621"]


def test_counts_are_found_in_an_answer() -> None:
    found = COUNTS.search(b'{"id":"1","counts":{"accepted":3,"rejected":1,"duplicate":0},"d":[]}')
    assert found is not None
    assert found.groups() == (b"3", b"1", b"0")


def test_percentiles_are_in_milliseconds() -> None:
    found = percentiles([n / 1000 for n in range(1, 101)])
    assert found["p50_ms"] == pytest.approx(50.5)
    assert found["p99_ms"] == pytest.approx(99.0, abs=0.1)


def test_results_say_when_a_run_was_short() -> None:
    content = {"at": "2026-03-02", "commit": "abc", "options": {"full": False}, "machine": {}}
    text = markdown([Result("x", "a measure", {"per_s": 12345.0})], content)
    assert "Shortened run" in text
    assert "| per_s | 12,345 |" in text
