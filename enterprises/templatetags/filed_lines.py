"""The lines of a filing on the pages of its applicant, its reviewers and its receivers."""

from typing import Any

from django import template

from enterprises import dossiers
from enterprises.models import Filing
from enterprises.pages.line_kinds import KINDS
from enterprises.pages.lines import line_view
from enterprises.selectors_goods import line_counts, lines_seen
from enterprises.services.filing.steps import WRITERS
from enterprises.states import APPROVED, SUBMITTED
from enterprises.viewers import viewer_for

register = template.Library()

SHOWN = 20


@register.inclusion_tag("enterprises/filed_lines.html", takes_context=True)
def filed_lines(context: Any, filing: Filing, version: int | None = None) -> dict[str, Any]:
    """The first lines of a version with what was found, the doubtful ones first; nothing for
    filings without lines."""
    kind = KINDS.get(filing.type)
    if kind is None:
        return {"kind": None}
    rows = lines_seen(kind.model, filing, viewer_for(context["request"].user), version)
    counts = line_counts(rows)
    doubtful = list(rows.filter(findings__contains=[{"severity": "warning"}])[:SHOWN])
    rest = rows.exclude(pk__in=[row.pk for row in doubtful])[: SHOWN - len(doubtful)]
    shown = [line_view(kind, row, filing) for row in [*doubtful, *rest]]
    return {
        "kind": kind,
        "filing": filing,
        "columns": kind.columns,
        "counts": counts,
        "lines": shown,
        "more": counts["all"] - len(shown),
        "whole": version is None or version == filing.version,
    }


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
