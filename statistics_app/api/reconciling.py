"""Data under agreements for programs: departments' systems and platforms hand over, and departments
read how their own figures compare."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from django.http import HttpResponse
from django.utils import timezone
from django.utils.timezone import localdate, localtime
from rest_framework.exceptions import NotFound, ParseError, ValidationError
from rest_framework.request import Request

from accounts.facts import SystemActor
from credit.api.department_systems import IsSystem, SystemAuthentication
from credit.models import DepartmentClient
from enterprises.api.frame import ClientView, answer, body_of, text_of
from enterprises.constants import SCOPE_READ, SCOPE_REPORTS
from statistics_app.api import reconciling_schema as schema
from statistics_app.models import Delivery, ReconciledCell, Reconciliation, SharingAgreement
from statistics_app.models.reconciling import ANSWERED
from statistics_app.rules.reconciling.explaining import CAUSES
from statistics_app.selectors_reconciling import cells_of, is_in_force
from statistics_app.services.reconciling.access import Access, enter
from statistics_app.services.reconciling.delivering import (
    Sent,
    deliver_as_platform,
    deliver_as_system,
)
from zone_portal.framework.api import ApiView
from zone_portal.framework.api_lists import PAGING, keyset, page_of, refuse_unknown
from zone_portal.framework.pages import origin_of
from zone_portal.kernel.periods import parse_day

KEY: Final = "Idempotency-Key"
MOST_CELLS: Final = 2_000


class SystemView(ApiView):
    """A view for departments' own systems: what they may do, their organisation's agreements
    say."""

    authentication_classes = (SystemAuthentication,)
    permission_classes = (IsSystem,)

    def client(self, request: Request) -> DepartmentClient:
        """The system that asks."""
        user: Any = request.user
        found: DepartmentClient = user.client
        return found


class DeliveriesView(SystemView):
    """A department's system hands over a month under an agreement."""

    @schema.deliver
    def post(self, request: Request) -> HttpResponse:
        body = body_of(request)
        row, fresh = deliver_as_system(
            number=text_of(body, "agreement"),
            sent=_sent(body, request),
            client=self.client(request),
            at=timezone.now(),
            origin=origin_of(request._request),
        )
        return answer(_delivery(row), status=201 if fresh else 200)


class DeliveryView(SystemView):
    """What became of a delivery of the own organisation."""

    @schema.delivery
    def get(self, request: Request, pk: int) -> HttpResponse:
        refuse_unknown(request.GET, ())
        rows = Delivery.objects.filter(
            agreement__organisation_id=self.client(request).organisation_id
        )
        row = rows.select_related("agreement").filter(pk=pk).first()
        if row is None:
            raise NotFound
        return answer(_delivery(row))


class ReportView(SystemView):
    """How the figures of the own organisation compare with the platform's, for a month."""

    @schema.report
    def get(self, request: Request) -> HttpResponse:
        refuse_unknown(request.GET, ("agreement", "month"))
        client = self.client(request)
        month = _month(request.GET.get("month", ""))
        rows = SharingAgreement.objects.filter(organisation_id=client.organisation_id)
        agreement = rows.filter(number=request.GET.get("agreement", "")).first()
        if agreement is None or not is_in_force(agreement, localdate()):
            raise NotFound
        compared = Reconciliation.objects.filter(month=month).first()
        cells = list(cells_of(month).filter(agreement=agreement)[:MOST_CELLS])
        by = SystemActor(f"{client.organisation.code}/{client.name}"[:128])
        origin = origin_of(request._request)
        told = Access(ANSWERED, by, timezone.now(), month, rows=len(cells), origin=origin)
        enter([agreement], told)
        return answer(
            {
                "agreement": agreement.number,
                "month": f"{month:%Y-%m}",
                "compared_at": localtime(compared.compared_at).isoformat() if compared else None,
                "cells": [_cell(cell) for cell in cells],
            }
        )


class PlatformTotalsView(ClientView):
    """A platform's program hands over its monthly totals; its deliveries, newest first."""

    scopes = {"GET": SCOPE_READ, "POST": SCOPE_REPORTS}

    @schema.own_deliveries
    def get(self, request: Request) -> HttpResponse:
        refuse_unknown(request.GET, PAGING)
        rows = Delivery.objects.filter(agreement__enterprise_id__in=self.viewer.own_ids)
        page = page_of(request.GET)
        return answer(
            keyset(
                [rows.select_related("agreement")],
                request,
                page,
                lambda part: [_delivery(row) for row in part],
            )
        )

    @schema.deliver_as_platform
    def post(self, request: Request) -> HttpResponse:
        body = body_of(request)
        row, fresh = deliver_as_platform(
            number=text_of(body, "agreement"),
            sent=_sent(body, request),
            viewer=self.viewer,
            at=timezone.now(),
            **self.deed(request),
        )
        return answer(_delivery(row), status=201 if fresh else 200)


def _sent(body: Mapping[str, Any], request: Request) -> Sent:
    rows = body.get("rows")
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise ParseError
    drawn = text_of(body, "drawn")
    if drawn and parse_day(drawn) is None:
        raise ValidationError({"drawn": ["a day as 2026-11-12"]})
    return Sent(
        month=_month(text_of(body, "month")),
        rows=rows,
        drawn=parse_day(drawn) if drawn else None,
        key=request.headers.get(KEY, "").strip(),
    )


def _month(text: str) -> date:
    """:raises ValidationError: 400 for anything but a month."""
    found = parse_day(f"{text}-01")
    if found is None:
        raise ValidationError({"month": ["a month as 2026-10"]})
    return found


def _delivery(row: Delivery) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "agreement": row.agreement.number,
        "month": f"{row.month:%Y-%m}",
        "drawn": row.drawn_date.isoformat(),
        "rows": row.rows,
        "sha256": row.digest,
        "at": localtime(row.at).isoformat(),
    }


def _cell(cell: ReconciledCell) -> dict[str, Any]:
    return {
        "direction": cell.direction,
        "mode": cell.mode or None,
        "firm": cell.firm or None,
        "platform": str(cell.ours),
        "source": None if cell.theirs is None else str(cell.theirs),
        "difference": None if cell.difference is None else str(cell.difference),
        "explained": str(cell.explained + cell.by_hand),
        "remainder": None if cell.remainder is None else str(cell.remainder),
        "tolerance": str(cell.tolerance),
        "state": cell.state,
        "causes": [
            {
                "code": one["code"],
                "title": dict(zip(("zh", "en"), CAUSES[one["code"]], strict=True)),
                "amount": one["amount"],
                "count": one["count"],
            }
            for one in cell.causes
        ],
    }
