"""Findings about a document that cannot be judged element by element."""

from declarations.messages.catalogue import KINDS
from zone_portal.kernel.findings import Evidence, Finding

LINE_UNREADABLE, KIND_UNKNOWN, KIND_NOT_ACCEPTED = "MSG-001", "MSG-002", "MSG-003"


def unreadable_finding(reason: str, kind: str) -> Finding:
    """Why a line is no document: ``reason`` a reader's code, or a ``kind`` that is not taken."""
    if reason:
        code, params = LINE_UNREADABLE, {"reason": reason}
    else:
        code = KIND_NOT_ACCEPTED if kind in KINDS else KIND_UNKNOWN
        params = {"kind": kind[:40]}
    evidence = Evidence(type=kind[:6], key={}, field="type", value=kind[:40] or None)
    return Finding(code, "error", (evidence,), responsible="sender", params=params)
