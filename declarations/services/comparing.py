"""A return or cancellation against the inventory that it is about."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from declarations.messages.catalogue import Kind
from declarations.models.columns import column_of
from declarations.originals import Original, firms_numbered, original_of
from declarations.rules.cancelling import ASKED_BEFORE, CANCELLATIONS
from declarations.rules.checks import Checks
from declarations.rules.evidence import as_text
from declarations.rules.return_papers import (
    LINE_UNKNOWN,
    MORE_THAN_DECLARED,
    ORIGINAL_DIFFERS,
    ORIGINAL_UNKNOWN,
    UNIT_DIFFERS,
)
from declarations.services.standing import NAMED
from declarations.services.withdrawing import refused_because
from zone_portal.kernel.findings import Evidence, Finding, Severity

MayTouch = Callable[[str, tuple[str, ...]], bool]

SAME = {
    "CEB213": ("ebpCode", "ebcCode"),
    "CEB605": ("ebcCode",),
    "CEB623": ("orderNo", "ebpCode", "ebcCode"),
    "CEB625": ("orderNo", "ebpCode", "ebcCode"),
}
"""Elements of a head that must be those of the original inventory."""
DELETION = "3"
"""appType of what takes an earlier document back."""
QUANTITIES = {"qty": "unit", "qty1": "unit1", "qty2": "unit2"}
"""Quantities of a line that may not be more than declared, each with its unit."""


def compare(
    kind: Kind,
    document: Any,
    checks: Checks,
    *,
    sender_id: int,
    may_touch: MayTouch,
    responsible: str,
) -> Iterator[Finding]:
    """What differs from the original inventory; one warning where it is not known here.

    Who may not act on an inventory that is kept, as its own head names the firms, is refused as if
    it were unknown, whatever the settings. The original's own values are shown to those only whom
    it concerns.
    """
    head = document.head
    if _is_of_others(kind, head.invtNo, may_touch):
        stranger = _Comparison(kind, head, checks, responsible=responsible, shown=None)
        yield stranger.finding(ORIGINAL_UNKNOWN, "error", "invtNo", params={"number": head.invtNo})
        return
    original = original_of(kind.code, head.invtNo, seller=head.ebcCode, reader_id=sender_id)
    row = original.inventory if original else None
    shown = row if row is not None and sender_id in row.parties else None
    comparison = _Comparison(kind, head, checks, responsible=responsible, shown=shown)
    if original is None:
        yield from comparison.found(ORIGINAL_UNKNOWN, "invtNo", params={"number": head.invtNo})
        return
    for name in SAME[kind.code]:
        if getattr(head, name) != getattr(original.inventory, column_of(name)):
            yield from comparison.found(ORIGINAL_DIFFERS, name, params={"element": name})
    for line in document.lines if kind.line else ():
        yield from _of_line(kind, comparison, original, line)
    if kind.code in CANCELLATIONS:
        code = refused_because(kind.code, head, original.inventory)
        if code is not None:
            yield from comparison.found(code, "invtNo", params={"number": head.invtNo})


def _is_of_others(kind: Kind, invt_no: str, may_touch: MayTouch) -> bool:
    """Whether the number is kept here, and all its inventories are firms' the sender is none of."""
    columns = [column_of(name) for name in NAMED[kind.code]]
    firms = firms_numbered(kind.code, invt_no, columns)
    codes = (tuple(code or "" for code in named) for named in firms)
    return bool(firms) and not any(may_touch(kind.code, named) for named in codes)


class Asked:
    """The cancellations of one message: a second one of the same inventory is told of the first."""

    def __init__(self) -> None:
        self._first: dict[str, Mapping[str, str]] = {}

    def note(self, kind: Kind, head: Any) -> None:
        """Remember a good one; a deletion asks for nothing."""
        if kind.code in CANCELLATIONS and head.appType != DELETION:
            self._first.setdefault(head.invtNo, kind.key_of(head))

    def before(self, kind: Kind, head: Any, checks: Checks, responsible: str) -> Iterator[Finding]:
        """That another one of the message asks for the same inventory; both are named."""
        first = self._first.get(head.invtNo) if kind.code in CANCELLATIONS else None
        if first is None or first == kind.key_of(head):
            return
        comparison = _Comparison(kind, head, checks, responsible=responsible, shown=None)
        for finding in comparison.found(ASKED_BEFORE, "invtNo", params={"number": head.invtNo}):
            other = Evidence(kind.code, first, "invtNo", None, as_text(head.invtNo))
            yield replace(finding, documents=(*finding.documents, other))


def _of_line(
    kind: Kind, comparison: "_Comparison", original: Original, line: Any
) -> Iterator[Finding]:
    declared = original.lines.get(line.gnum)
    if declared is None or not declared.gcode.startswith(line.gcode):
        yield from comparison.found(LINE_UNKNOWN, "gcode", line, declared)
        return
    for name, unit in QUANTITIES.items():
        quantity = getattr(line, name, None)
        if name not in kind.line_elements or quantity is None:
            continue
        if getattr(line, unit) != getattr(declared, unit):
            yield from comparison.found(UNIT_DIFFERS, unit, line, declared)
        elif quantity > (getattr(declared, name) or 0):
            yield from comparison.found(MORE_THAN_DECLARED, name, line, declared)


class _Comparison:
    """Makes the findings of one document about its original."""

    def __init__(
        self, kind: Kind, head: Any, checks: Checks, *, responsible: str, shown: Any
    ) -> None:
        self._kind, self._head, self._checks = kind, head, checks
        self._responsible, self._shown = responsible, shown

    def found(
        self,
        code: str,
        name: str,
        line: Any = None,
        declared: Any = None,
        *,
        params: Mapping[str, Any] | None = None,
    ) -> Iterator[Finding]:
        """The finding with both values, unless its rule is switched off."""
        severity = self._checks.settings.of(code)
        if severity == "off":
            return
        level: Severity = "error" if severity == "error" else "warning"
        yield self.finding(code, level, name, line, declared, params=params)

    def finding(
        self,
        code: str,
        severity: Severity,
        name: str,
        line: Any = None,
        declared: Any = None,
        *,
        params: Mapping[str, Any] | None = None,
    ) -> Finding:
        """The finding with both values, as severe as is said."""
        source = self._head if line is None else line
        own = Evidence(
            self._kind.code,
            self._kind.key_of(self._head),
            name,
            None if line is None else line.gnum,
            as_text(getattr(source, name)),
        )
        return Finding(
            code,
            severity,
            (own, *self._counterpart(name, line, declared)),
            self._responsible,
            params or {},
        )

    def _counterpart(self, name: str, line: Any, declared: Any) -> Iterator[Evidence]:
        """The same element of the original, for those whom it concerns."""
        row, column = self._shown, column_of(name)
        source = row if line is None else declared
        if row is None or source is None or not hasattr(source, column):
            return
        key = {"agentCode": row.agent_code, "copNo": row.cop_no or ""}
        number = None if line is None else line.gnum
        value = getattr(source, column)
        yield Evidence(row.kind, key, name, number, None if value is None else as_text(value))
