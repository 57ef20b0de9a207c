"""What remarks say: the DS mark, and whether a company is named as the buyer. Pure.

Export messages have no element for the buyer (CEB303 and CEB603): a remark is the only place where
one is named. What is read is turned into yes or no, and a text that is hashed at once; nothing of
a remark is kept.
"""

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

_TOKEN: Final = re.compile(r"[A-Z0-9]+")
_PARTS: Final = re.compile(r"[;；|，。\n\r]+")
_LABEL: Final = re.compile(r"^[^:：]{0,24}[:：]")
_KEPT: Final = re.compile(r"[^A-Z0-9\u3040-\u30ff\u4e00-\u9fff]+")
_NUMBER: Final = r"\W{0,4}(?:NO\W{0,3})?([A-Z]{0,3}\d[A-Z0-9\-]{5,19})"
_SHORTEST_NAME: Final = 2
_DIGITS: Final = 5


class Words(NamedTuple):
    """What is looked for: upper case; words of Latin letters count as whole words only."""

    mark: frozenset[str]
    company: frozenset[str]
    tax: frozenset[str]


class Buyer(NamedTuple):
    """What a remark says of the buyer; ``key`` tells one company from another, empty for none."""

    company: bool = False
    taxed: bool = False
    key: str = ""


def words(mark: str, company: str, tax: str) -> Words:
    """The words of three settings, separated by blanks."""
    return Words(*(frozenset(text.upper().split()) for text in (mark, company, tax)))


def has_mark(text: str, wanted: Words) -> bool:
    """Whether a remark carries the mark as a word of its own."""
    return _holds(text.upper(), wanted.mark)


def starts_with_mark(number: str, wanted: Words) -> bool:
    """Whether a number begins with the mark, set off from what follows: ``DS-2020-1``."""
    found = _TOKEN.match(number.upper())
    return found is not None and found[0] in wanted.mark


def buyer_in(texts: Iterable[str], wanted: Words) -> Buyer:
    """What remarks say of the buyer: the first company that one of them names, and tax numbers."""
    company, number = "", ""
    for part in (part for text in texts for part in _PARTS.split(text.upper())):
        if not company and _holds(part, wanted.company):
            company = _named(part, wanted)
        number = number or _tax_number(part, wanted.tax)
    return Buyer(bool(company), bool(number), company or number)


def _named(part: str, wanted: Words) -> str:
    """The name in a part of a remark, without what labels it; empty for a bare legal form."""
    name = _KEPT.sub(" ", _LABEL.sub("", part)).strip()
    own = [one for one in name.split() if one not in wanted.company]
    return name if any(len(one) >= _SHORTEST_NAME for one in own) else ""


def _tax_number(part: str, wanted: frozenset[str]) -> str:
    for word in sorted(wanted):
        found = re.search(rf"(?<![A-Z0-9]){re.escape(word)}{_NUMBER}", part)
        if found and sum(sign.isdigit() for sign in found[1]) >= _DIGITS:
            return found[1]
    return ""


def _holds(text: str, wanted: frozenset[str]) -> bool:
    tokens = set(_TOKEN.findall(text))
    return any(word in tokens if word.isascii() else word in text for word in wanted)
