"""Batches of published ratings, for the zone office: proposed, approved by another, withdrawn."""

from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from credit.pages.disclosure import batch_state
from credit.pages.sharing_base import OfficePage, grade_label, language
from credit.rules.model_definition import read_definition
from credit.selectors_batches import (
    batch_of,
    batches_visible,
    counts_of,
    cycles_to_publish,
    publishable,
)
from credit.services.publishing import approve_batch, propose_batch, withdraw_batch
from credit.services.sharing_rights import keeps_sharing
from zone_portal.framework.paging import keyset_page
from zone_portal.kernel.errors import PortalError

OFFICE: Final = "zone"
PAGE: Final = 100


class HubPage(OfficePage):
    """A page for officials of the hub: what is not published yet is about every site's firms."""

    def may_open(self) -> None:
        super().may_open()
        if not self.viewer.sees_all:
            raise PermissionDenied


class BatchesPage(HubPage):
    """The batches, and the cycles of which one may be proposed."""

    template_name = "credit/batches.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = keyset_page(batches_visible(self.viewer), self.request.GET)
        return super().get_context_data(**kwargs) | {
            "page": page,
            "lines": [{"row": row, "state": batch_state(row)} for row in page.rows],
            "cycles": list(cycles_to_publish(self.viewer)) if self._may_propose() else [],
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self._may_propose():
            raise PermissionDenied
        wanted = request.POST.get("cycle", "")
        cycle = cycles_to_publish(self.viewer).filter(pk=wanted if wanted.isdecimal() else 0)
        row = cycle.first()
        if row is None:
            raise Http404
        batch = propose_batch(cycle_id=row.pk, by=self.person, at=self.now)
        messages.success(
            request, _("批次 %(number)s 已提请，须由另一人批准。") % {"number": batch.number}
        )
        return redirect("credit:batch", batch.pk)

    def _may_propose(self) -> bool:
        return OFFICE in self.viewer.departments and self.viewer.sees_all


class BatchPage(HubPage):
    """One batch: what it publishes, what became of it."""

    template_name = "credit/batch.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        batch = self.batch()
        definition = read_definition(batch.cycle.model.definition)
        page = keyset_page(publishable(batch), self.request.GET, size=PAGE)
        waits = batch.approved_at is None and batch.withdrawn_at is None
        keeps = keeps_sharing(self.person)
        return super().get_context_data(**kwargs) | {
            "batch": batch,
            "state": batch_state(batch),
            "waits": waits,
            "page": page,
            "lines": [
                {"row": row, "grade": grade_label(row.grade, definition.level_of(row.grade))}
                for row in page.rows
            ],
            "counts": [
                {"label": grade_label(grade, definition.level_of(grade)), "count": count}
                for grade, count in counts_of(batch)
            ],
            "may_approve": keeps and waits and batch.proposed_by_id != self.person.pk,
            "is_own": waits and batch.proposed_by_id == self.person.pk,
            "may_withdraw": keeps and batch.withdrawn_at is None,
            "crumbs": [
                {"url": reverse("credit:batches"), "label": _("评级公布")},
                {"url": "", "label": batch.number},
            ],
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        batch = self.batch()
        if not keeps_sharing(self.person):
            raise PermissionDenied
        try:
            if request.POST.get("deed") == "approve":
                approve_batch(batch_id=batch.pk, by=self.person, at=self.now)
                told = _("批次 %(number)s 已公布。")
            else:
                reason = request.POST.get("reason", "")
                withdraw_batch(batch_id=batch.pk, reason=reason, by=self.person, at=self.now)
                told = _("批次 %(number)s 已撤回，公示页即时不再显示。")
        except PortalError as refusal:
            context = self.get_context_data(refusal=refusal.text(language()), **kwargs)
            return self.render_to_response(context, status=getattr(refusal, "status", 409))
        messages.success(request, told % {"number": batch.number})
        return redirect("credit:batch", batch.pk)

    def batch(self) -> Any:
        """The batch.

        :raises Http404: when there is none.
        """
        row = batch_of(self.viewer, self.kwargs["pk"])
        if row is None:
            raise Http404
        return row
