"""The language of templates: text with ``{name}`` or ``{name|form}``, lines with a condition
``[all.growth > 5 and E.rmb known]``. Checked as a whole; a sentence whose figure is not public is
left out. Pure."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from types import MappingProxyType
from typing import Final

from statistics_app.rules.analysis.figures import (
    COUNT,
    DOLLARS,
    MONEY,
    NAMES,
    PLAIN,
    POINTS,
    RATE,
    SHARE,
    WORDS,
    Known,
    Value,
)
from zone_portal.kernel.money import rounded

ZH, EN = 0, 1
PLACE: Final = re.compile(r"\{([^{}|]*)(?:\|([^{}]*))?\}")
LINE: Final = re.compile(r"^\[([^\]]*)\]\s*(.*)$", re.DOTALL)
SENTENCES: Final = (
    re.compile(r"[^。！？]+[。！？]?"),
    re.compile(r".+?(?:[.!?](?=\s|$)\s*|$)", re.DOTALL),
)
TEST: Final = re.compile(r"^(\S+)\s+(?:(known|unknown)|(>=|<=|>|<|=)\s*(-?\d+(?:\.\d+)?))$")
COMPARE: Final[Mapping[str, Callable[[Decimal, Decimal], bool]]] = MappingProxyType(
    {
        ">": lambda a, b: a > b,
        ">=": lambda a, b: a >= b,
        "<": lambda a, b: a < b,
        "<=": lambda a, b: a <= b,
        "=": lambda a, b: a == b,
    }
)
IN_PERCENT: Final = frozenset({RATE, SHARE})
FORMS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        MONEY: ("", "wan"),
        DOLLARS: ("", "wan"),
        COUNT: ("",),
        RATE: ("", "change", "size"),
        SHARE: ("",),
        POINTS: ("", "change"),
        WORDS: ("",),
        PLAIN: ("",),
    }
)
"""Kind → the forms that it may be written in."""
HUNDRED_MILLION, MILLION, TEN_THOUSAND = Decimal(10) ** 8, Decimal(10) ** 6, Decimal(10) ** 4


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with a text: where, the words concerned, and what to do."""

    where: str
    found: str
    zh: str
    en: str


def wrong_with(text: str, where: str) -> Iterator[Wrong]:
    """Everything that is wrong with a text, line by line."""
    for number, line in enumerate(lines_of(text), start=1):
        at = f"{where}:{number}"
        condition, words = condition_of(line)
        yield from wrong_condition(condition, at)
        for match in PLACE.finditer(words):
            yield from _wrong_place(match, at)
        if re.search(r"[{}]", PLACE.sub("", words)):
            yield Wrong(at, words[:60], "花括号不成对", "a brace has no partner")


def wrong_condition(condition: str, where: str) -> Iterator[Wrong]:
    """Everything that is wrong with a condition; the empty one always holds."""
    for part in _tests(condition):
        match = TEST.match(part)
        if match is None:
            yield Wrong(
                where,
                part,
                "条件应为“名称 > 数字”“名称 known”，用 and 连接",
                'a condition is "name > number" or "name known", joined by and',
            )
        elif match[1] not in NAMES:
            yield _unknown(where, match[1])
        elif match[3] and NAMES[match[1]] == WORDS:
            yield Wrong(where, part, "文字不能与数字比较", "words are not compared with numbers")


def _wrong_place(match: re.Match[str], where: str) -> Iterator[Wrong]:
    name, form = match[1].strip(), (match[2] or "").strip()
    if name not in NAMES:
        yield _unknown(where, name)
    elif form not in FORMS[NAMES[name]]:
        known = ", ".join(one for one in FORMS[NAMES[name]] if one) or "—"
        yield Wrong(
            where, f"{name}|{form}", f"没有这种写法，可用：{known}", f"no such form; known: {known}"
        )


def _unknown(where: str, name: str) -> Wrong:
    return Wrong(where, name, "没有这个数据名称", "there is no figure of that name")


def lines_of(text: str) -> list[str]:
    """The lines that say something: each is a paragraph."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def condition_of(line: str) -> tuple[str, str]:
    """The condition at the beginning of a line, and its words."""
    match = LINE.match(line)
    return (match[1].strip(), match[2]) if match else ("", line)


def holds(condition: str, known: Known) -> bool:
    """Whether a condition holds; one on a figure that is not public does not. Thresholds of rates
    and shares are in percent."""
    for part in _tests(condition):
        match = TEST.match(part)
        if match is None:
            return False
        value = known.get(match[1])
        if match[2]:
            if (value is not None) != (match[2] == "known"):
                return False
        elif not isinstance(value, Decimal) or not _compares(match, value):
            return False
    return True


def _compares(match: re.Match[str], value: Decimal) -> bool:
    try:
        limit = Decimal(match[4])
    except InvalidOperation:
        return False
    shown = value * 100 if NAMES[match[1]] in IN_PERCENT else value
    return COMPARE[match[3]](shown, limit)


def _tests(condition: str) -> list[str]:
    return [part.strip() for part in re.split(r"\band\b", condition) if part.strip()]


def written(words: str, known: Known, language: int) -> tuple[str, list[str]]:
    """A paragraph with its figures, and the names for want of which sentences were left out."""
    kept, lacking = [], []
    for sentence in SENTENCES[language].findall(words):
        names = [match[1].strip() for match in PLACE.finditer(sentence)]
        missing = [name for name in names if name not in known]
        lacking += missing
        if not missing:
            kept.append(PLACE.sub(lambda match: _place(match, known, language), sentence))
    return "".join(kept).strip(), lacking


def _place(match: re.Match[str], known: Known, language: int) -> str:
    name, form = match[1].strip(), (match[2] or "").strip()
    return said(known[name], NAMES[name], form, language)


def said(value: Value, kind: str, form: str, language: int) -> str:
    """A value in words."""
    if isinstance(value, tuple):
        return value[language]
    if kind in {MONEY, DOLLARS}:
        return _money(value, kind, form, language)
    if kind == RATE:
        return _rate(value, form, language)
    if kind == SHARE:
        return f"{rounded(value * 100, 1)}%"
    if kind == POINTS:
        return f"{value:+}" if form == "change" else f"{value}"
    return f"{value.normalize():,f}"


def _money(value: Decimal, kind: str, form: str, language: int) -> str:
    if language == EN:
        code = "USD" if kind == DOLLARS else "RMB"
        return f"{code} {rounded(value / MILLION, 2):,} million"
    unit = "美元" if kind == DOLLARS else "元"
    if form == "wan" or abs(value) < HUNDRED_MILLION:
        return f"{rounded(value / TEN_THOUSAND, 2):,} 万{unit}"
    return f"{rounded(value / HUNDRED_MILLION, 2):,} 亿{unit}"


def _rate(value: Decimal, form: str, language: int) -> str:
    percent = rounded(value * 100, 1)
    if form == "size":
        return f"{abs(percent)}%"
    if form != "change":
        return f"{percent:+}%"
    if percent == 0:
        return ("持平", "unchanged")[language]
    words = (("增长", "下降"), ("up", "down"))[language]
    return f"{words[percent < 0]} {abs(percent)}%"
