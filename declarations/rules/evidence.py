"""How the elements that a finding speaks of are shown: as text, shortened, personal ones masked."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from declarations.messages.kinds import Kind
from declarations.messages.record import Element
from declarations.rules.values import cleaned
from zone_portal.kernel.findings import Evidence
from zone_portal.kernel.masking import mask

MOST_CHARACTERS: Final = 100
MOST_LINES: Final = 20
"""Lines shown of a finding that concerns the whole list."""


def shown(element: Element, value: Any) -> str | None:
    """A value as a finding may show it; nothing of a personal value that is no text."""
    text = as_text(value)
    if text is None or element.personal is None:
        return text
    is_text = isinstance(value, str | int) and not isinstance(value, bool)
    return mask(element.personal, text) if is_text else None


def as_text(value: Any) -> str | None:
    """Any value as short text that every database and message takes; None stays None."""
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping | list | tuple):
        return "{…}" if isinstance(value, Mapping) else "[…]"
    if isinstance(value, Decimal) and value.is_finite() and abs(value.adjusted()) < 30:
        return short(format(value, "f"))
    if isinstance(value, int) and abs(value) >= 10**40:
        return "9…"
    return short(str(value))


def short(text: str) -> str:
    """The beginning of a text, without characters that a database or message may not hold."""
    if len(text) <= MOST_CHARACTERS:
        return cleaned(text)
    return cleaned(text[:MOST_CHARACTERS]) + "…"


@dataclass(frozen=True, slots=True)
class Witness:
    """Makes the evidence of one document: its kind, its business key, its values as they came."""

    kind: Kind
    key: Mapping[str, str]
    head: Mapping[str, Any]
    lines: tuple[tuple[int, Mapping[str, Any]], ...] = ()

    def of_head(self, name: str) -> Evidence:
        value = shown(self.kind.head_elements[name], self.head.get(name))
        return Evidence(self.kind.code, self.key, name, None, value)

    def of_line(self, number: int, line: Mapping[str, Any], name: str) -> Evidence:
        value = shown(self.kind.line_elements[name], line.get(name))
        return Evidence(self.kind.code, self.key, name, number, value)

    def of_list(self) -> Evidence:
        return Evidence(self.kind.code, self.key, self.kind.list_element or "")

    def of_all_lines(self, name: str) -> Iterator[Evidence]:
        for number, line in self.lines[:MOST_LINES]:
            yield self.of_line(number, line, name)
