"""The lines of a filing on the pages of its applicant, its reviewers and its receivers."""

from typing import Any

from django import template

from enterprises import dossiers
from enterprises.models import Filing
from enterprises.pages.line_kinds import KINDS
from enterprises.pages.lines import line_view
from enterprises.selectors_goods import LineChanges, line_changes, line_counts, lines_seen
from enterprises.services.filing.steps import WRITERS
from enterprises.states import APPROVED, SUBMITTED
from enterprises.viewers import viewer_for

register = template.Library()

SHOWN = 20


@register.inclusion_tag("enterprises/filed_lines.html", takes_context=True)
def filed_lines(context: Any, filing: Filing, version: int | None = None) -> dict[str, Any]:
    """The first lines of a version with what was found: those that differ from before, then the
    doubtful ones, then the others; nothing for filings without lines."""
    kind = KINDS.get(filing.type)
    if kind is None:
        return {"kind": None}
    rows = lines_seen(kind.model, filing, viewer_for(context["request"].user), version)
    counts = line_counts(rows)
    first = rows.first()
    number = filing.version if first is None else first.version
    changes = line_changes(kind.model, filing, number)
    differing = changes.added | changes.changed
    shown: list[Any] = []
    for part in (
        rows.filter(sku__in=differing) if differing else rows.none(),
        rows.filter(findings__contains=[{"severity": "warning"}]),
        rows,
    ):
        known = [row.pk for row in shown]
        shown += part.exclude(pk__in=known)[: SHOWN - len(shown)]
    lines = [line_view(kind, row, filing) | {"mark": _mark(row.sku, changes)} for row in shown]
    return {
        "kind": kind,
        "filing": filing,
        "columns": kind.columns,
        "counts": counts,
        "lines": lines,
        "changes": changes,
        "more": counts["all"] - len(lines),
        "whole": version is None or version == filing.version,
    }


def _mark(sku: str, changes: LineChanges) -> str:
    if sku in changes.added:
        return "added"
    return "changed" if sku in changes.changed else ""


@register.inclusion_tag("enterprises/filing_deeds.html", takes_context=True)
def filing_deeds(context: Any, filing: Filing) -> dict[str, Any]:
    """The buttons of a filing beside the enterprise's own: change what is approved, withdraw what
    nobody has opened yet."""
    user = context["request"].user
    own = filing.type != "enterprise" and not user.is_official
    writes = own and dossiers.role_in(user.pk, filing.enterprise_id) in WRITERS
    return {
        "filing": filing,
        "csrf_token": context.get("csrf_token"),
        "may_change": writes and filing.status == APPROVED,
        "may_withdraw": writes and filing.status == SUBMITTED,
    }
