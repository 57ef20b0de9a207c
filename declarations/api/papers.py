"""Papers: list, whole ones, and the bags of master lists counted."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from declarations import paper_outlines
from declarations.api import papers_schema
from declarations.api.base import ReadView
from declarations.api.filters import PaperFilters, declared_filters
from declarations.exports import Period
from declarations.models import Paper
from declarations.paper_outlines import PaperFilter
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


class PapersView(ReadView):
    """Papers that concern the caller, newest first."""

    @papers_schema.listed
    def get(self, request: Request) -> HttpResponse:
        refuse_unknown(request.GET, (*declared_filters("paper"), *PAGING))
        page = page_of(request.GET)
        rows = PaperFilters(request.GET, Paper.objects.visible_to(self.viewer)).checked()
        return answer(keyset([rows], request, page, paper_outlines.paper_rows))


class PaperView(ReadView):
    """One paper with all its elements."""

    @papers_schema.whole
    def get(self, request: Request, pk: int) -> HttpResponse:
        refuse_unknown(request.GET, ())
        found: Any = found_or_404(paper_outlines.whole_paper(pk, self.viewer))
        language = language_of(request)
        found["findings"] = [render(finding, RULES, language) for finding in found["findings"]]
        return answer(found)


class BagsView(ReadView):
    """Master lists counted by site, master bill and bag."""

    @papers_schema.counted
    def get(self, request: Request) -> HttpResponse:
        refuse_unknown(request.GET, ("from", "to", "billNo"))
        wanted = PaperFilter(
            bill_no=request.GET.get("billNo", ""),
            period=Period(_day(request, "from"), _day(request, "to")),
        )
        return answer({"results": paper_outlines.bags(self.viewer, wanted)})


def _day(request: Request, name: str) -> date | None:
    text = request.GET.get(name, "")
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise ValidationError({name: ["a day as YYYY-MM-DD"]}) from error
