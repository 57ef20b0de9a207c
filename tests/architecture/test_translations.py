"""Compiled translations ship with the source, so that no machine needs gettext; they must agree."""

from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

LOCALE = Path(__file__).resolve().parents[2] / "locale"
SOURCES = sorted(LOCALE.glob("*/LC_MESSAGES/*.po"))


def test_there_are_translations() -> None:
    assert SOURCES


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: str(path.relative_to(LOCALE)))
def test_the_compiled_file_says_what_its_source_says(source: Path) -> None:
    with source.open("rb") as file:
        wanted = read_po(file)
    compiled = read_mo(BytesIO(source.with_suffix(".mo").read_bytes()))
    expected = {
        (message.context, message.id): message.string
        for message in wanted
        if message.id and message.string and not message.fuzzy
    }
    found = {
        (message.context, message.id): message.string for message in compiled if message.id
    }
    assert found == expected, f"run: pybabel compile -D {source.stem} -d locale"
