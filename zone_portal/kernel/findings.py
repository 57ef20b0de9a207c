"""What a rule says about a document: code, both values, whose turn, how to fix it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from zone_portal.kernel.rules import Rule, Rules, language_index

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """One element of one document that a finding speaks of.

    ``type`` is a message kind (``CEB311``), ``key`` its business key by official element name,
    ``field`` an official element name (``OrderList`` or ``InventoryList`` for the list itself),
    ``line`` a gnum, ``value`` the value as text, personal values already masked.
    """

    type: str
    key: Mapping[str, str]
    field: str
    line: int | None = None
    value: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule that does not hold, with the evidence for it.

    ``params`` fill the placeholders of the rule's texts (plain JSON values, never personal); a
    pair of texts is one in Chinese and one in English.
    """

    code: str
    severity: Severity
    documents: tuple[Evidence, ...] = ()
    responsible: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_error(self) -> bool:
        return self.severity == "error"


def has_errors(findings: Iterable[Finding]) -> bool:
    """Whether any finding refuses its document."""
    return any(finding.is_error for finding in findings)


def to_stored(finding: Finding) -> dict[str, Any]:
    """The language-neutral JSON form that is kept with a verdict or a decision."""
    return {
        "code": finding.code,
        "severity": finding.severity,
        "documents": [
            {"type": e.type, "key": dict(e.key), "field": e.field, "line": e.line, "value": e.value}
            for e in finding.documents
        ],
        "responsible": finding.responsible,
        "params": dict(finding.params),
    }


def render(stored: Mapping[str, Any], rules: Rules, language: str) -> dict[str, Any]:
    """The public form of a stored finding (design section 9) in ``language``.

    A rule that has left the register still renders: its code stands in for the title, so an old
    decision never fails to show.
    """
    rule: Rule | None = rules.get(stored["code"])
    public = {
        "code": stored["code"],
        "severity": stored["severity"],
        "title": stored["code"],
        "documents": stored["documents"],
        "responsible": stored["responsible"],
        "remedy": "",
        "basis": "",
        "link": f"/rules/{stored['code']}/",
    }
    if rule is not None:
        index = language_index(language)
        params = _worded(stored.get("params") or {}, index)
        public["title"] = _filled(rule.title[index], params)
        public["remedy"] = _filled(rule.remedy[index], params)
        public["basis"] = rule.basis
        public["responsible"] = stored["responsible"] or rule.responsible
    return public


def _worded(params: Mapping[str, Any], index: int) -> dict[str, Any]:
    """The params with, of each pair of texts, the one of the language."""
    return {
        name: value[index] if isinstance(value, (list, tuple)) and len(value) == 2 else value
        for name, value in params.items()
    }


def _filled(text: str, params: Mapping[str, Any]) -> str:
    return text.format_map(_Lenient(params)) if "{" in text else text


class _Lenient(dict[str, Any]):
    """A placeholder without a value shows its own name instead of failing a page."""

    def __missing__(self, key: str) -> str:
        return "{" + key + "}"
