"""Reading the catalogue of codes as the reference tables stand, and searching it."""

from collections.abc import Iterable

from declarations.codebook.book import whole_book
from declarations.codebook.entries import Entry
from reference.selectors import rows
from zone_portal.kernel.rules import Text

TABLES = ("return_codes", "return_statuses", "return_info_codes")

_kept: list[tuple[tuple[int, ...], dict[str, Entry]]] = []


def book() -> dict[str, Entry]:
    """Every entry by code; made anew when a table changes, since a table is another object then."""
    tables = tuple(rows(name) for name in TABLES)
    stamp = tuple(map(id, tables))
    found = next((made for key, made in _kept if key == stamp), None)
    if found is None:
        found = whole_book(*tables)
        _kept[:] = [(stamp, found)]
    return found


def title_of(code: str) -> Text | None:
    """What a code is called; None for one that is in no table here."""
    entry = book().get(code)
    return entry.title if entry is not None else None


def search(words: str, family: str = "") -> list[Entry]:
    """The entries in which all words stand; those whose code begins with the text come first."""
    found: Iterable[Entry] = book().values()
    if family:
        found = (entry for entry in found if entry.family == family)
    asked = words.strip().casefold()
    if asked:
        found = (entry for entry in found if entry.matches(asked))
    listed = list(found)
    begins = [entry for entry in listed if asked and entry.code.casefold().startswith(asked)]
    return [*begins, *(entry for entry in listed if entry not in begins)] if begins else listed
