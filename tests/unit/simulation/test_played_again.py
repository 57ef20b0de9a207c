"""A simulation can be played again, under the series and from the day that it was played with."""

from argparse import ArgumentTypeError
from collections.abc import Callable
from typing import Any

import pytest

from declarations.management.commands import simulate
from declarations.management.staging import SeriesTaken, Stage


def test_a_series_that_was_played_is_not_played_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Stage, "_is_known", lambda _self, series: series == "TAKEN")
    stage = Stage(firms={}, doors={}, signer=None, options={"series": "TAKEN", "seed": 1})  # type: ignore[arg-type]
    with pytest.raises(SeriesTaken, match="TAKEN"):
        stage._free_series()
    stage.options = {"series": "FREE", "seed": 1}
    assert stage._free_series() == "FREE"


@pytest.mark.parametrize(
    ("read", "text"),
    [(simulate.day, "1.10.2026"), (simulate.series, "lower"), (simulate.series, "TOOLONG00")],
)
def test_what_cannot_be_read_is_refused(read: Callable[[str], Any], text: str) -> None:
    with pytest.raises(ArgumentTypeError, match=text):
        read(text)
    assert simulate.day("2026-10-01").isoformat() == "2026-10-01T00:00:00"
