"""Supervision for programs: the public lists for anybody, a firm's own matters for its clients."""

from typing import Any

from django.http import HttpResponse
from django.utils.timezone import localdate
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from credit import selectors_cases, selectors_measures
from credit.api import supervision_schema as schema
from credit.api.clocks import clock_rows, day_text
from credit.models import Case, Measure, MeasureItem
from enterprises.api.frame import ClientView, answer
from enterprises.constants import SCOPE_READ
from zone_portal.framework.api import ApiView
from zone_portal.framework.api_lists import PAGING, keyset, page_of, refuse_unknown
from zone_portal.framework.public_rate import PublicRate

EVERYTHING = {"status": "all"}


class PublicListView(ApiView):
    """A list for anybody, so often a minute."""

    authentication_classes = ()
    permission_classes = (AllowAny,)

    def get_throttles(self) -> list[BaseThrottle]:
        return [PublicRate()]


class NegativeListView(PublicListView):
    """Published listings in force."""

    @schema.negative_list
    def get(self, request: Request) -> HttpResponse:
        refuse_unknown(request.GET, (*PAGING, "q"))
        rows = selectors_cases.public_cases(q=request.GET.get("q", "")).order_by()
        page = page_of(request.GET)
        return answer(keyset([rows], request, page, lambda part: [_listing(row) for row in part]))


class MeasureListView(PublicListView):
    """The published list of incentives and sanctions."""

    @schema.measure_list
    def get(self, request: Request) -> HttpResponse:
        refuse_unknown(request.GET, ())
        rows = selectors_measures.published_list(on=localdate())
        return answer({"results": [_item(row) for row in rows]})


class OwnCasesView(ClientView):
    """The caller's own cases, from their notice on, with their clocks."""

    scopes = {"GET": SCOPE_READ}

    @schema.own_cases
    def get(self, request: Request) -> HttpResponse:
        refuse_unknown(request.GET, PAGING)
        rows = selectors_cases.cases(self.viewer, EVERYTHING, on=localdate()).order_by()
        page = page_of(request.GET)
        return answer(keyset([rows], request, page, lambda part: [_case(row) for row in part]))


class OwnMeasuresView(ClientView):
    """What is in force on the caller today."""

    scopes = {"GET": SCOPE_READ}

    @schema.own_measures
    def get(self, request: Request) -> HttpResponse:
        refuse_unknown(request.GET, ())
        rows = selectors_measures.own_measures(self.viewer, on=localdate())
        return answer({"results": [_measure(row) for row in rows]})


def _listing(row: Case) -> dict[str, Any]:
    enterprise = row.subject.enterprise
    return {
        "id": str(row.pk),
        "name": enterprise.name if enterprise else None,
        "uscc": enterprise.uscc if enterprise else None,
        "cause": row.cause,
        "level": row.level,
        "decision": row.decision_number,
        "listed_from": day_text(row.listed_from_date),
        "listed_until": day_text(row.listed_until_date),
    }


def _item(row: MeasureItem) -> dict[str, Any]:
    return {
        "code": row.code,
        "title": {"zh": row.zh, "en": row.en},
        "kind": row.kind,
        "effect": row.effect,
        "value": row.value,
        "grounds": list(row.grounds),
        "department": row.department,
        "basis": row.basis,
        "valid_from": day_text(row.from_date),
        "valid_to": day_text(row.to_date),
    }


def _case(row: Case) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "number": row.number,
        "cause": row.cause,
        "level": row.level,
        "status": row.status,
        "reasons": row.reasons,
        "decision": row.decision_number or None,
        "repair_from": day_text(row.minimum_until_date),
        "listed_until": day_text(row.listed_until_date),
        "clocks": clock_rows(selectors_cases.case_clocks(row, on=localdate())),
    }


def _measure(row: Measure) -> dict[str, Any]:
    return {
        **_item(row.item),
        "ground": row.ground,
        "case": str(row.case_id) if row.case_id else None,
        "valid_from": day_text(row.from_date),
        "valid_to": day_text(row.to_date),
    }
