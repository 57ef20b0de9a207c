"""The receipts of an enterprise, by cursor from the event log."""

from django.http import HttpResponse
from rest_framework.request import Request

from declarations.api import schema
from declarations.receipt_facts import public_receipt
from declarations.receipt_log import cursor_of, receipts_after
from declarations.services.events import place_events
from enterprises.api.permissions import MayRead, client_of
from zone_portal.framework.api import ApiView, language_of
from zone_portal.framework.api_lists import LARGEST_PAGE, answer, number_of, refuse_unknown
from zone_portal.kernel.errors import PortalError

PAGE = 100


class ReceiptsView(ApiView):
    """What was said to the caller's enterprise, in the order in which it became known."""

    permission_classes = (MayRead,)

    @schema.receipts
    def get(self, request: Request) -> HttpResponse:
        refuse_unknown(request.GET, ("after", "limit"))
        after = cursor_of(request.GET.get("after", ""))
        if after is None:
            raise PortalError("cursor_invalid")
        limit = number_of(request.GET, "limit", least=1, most=LARGEST_PAGE) or PAGE
        place_events()
        enterprise_id = client_of(request).enterprise.id
        found, following = receipts_after(enterprise_id, after, limit)
        language = language_of(request)
        results = [
            {"cursor": str(cursor), **public_receipt(receipt, language)}
            for cursor, receipt in found
        ]
        return answer({"next": str(following), "results": results})
