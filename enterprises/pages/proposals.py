"""Suspension, cancellation, resumption: one official proposes, another decides."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from enterprises import dossiers
from enterprises.models import Proposal
from enterprises.pages.base import FilingPage, refuse_unless_official
from enterprises.pages.labels import ACTIONS, language
from enterprises.services.filing import standing
from enterprises.services.refusals import Refusal
from zone_portal.framework.lists import Label


class ProposalsPage(FilingPage):
    """Open proposals first, then what was decided."""

    template_name = "enterprises/proposals.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        refuse_unless_official(self.request)
        rows = [self._row(row) for row in dossiers.proposals(self.viewer)]
        return super().get_context_data(**kwargs) | {"proposals": rows}

    def _row(self, row: Proposal) -> dict[str, Any]:
        is_open = row.decided_at is None
        own = row.proposed_by_id == self.person.pk
        supervisor = "supervisor" in self.viewer.roles
        return {
            "id": row.pk,
            "action": ACTIONS[row.action],
            "subject": row.filing.title or row.filing.enterprise.name,
            "url": reverse("enterprises:review", args=[row.filing_id]),
            "number": row.filing.number,
            "reason": row.reason,
            "state": _state(row),
            "proposed_by": row.proposed_by.name,
            "proposed_at": row.proposed_at,
            "decided_by": row.decided_by.name if row.decided_by else "",
            "decided_at": row.decided_at,
            "comment": row.comment,
            "is_open": is_open,
            "may_decide": is_open and supervisor and not own,
            "waiting": _("由您提出，须由另一位复核负责人决定。")
            if own
            else _("待复核负责人决定。"),
        }


def _state(row: Proposal) -> Label:
    if row.decided_at is None:
        return Label("warn", _("待复核"))
    return Label("ok", _("已同意")) if row.confirmed else Label("idle", _("未同意"))


class ProposePage(FilingPage):
    """The button that proposes."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, filing: int) -> HttpResponse:
        sent = request.POST
        try:
            row = standing.propose(
                filing_id=filing,
                action=sent.get("action", ""),
                reason=sent.get("reason", ""),
                **self.deed(),
            )
        except Refusal as refusal:
            if refusal.code not in {"reason_missing", "action_unknown"}:
                raise
            messages.error(request, refusal.text(language()))
            return redirect("enterprises:review", filing=filing)
        messages.success(request, _("已提出，待另一位复核负责人决定。"))
        return redirect(f"{reverse('enterprises:proposals')}#p{row.pk}")


class DecidePage(FilingPage):
    """The second pair of eyes."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, proposal: int) -> HttpResponse:
        confirmed = request.POST.get("confirmed") == "yes"
        standing.decide(
            proposal_id=proposal,
            confirmed=confirmed,
            comment=request.POST.get("comment", ""),
            **self.deed(),
        )
        messages.success(request, _("已同意并生效。") if confirmed else _("已记录为不同意。"))
        return redirect("enterprises:proposals")
