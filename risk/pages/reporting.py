"""The public side of quality: telling, asking how it stands, recalls, the trace of a batch."""

import time
from typing import Any, Final, cast

from django.core.cache import caches
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from risk import selectors_disputes as disputes
from risk.models import GoodsBatch, Recall
from risk.pages.articles import level_label
from risk.pages.matter import label_of, status_of
from risk.pages.matter_forms import country_name, said
from risk.pages.quality_forms import RECALLS, CodeForm, StandingForm, TellingForm
from risk.rules.quality.parameters import A_DAY
from risk.rules.quality.tracing import STAGES
from risk.services.quality import telling
from zone_portal.framework.cache import FailOpenRedisCache
from zone_portal.framework.pages import origin_of
from zone_portal.framework.paging import keyset_page
from zone_portal.framework.public_pages import TOO_MANY, PublicPage
from zone_portal.kernel.errors import PortalError

DAY: Final = 24 * 3600
PAGE: Final = 50
CHECKS_A_MINUTE: Final = 10
"""How often an address may try number and code: too little to guess one."""


def counted(request: HttpRequest, what: str, seconds: int) -> int:
    """How often this address did something within a span, this included; 0 when nobody can
    tell."""
    cache = cast(FailOpenRedisCache, caches["default"])
    span = int(time.time()) // seconds
    return cache.count(f"{what}:{origin_of(request)}:{span}", seconds=2 * seconds) or 0


class ReportPage(PublicPage):
    """Complain, or report fakes: no account, so many a day."""

    template_name = "risk/report.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"form": kwargs.get("form") or TellingForm()}

    def post(self, request: HttpRequest) -> HttpResponse:
        form, status, now = TellingForm(request.POST), 422, timezone.now()
        limit = disputes.figure(A_DAY, on=timezone.localdate(now))
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=status)
        if counted(request, "report", DAY) > limit:
            form.add_error(None, _("该网络地址今日提交已达上限，请明日再提交。"))
            return self.render_to_response(self.get_context_data(form=form), status=TOO_MANY)
        try:
            told = telling.tell(telling=form.telling(), at=now, origin=origin_of(request))
        except PortalError as refusal:
            form.refuse(refusal)
            context = self.get_context_data(form=form)
            return self.render_to_response(context, status=status_of(refusal))
        context = {
            "number": told.row.number,
            "secret": told.secret,
            "due": told.row.accept_due_date,
        }
        response = render(request, "risk/report_sent.html", context)
        response["Cache-Control"] = "no-store"
        return response


class StandingPage(PublicPage):
    """How a complaint stands, to who shows its number and code."""

    template_name = "risk/report_standing.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "form": kwargs.get("form") or StandingForm(),
            "row": kwargs.get("row"),
            "label": kwargs.get("label"),
        }

    def post(self, request: HttpRequest) -> HttpResponse:
        form = StandingForm(request.POST)
        if counted(request, "standing", 60) > CHECKS_A_MINUTE:
            form.add_error(None, _("查询太频繁，请一分钟后再试。"))
            return self.render_to_response(self.get_context_data(form=form), status=TOO_MANY)
        row = disputes.standing_of(**form.cleaned_data) if form.is_valid() else None
        if form.is_valid() and row is None:
            form.add_error(None, _("没有找到，请核对受理编号和查询码。"))
        if row is None:
            return self.render_to_response(self.get_context_data(form=form), status=422)
        context = self.get_context_data(form=form, row=row, label=label_of(row))
        response = self.render_to_response(context)
        response["Cache-Control"] = "no-store"
        return response


class PublicRecallsPage(PublicPage):
    """Recalls and failed tests that were published."""

    template_name = "risk/recalls_public.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        q = self.request.GET.get("q", "").strip()[:100]
        page: Any = keyset_page(disputes.public_recalls({"q": q}), self.request.GET, size=PAGE)
        return super().get_context_data(**kwargs) | {
            "q": q,
            "page": page,
            "rows": [recall_card(row) for row in page.rows],
        }


class TracePage(PublicPage):
    """The trace of a batch by the code of its label."""

    template_name = "risk/trace.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        code = request.GET.get("code", "").strip().upper()
        if code and "code" not in self.kwargs and code.isalnum() and code.isascii():
            return redirect("risk:trace_of", code=code)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        code = self.kwargs.get("code", "")
        batch = disputes.batch_by_code(code) if code else None
        if code and batch is None:
            raise Http404
        return super().get_context_data(**kwargs) | {
            "form": CodeForm(initial={"code": code}),
            "batch": trace_card(batch) if batch else None,
        }


def recall_card(row: Recall) -> dict[str, Any]:
    """A recall as anybody reads it."""
    return {
        "number": row.number,
        "firm": row.firm.name,
        "kind": said(RECALLS[row.kind]),
        "goods": row.goods,
        "barcode": row.barcode,
        "batches": " ".join(row.batches),
        "level": level_label(row.level),
        "state": label_of(row),
        "reason": row.reason,
        "measures": row.measures,
        "authority": row.authority,
        "published_at": row.published_at,
    }


def trace_card(batch: GoodsBatch) -> dict[str, Any]:
    """A batch with its stages, what does not fit, and recalls, as anybody reads it."""
    events = disputes.trace_of(batch)
    return {
        "name": batch.name,
        "firm": batch.firm.name,
        "batch_no": batch.batch_no,
        "barcode": batch.barcode,
        "country": country_name(batch.country),
        "quantity": batch.quantity,
        "produced": batch.produced_date,
        "expiry": batch.expiry_date,
        "events": [
            {
                "stage": said(STAGES[one.stage]),
                "on": one.on_date,
                "place": one.place,
                "party": one.party,
                "quantity": one.quantity,
            }
            for one in events
        ],
        "gaps": [said((gap.zh, gap.en)) for gap in disputes.gaps_of(batch, events)],
        "recalls": [recall_card(row) for row in disputes.recalls_of(batch)],
        "url": reverse("risk:trace_of", args=[batch.code]),
    }
