"""Quality for programs: recalls and traces for anybody, own complaints and batches for clients."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.timezone import localdate, localtime
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.request import Request

from enterprises.api.frame import ClientView, answer, body_of, text_of
from enterprises.api.permissions import client_of
from enterprises.constants import SCOPE_FILINGS, SCOPE_READ
from risk import selectors_disputes as disputes
from risk.api import quality_schema as schema
from risk.models import Complaint, GoodsBatch, Recall, TraceEvent
from risk.services.quality import goods
from zone_portal.framework.api_lists import (
    PAGING,
    found_or_404,
    keyset,
    page_of,
    refuse_unknown,
)
from zone_portal.framework.public_api import PublicView

CREATED = 201
LARGEST = 2_000_000_000


class RecallsView(PublicView):
    """Published recalls."""

    @schema.recalls
    def get(self, request: Request) -> HttpResponse:
        refuse_unknown(request.GET, (*PAGING, "q"))
        given = {"q": request.GET.get("q", "").strip()[:100]}
        rows = disputes.public_recalls(given).order_by()
        page = page_of(request.GET)
        return answer(keyset([rows], request, page, lambda part: [_recall(row) for row in part]))


class TraceView(PublicView):
    """The trace of a batch by its code."""

    @schema.trace
    def get(self, request: Request, code: str) -> HttpResponse:
        refuse_unknown(request.GET, ())
        batch = disputes.batch_by_code(code)
        if batch is None:
            raise NotFound
        events = disputes.trace_of(batch)
        return answer(
            {
                "name": batch.name,
                "firm": batch.firm.name,
                "batch_no": batch.batch_no,
                "quantity": batch.quantity,
                "stages": [_stage(one) for one in events],
                "gaps": [
                    {"code": gap.code, "text": {"zh": gap.zh, "en": gap.en}}
                    for gap in disputes.gaps_of(batch, events)
                ],
                "recalls": [row.number for row in disputes.recalls_of(batch)],
            }
        )


class ComplaintsView(ClientView):
    """Complaints about the caller."""

    scopes = {"GET": SCOPE_READ}

    @schema.complaints
    def get(self, request: Request) -> HttpResponse:
        refuse_unknown(request.GET, PAGING)
        rows = disputes.complaints(self.viewer, {}, on=localdate()).order_by()
        page = page_of(request.GET)
        return answer(keyset([rows], request, page, lambda part: [_complaint(row) for row in part]))


class BatchesView(ClientView):
    """The caller's own batches."""

    scopes = {"GET": SCOPE_READ, "POST": SCOPE_FILINGS}

    @schema.batches
    def get(self, request: Request) -> HttpResponse:
        refuse_unknown(request.GET, PAGING)
        rows = disputes.batches(self.viewer, {}).order_by()
        page = page_of(request.GET)
        return answer(keyset([rows], request, page, lambda part: [_batch(row) for row in part]))

    @schema.new_batch
    def post(self, request: Request) -> HttpResponse:
        sent = body_of(request)
        new = goods.NewBatch(
            name=text_of(sent, "name")[:200],
            batch_no=text_of(sent, "batch_no")[:60],
            country=text_of(sent, "country")[:3],
            quantity=_count(sent, "quantity"),
            barcode=text_of(sent, "barcode")[:50],
            produced_date=_day(sent, "produced"),
            expiry_date=_day(sent, "expiry"),
        )
        row = goods.add_batch(
            firm_id=client_of(request).enterprise.id,
            new=new,
            viewer=self.viewer,
            at=timezone.now(),
            **self.deed(request),
        )
        return answer(_batch(row), CREATED)


class StagesView(ClientView):
    """Stages of an own batch."""

    scopes = {"POST": SCOPE_FILINGS}

    @schema.new_stage
    def post(self, request: Request, pk: int) -> HttpResponse:
        found_or_404(disputes.batch_of(self.viewer, pk))
        sent = body_of(request)
        on = _day(sent, "on")
        if on is None:
            raise ValidationError({"on": ["a day: YYYY-MM-DD"]})
        given = goods.Stage(
            stage=text_of(sent, "stage")[:12],
            on_date=on,
            place=text_of(sent, "place")[:100],
            party=text_of(sent, "party")[:120],
            quantity=_count(sent, "quantity"),
            document=text_of(sent, "document")[:60],
        )
        made = goods.pass_stage(
            batch_id=pk, given=given, viewer=self.viewer, at=timezone.now(), **self.deed(request)
        )
        return answer({"id": str(made.pk), **_stage(made)}, CREATED)


def _count(sent: Mapping[str, Any], name: str) -> int:
    value = sent.get(name)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= LARGEST:
        raise ValidationError({name: [f"a whole number from 0 to {LARGEST}"]})
    return value


def _day(sent: Mapping[str, Any], name: str) -> date | None:
    text = text_of(sent, name)
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ValidationError({name: ["a day: YYYY-MM-DD"]}) from error


def _recall(row: Recall) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "number": row.number,
        "kind": row.kind,
        "firm": row.firm.name,
        "goods": row.goods,
        "barcode": row.barcode or None,
        "batches": row.batches,
        "level": row.level,
        "status": row.status,
        "reason": row.reason,
        "measures": row.measures,
        "authority": row.authority,
        "quantity": row.quantity,
        "recovered": row.recovered,
        "published_at": localtime(row.published_at).isoformat() if row.published_at else None,
    }


def _stage(row: TraceEvent) -> dict[str, Any]:
    return {
        "stage": row.stage,
        "on": row.on_date.isoformat(),
        "place": row.place,
        "party": row.party,
        "quantity": row.quantity,
    }


def _complaint(row: Complaint) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "number": row.number,
        "kind": row.kind,
        "goods": row.goods,
        "order_no": row.order_no or None,
        "text": row.text,
        "status": row.status,
        "answer_due": row.answer_due_date.isoformat() if row.answer_due_date else None,
        "answer": row.answer or None,
        "outcome": row.outcome or None,
    }


def _batch(row: GoodsBatch) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "code": row.code,
        "name": row.name,
        "batch_no": row.batch_no,
        "country": row.country,
        "quantity": row.quantity,
        "barcode": row.barcode,
        "produced": row.produced_date.isoformat() if row.produced_date else None,
        "expiry": row.expiry_date.isoformat() if row.expiry_date else None,
    }
