"""What an enterprise brings to be registered: code, USCC with check digit, name, known kinds."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from enterprises.constants import KINDS
from zone_portal.kernel.identifiers import WARNINGS, looks_like_enterprise_code, uscc_problems

LONGEST_NAME: Final = 100
USCC_LENGTH: Final = 18


@dataclass(frozen=True, slots=True)
class Applicant:
    """What an enterprise says of itself. Codes are upper case; ``kinds`` in the order given."""

    code: str
    uscc: str
    name: str
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with an applicant, for the ``field`` of the form or file."""

    field: str
    code: str
    value: str
    zh: str
    en: str


def applicant(code: str, uscc: str, name: str, kinds: str) -> Applicant:
    """The applicant as written in a form or file: codes in upper case, kinds split at blanks.

    A firm whose code is its USCC need not write it twice.
    """
    code, uscc = code.strip().upper(), uscc.strip().upper()
    if not uscc and len(code) == USCC_LENGTH:
        uscc = code
    return Applicant(code, uscc, name.strip(), tuple(dict.fromkeys(kinds.lower().split())))


def problems(given: Applicant) -> Iterator[Problem]:
    """Everything wrong with an applicant, by itself; nothing when it may be registered."""
    yield from _code(given.code)
    yield from _uscc(given.uscc)
    yield from _name(given.name)
    yield from _kinds(given.kinds)


def _code(code: str) -> Iterator[Problem]:
    if not code:
        yield _missing("code")
    elif not looks_like_enterprise_code(code):
        yield Problem(
            "code",
            "form",
            code,
            "应为10位海关注册编码或18位统一社会信用代码",
            "is neither a customs code (10) nor a unified social credit code (18)",
        )


def _uscc(uscc: str) -> Iterator[Problem]:
    if not uscc:
        yield _missing("uscc")
        return
    for code in uscc_problems(uscc):
        if code in WARNINGS:
            continue
        if code == "form":
            zh, en = "不是统一社会信用代码的形式", "does not have the form of a USCC"
        else:
            zh, en = "校验位错误", "has a wrong check character"
        yield Problem("uscc", code, uscc, f"统一社会信用代码{zh}", en)


def _name(name: str) -> Iterator[Problem]:
    if not name:
        yield _missing("name")
    elif len(name) > LONGEST_NAME:
        text = f"is longer than {LONGEST_NAME} characters"
        yield Problem("name", "too_long", name[:20], f"超过{LONGEST_NAME}字", text)


def _kinds(kinds: tuple[str, ...]) -> Iterator[Problem]:
    if not kinds:
        yield Problem("kinds", "missing", "", "至少一种企业类型", "at least one kind is needed")
    for kind in kinds:
        if kind not in KINDS:
            text = f"is not one of {' '.join(KINDS)}"
            yield Problem("kinds", "unknown", kind, "未知的企业类型", text)


def _missing(field: str) -> Problem:
    return Problem(field, "missing", "", "必填", "is needed")
