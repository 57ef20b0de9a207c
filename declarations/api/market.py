"""Market purchases (1039) and the register of market firms for programs."""

from typing import Any, Final

from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from declarations.market import findings_now, orders_of
from declarations.models import MarketFirm, MarketRecord
from declarations.outlines import shown_time
from declarations.services.market import RECORD_COLUMNS, record_market
from enterprises.api.frame import (
    MAYBE_TIME,
    TEXT,
    TIME,
    YES_NO,
    ClientView,
    answer,
    answers,
    body_of,
    example,
    many,
    query,
    record,
)
from enterprises.api.permissions import client_of
from enterprises.constants import SCOPE_READ, SCOPE_SEND
from zone_portal.framework.api import language_of
from zone_portal.framework.api_lists import PAGING, found_or_404, keyset, page_of, refuse_unknown
from zone_portal.kernel.findings import render
from zone_portal.kernel.rules import RULES

TAG: Final = "Market purchase"
SENDS: Final = f"{SCOPE_SEND}CEB303"

_ORDER: Final = record(
    "An online order; `id` is null until it has been sent here.",
    ebcCode=TEXT,
    orderNo=TEXT,
    id={"type": ["string", "null"]},
)
_RECORD: Final = record(
    "A declaration under 1039 as its declarant reports it.",
    id=TEXT,
    number=TEXT,
    declared_on=TEXT,
    customs_code=TEXT,
    market=TEXT,
    trader_code=TEXT,
    seller_code=TEXT,
    value=TEXT,
    currency=TEXT,
    value_usd={"type": ["string", "null"]},
    country=TEXT,
    goods=TEXT,
    orders=many(_ORDER),
    findings=many({"type": "object", "additionalProperties": True}),
    entered_at=TIME,
)
_GIVEN: Final = record(
    "A declaration to record. `orders`: seller's code:order number, separated by blanks.",
    optional=("goods", "orders"),
    **dict.fromkeys(RECORD_COLUMNS, TEXT),
)
_FIRM: Final = record(
    "A firm of a market.",
    id=TEXT,
    code=TEXT,
    name=TEXT,
    kind={**TEXT, "enum": ["trader", "seller", "buyer"]},
    market=TEXT,
    valid_from=TEXT,
    valid_to=MAYBE_TIME,
    filed_here=YES_NO,
)
_LINK: Final = {"type": ["string", "null"]}


def _page(row: Any) -> dict[str, Any]:
    """The schema of a page of rows."""
    return record("Newest first.", next=_LINK, previous=_LINK, results=many(row))


EXAMPLE: Final = {
    "number": "400320260000000001",
    "declared_on": "2026-11-20",
    "customs_code": "4003",
    "market": "南康家具市场",
    "trader_code": "3601960002",
    "seller_code": "92360703MA00000001",
    "value": "98000",
    "currency": "502",
    "country": "502",
    "goods": "家具",
    "orders": "3601960002:EX20261120000001",
}


class MarketRecordsView(ClientView):
    """The caller's declarations, newest first; recording one."""

    scopes = {"GET": SCOPE_READ, "POST": SENDS}

    @extend_schema(
        operation_id="list_market_records",
        summary="List declarations under 1039",
        tags=[TAG],
        parameters=[query("number", "Number of the declaration form.")],
        responses=answers(
            record("Newest first.", next=_LINK, previous=_LINK, results=many(_RECORD)),
            400,
            401,
            403,
        ),
    )
    def get(self, request: Request) -> HttpResponse:
        refuse_unknown(request.GET, ("number", *PAGING))
        page = page_of(request.GET)
        rows = MarketRecord.objects.visible_to(self.viewer)
        if number := request.GET.get("number"):
            rows = rows.filter(number=number)
        language = language_of(request)
        return answer(
            keyset([rows], request, page, lambda listed: [self._shown(r, language) for r in listed])
        )

    @extend_schema(
        operation_id="record_market_purchase",
        summary="Record a declaration under 1039 with its online orders",
        description="Known by its number: sent again it replaces what was recorded. Above 150,000 "
        "USD it carries MKT-001. Needs the scope `send:CEB303`.",
        tags=[TAG],
        request={"application/json": _GIVEN},
        responses=answers(_RECORD, 400, 401, 403, 409, 422, status=201),
        examples=[example("A declaration", EXAMPLE, request=True)],
    )
    def post(self, request: Request) -> HttpResponse:
        client = client_of(request)
        row = record_market(
            given=body_of(request),
            enterprise_id=client.enterprise.id,
            at=timezone.now(),
            **self.deed(request),
        )
        return answer(self._shown(row, language_of(request)), status=201)

    def _shown(self, row: MarketRecord, language: str) -> dict[str, Any]:
        return shown_record(row, self.viewer, language)


class MarketRecordView(ClientView):
    """One declaration."""

    scopes = {"GET": SCOPE_READ}

    @extend_schema(
        operation_id="read_market_record",
        summary="Read a declaration under 1039",
        tags=[TAG],
        responses=answers(_RECORD, 401, 403, 404),
    )
    def get(self, request: Request, pk: int) -> HttpResponse:
        refuse_unknown(request.GET, ())
        row = found_or_404(MarketRecord.objects.visible_to(self.viewer).filter(pk=pk).first())
        return answer(shown_record(row, self.viewer, language_of(request)))


class MarketFirmsView(ClientView):
    """Firms of markets, newest first."""

    scopes = {"GET": SCOPE_READ}

    @extend_schema(
        operation_id="list_market_firms",
        summary="List the firms of recognised markets",
        tags=[TAG],
        parameters=[query("code", "Code of the firm."), query("market", "Name of the market.")],
        responses=answers(
            record("Newest first.", next=_LINK, previous=_LINK, results=many(_FIRM)), 400, 401, 403
        ),
    )
    def get(self, request: Request) -> HttpResponse:
        refuse_unknown(request.GET, ("code", "market", *PAGING))
        rows = MarketFirm.objects.visible_to(self.viewer)
        for name in ("code", "market"):
            if value := request.GET.get(name):
                rows = rows.filter(**{name: value})
        return answer(keyset([rows], request, page_of(request.GET), _shown_firms))


def shown_record(row: MarketRecord, viewer: Any, language: str) -> dict[str, Any]:
    """A record as the interface gives it."""
    orders = orders_of(row, viewer)
    return {
        "id": str(row.pk),
        "number": row.number,
        "declared_on": row.declared_on.isoformat(),
        "customs_code": row.customs_code,
        "market": row.market,
        "trader_code": row.trader_code,
        "seller_code": row.seller_code,
        "value": f"{row.value:f}",
        "currency": row.currency,
        "value_usd": None if row.value_usd is None else f"{row.value_usd:f}",
        "country": row.country,
        "goods": row.goods,
        "orders": [
            {
                "ebcCode": order.ebc_code,
                "orderNo": order.order_no,
                "id": str(order.order_id) if order.is_open else None,
            }
            for order in orders
        ],
        "findings": [render(finding, RULES, language) for finding in findings_now(row, orders)],
        "entered_at": shown_time(row.entered_at),
    }


def _shown_firms(rows: Any) -> list[dict[str, Any]]:
    return [
        {
            "id": str(row.pk),
            "code": row.code,
            "name": row.name,
            "kind": row.kind,
            "market": row.market,
            "valid_from": row.valid_from.isoformat(),
            "valid_to": row.valid_to.isoformat() if row.valid_to else None,
            "filed_here": row.enterprise_id is not None,
        }
        for row in rows
    ]
