"""Any number → the declaration, the document or the rejection that carries it."""

from typing import Any

from django.http import HttpRequest
from django.shortcuts import redirect
from django.urls import reverse

from declarations import exports
from declarations.exports import Found
from declarations.messages.catalogue import KINDS
from declarations.pages import tables
from declarations.pages.labels import NOUNS
from enterprises.viewers import viewer_for
from zone_portal.framework.pages import SignedInPage

LONGEST_NUMBER = 64


class Search(SignedInPage):
    """One hit opens at once; several, or none, are listed."""

    template_name = "declarations/search.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        number = request.GET.get("q", "").strip()[:LONGEST_NUMBER]
        found = exports.found_by(viewer_for(request.user), number)
        if len(found.inventories) == 1 and not found.rejections:
            return redirect("declarations:inventory", pk=found.inventories[0].id)
        return self.render_to_response(self.get_context_data(**_context(number, found)))


def _context(number: str, found: Found) -> dict[str, Any]:
    return {
        "number": number,
        "found": found,
        "lines": [
            tables.inventory_row(declaration)
            for declaration in exports.with_decisions(found.inventories)
        ],
        "columns": [column for column in tables.INVENTORY_COLUMNS if column.shown],
        "documents": [
            {
                "noun": NOUNS[noun],
                "line": tables.document_row(noun, row),
                "received_at": row.received_at,
            }
            for noun, row in found.documents
        ],
        "rejections": [
            {
                "row": row,
                "noun": NOUNS[KINDS[row.kind].noun] if row.kind in KINDS else row.kind,
                "url": reverse("declarations:submission", args=[row.submission_id])
                + "?verdict=rejected",
            }
            for row in found.rejections
        ],
    }
