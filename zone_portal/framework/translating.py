"""Collecting the sentences of templates and code: Chinese is the source, English is complete.

Babel is a tool of development only; the running portal reads the compiled catalogue.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.template.base import Lexer, TokenType

LOCALE = "en"
NO_DATE = datetime(2000, 1, 1, tzinfo=UTC)
"""Stands for all dates of the compiled catalogue, which changes only with its content."""
WIDTH = 100
KEYWORDS = {
    "gettext": None,
    "gettext_lazy": None,
    "_": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
}
SOURCES = (
    "accounts",
    "credit",
    "declarations",
    "enterprises",
    "reference",
    "risk",
    "statistics_app",
    "taxation",
    "zone_portal",
)

_QUOTED = r"""(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)')"""
_TRANSLATE = re.compile(rf"^(?:translate|trans)\s+{_QUOTED}")
_LITERAL = re.compile(r"""_\((?:"([^"]*)"|'([^']*)')\)""")

Message = str | tuple[str, ...]
Sentence = tuple[Message, str | None]
"""A message (singular and plural where it counts) and its context."""


def catalogue_paths(root: Path) -> tuple[Path, Path]:
    """The English catalogue below ``root``: as text and compiled."""
    folder = root / "locale" / LOCALE / "LC_MESSAGES"
    return folder / "django.po", folder / "django.mo"


def collected(root: Path) -> dict[Sentence, list[str]]:
    """Every sentence below ``root`` with the files in which it stands, sorted by file."""
    found: dict[Sentence, list[str]] = {}
    for path in sorted((root / "templates").rglob("*.html")):
        messages = template_messages(path.read_text("utf-8"))
        _enter(found, str(path.relative_to(root)), ((message, None) for message in messages))
    for source in SOURCES:
        for path in sorted((root / source).rglob("*.py")):
            with path.open("rb") as file:
                hits = [(hit[1], hit[3]) for hit in extract("python", file, KEYWORDS)]
            _enter(found, str(path.relative_to(root)), hits)
    return found


def template_messages(source: str) -> Iterator[Message]:
    """The sentences of one template."""
    inside: list[str] | None = None
    plural: list[str] | None = None
    for token in Lexer(source).tokenize():
        words = token.contents
        if inside is not None and token.token_type == TokenType.BLOCK:
            if words.startswith("end"):
                yield _block(inside, plural)
                inside = plural = None
            else:
                plural = []
        elif inside is not None:
            text = f"%({words})s" if token.token_type == TokenType.VAR else words.replace("%", "%%")
            (inside if plural is None else plural).append(text)
        elif token.token_type == TokenType.BLOCK and words.startswith("blocktrans"):
            inside = []
        elif match := _TRANSLATE.match(words) if token.token_type == TokenType.BLOCK else None:
            yield match["double"] or match["single"]
        elif token.token_type != TokenType.TEXT:
            for double, single in _LITERAL.findall(words):
                yield double or single


def updated(root: Path) -> Catalog:
    """The English catalogue with exactly today's sentences, translations kept."""
    text_path, _ = catalogue_paths(root)
    known = Catalog(locale=LOCALE)
    if text_path.exists():
        with text_path.open("rb") as file:
            known = read_po(file, locale=LOCALE)
    fresh = Catalog(locale=LOCALE, project="zone-portal", fuzzy=False, header_comment="")
    fresh.mime_headers = [
        (name, value)
        for name, value in fresh.mime_headers
        if name not in {"POT-Creation-Date", "PO-Revision-Date", "Generated-By"}
    ]
    for (message, context), names in collected(root).items():
        old = known.get(message if isinstance(message, str) else message[0], context)
        files = [(name, 0) for name in sorted(set(names))]
        fresh.add(message, old.string if old else None, locations=files, context=context)
    return fresh


def untranslated(catalogue: Catalog) -> list[str]:
    """Chinese sentences without English ones."""
    return [
        str(message.id) for message in catalogue if message.id and not all(_strings(message.string))
    ]


def as_text(catalogue: Catalog) -> bytes:
    """The catalogue as a .po file, without times, so that it changes only with its content."""
    buffer = BytesIO()
    write_po(buffer, catalogue, width=WIDTH, sort_by_file=True, include_lineno=False)
    lines = buffer.getvalue().decode().splitlines(keepends=True)
    volatile = ('"POT-Creation-Date', '"PO-Revision-Date', '"Generated-By', '"Last-Translator')
    return "".join(line for line in lines if not line.startswith(volatile)).encode()


def compiled(catalogue: Catalog) -> bytes:
    """The catalogue as Django loads it."""
    parsed = read_po(BytesIO(as_text(catalogue)), locale=LOCALE)
    parsed.creation_date = parsed.revision_date = NO_DATE
    buffer = BytesIO()
    write_mo(buffer, parsed)
    return buffer.getvalue()


def project_root() -> Path:
    """The folder that holds ``locale/``."""
    return Path(settings.LOCALE_PATHS[0]).parent


def _block(singular: list[str], plural: list[str] | None) -> Message:
    one = "".join(singular)
    return one if plural is None else (one, "".join(plural))


def _strings(translation: object) -> tuple[object, ...]:
    return tuple(translation) if isinstance(translation, (tuple, list)) else (translation,)


def _enter(found: dict[Sentence, list[str]], name: str, sentences: Iterable[Sentence]) -> None:
    for sentence in sentences:
        found.setdefault(sentence, []).append(name)
