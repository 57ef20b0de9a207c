"""What is found about one line of a filing: an error refuses it, a warning and a note do not."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

from zone_portal.kernel.rules import language_index

Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True)
class LineFinding:
    """One thing about one ``field`` of a line; ``code`` is stable, ``value`` what stood there."""

    field: str
    code: str
    severity: Severity
    value: str
    zh: str
    en: str

    def text(self, language: str) -> str:
        return (self.zh, self.en)[language_index(language)]


def error(field: str, code: str, value: str, zh: str, en: str) -> LineFinding:
    """What refuses the line."""
    return LineFinding(field, code, "error", value[:60], zh, en)


def caution(field: str, code: str, value: str, zh: str, en: str) -> LineFinding:
    """What somebody should look at twice."""
    return LineFinding(field, code, "warning", value[:60], zh, en)


def note(field: str, code: str, value: str, zh: str, en: str) -> LineFinding:
    """What is worth knowing."""
    return LineFinding(field, code, "note", value[:60], zh, en)


def has_errors(findings: Iterable[LineFinding]) -> bool:
    return any(finding.severity == "error" for finding in findings)


def to_stored(findings: Iterable[LineFinding]) -> list[dict[str, Any]]:
    """The JSON form that is kept with a line."""
    return [asdict(finding) for finding in findings]


def from_stored(stored: Iterable[Mapping[str, Any]]) -> list[LineFinding]:
    """The findings kept with a line."""
    return [LineFinding(**finding) for finding in stored]
