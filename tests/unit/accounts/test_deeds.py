"""The trail tells deeds in words: none may be entered that has none."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from accounts.deeds import OBJECTS, VERBS, WHOLE, told

ROOT = Path(__file__).parents[3]
WRITERS = {"record", "_record", "_audit", "Change", "enter"}
DEED = re.compile(r"[a-z_]+(\.[a-z_]+){1,2}")


def entered() -> Iterator[str]:
    """The deeds that services name where they write the trail."""
    for path in ROOT.glob("*/services/**/*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8-sig"))):
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            named = [k.value for k in node.keywords if k.arg == "action"]
            given = node.args[:1] if name in WRITERS else []
            for value in (*given, *named):
                if isinstance(value, ast.Constant) and DEED.fullmatch(str(value.value)):
                    yield str(value.value)


def test_every_deed_that_services_enter_has_words() -> None:
    deeds = set(entered())
    assert len(deeds) > 60
    assert sorted(deed for deed in deeds if told(deed, english=True) == deed) == []


@pytest.mark.parametrize("english", [False, True])
def test_a_deed_is_told_as_object_and_verb(english: bool) -> None:
    said = "Filing: submitted" if english else "备案 · 提交"
    assert told("filing.submitted", english=english) == said


def test_a_deed_without_words_is_told_as_its_code() -> None:
    assert told("nothing.known", english=True) == "nothing.known"


def test_words_stand_in_both_languages() -> None:
    for table in (WHOLE, OBJECTS, VERBS):
        for chinese, english in table.values():
            assert re.search("[\u4e00-\u9fff]", chinese)
            assert not re.search("[\u4e00-\u9fff]", english)
