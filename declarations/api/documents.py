"""Orders, payments, waybills and inventories: lists, whole documents, how a declaration matched."""

from typing import Any, ClassVar

from django.http import HttpResponse
from rest_framework.request import Request

from declarations import outlines
from declarations.api import schema
from declarations.api.base import ReadView
from declarations.api.filters import FILTERS, declared_filters
from declarations.matches import match_of
from zone_portal.framework.api import language_of
from zone_portal.framework.api_lists import (
    PAGING,
    answer,
    found_or_404,
    keyset,
    page_of,
    refuse_unknown,
)
from zone_portal.kernel.findings import render
from zone_portal.kernel.rules import RULES


class ListView(ReadView):
    """Documents of a noun that concern the caller, newest first."""

    noun: ClassVar[str]

    def get(self, request: Request) -> HttpResponse:
        refuse_unknown(request.GET, (*declared_filters(self.noun), *PAGING))
        page, viewer = page_of(request.GET), self.viewer
        filters = FILTERS[self.noun]
        parts = [
            filters(request.GET, part).checked()
            for part in outlines.visible_parts(self.noun, viewer)
        ]
        return answer(
            keyset(
                parts, request, page, lambda rows: outlines.outline_rows(self.noun, rows, viewer)
            )
        )


class DocumentView(ReadView):
    """One document with all its elements, for those to whom it is open."""

    noun: ClassVar[str]

    def get(self, request: Request, pk: int) -> HttpResponse:
        refuse_unknown(request.GET, ())
        found = found_or_404(outlines.whole_document(self.noun, pk, self.viewer))
        language = language_of(request)
        found["findings"] = [render(finding, RULES, language) for finding in found["findings"]]
        return answer(found)


@schema.listed("order")
class OrdersView(ListView):
    noun = "order"


@schema.listed("payment")
class PaymentsView(ListView):
    noun = "payment"


@schema.listed("waybill")
class WaybillsView(ListView):
    noun = "waybill"


@schema.listed("inventory")
class InventoriesView(ListView):
    noun = "inventory"


@schema.whole("order")
class OrderView(DocumentView):
    noun = "order"


@schema.whole("payment")
class PaymentView(DocumentView):
    noun = "payment"


@schema.whole("waybill")
class WaybillView(DocumentView):
    noun = "waybill"


@schema.whole("inventory")
class InventoryView(DocumentView):
    noun = "inventory"


class MatchView(ReadView):
    """How a declaration matched, for every firm that takes part in it."""

    @schema.matched
    def get(self, request: Request, pk: int) -> HttpResponse:
        refuse_unknown(request.GET, ())
        found: Any = found_or_404(match_of(pk, self.viewer, language_of(request)))
        return answer(found)
