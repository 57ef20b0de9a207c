"""The public side of credit for programs: JSON, and CSV where a file is of use."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localtime
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.request import Request

from credit import selectors_public as public
from credit.api import sharing_schema as schema
from credit.models import PublishedRating
from credit.rulebook import zone_grade_mode
from credit.rules.parameters import GRADE
from credit.rules.record_kinds import KINDS
from enterprises.api.frame import answer
from enterprises.models import Enterprise
from zone_portal.framework.api_lists import PAGING, keyset, page_of, refuse_unknown
from zone_portal.framework.exporting import csv_response
from zone_portal.framework.public_api import PublicView


class SearchView(PublicView):
    """Firms by name or code."""

    @schema.search
    def get(self, request: Request) -> HttpResponse:
        refuse_unknown(request.GET, ("q",))
        text = request.GET.get("q", "").strip()[:100]
        if len(text) < public.SHORTEST:
            raise ValidationError({"q": [f"at least {public.SHORTEST} characters"]})
        rows = public.find_public(text)
        shown = [_line(row, request) for row in rows[: public.MOST_FOUND]]
        if request.GET.get("format") == "csv":
            heading = ["uscc", "name", "kinds", "state"]
            lines = (
                [row["uscc"], row["name"], " ".join(row["kinds"]), row["state"]] for row in shown
            )
            return as_file(csv_response("credit-search", heading, lines))
        return answer({"results": shown, "more": len(rows) > public.MOST_FOUND})


class FirmView(PublicView):
    """What is disclosed of one firm."""

    @schema.firm
    def get(self, request: Request, uscc: str) -> HttpResponse:
        refuse_unknown(request.GET, ())
        found = public.public_firm(uscc, at=timezone.now())
        if found is None:
            raise NotFound
        if request.GET.get("format") == "csv":
            heading = ["kind", "title", "number", "grade", "occurred", "until", "cause", "source"]
            records = [_record(one) for one in found.records]
            lines = (
                [
                    row["kind"],
                    row["title"]["zh"],
                    row["number"],
                    row["grade"],
                    row["occurred"],
                    row["until"],
                    row["cause"],
                    row["source"]["zh"],
                ]
                for row in records
            )
            return as_file(csv_response(f"credit-{found.enterprise.uscc}", heading, lines))
        return answer(_firm(found))


class BatchesView(PublicView):
    """The batches of published ratings."""

    @schema.batches
    def get(self, request: Request) -> HttpResponse:
        refuse_unknown(request.GET, PAGING)
        page = page_of(request.GET)
        rows = public.public_batches().order_by()
        return answer(keyset([rows], request, page, lambda part: [_batch(row) for row in part]))


def as_file(response: Any) -> HttpResponse:
    """A streamed file as the answer of a view."""
    file: HttpResponse = response
    return file


def _line(row: Enterprise, request: Request) -> dict[str, Any]:
    link = reverse("credit-public-firm", args=[row.uscc]) if row.uscc else ""
    site: HttpRequest = request._request
    return {
        "uscc": row.uscc,
        "name": row.name,
        "kinds": sorted(row.kinds),
        "state": row.status,
        "link": site.build_absolute_uri(link) if link else None,
    }


def _firm(found: public.PublicFirm) -> dict[str, Any]:
    firm, filing = found.enterprise, found.filing
    return {
        "uscc": firm.uscc,
        "name": firm.name,
        "kinds": sorted(firm.kinds),
        "simulated": firm.simulated,
        "filing": {
            "state": firm.status,
            "number": None if filing is None else filing.number,
            "approved_date": None if filing is None else filing.approved_date.isoformat(),
        },
        "rating": None if found.rating is None else _rating(found.rating),
        "records": [_record(one) for one in found.records],
        "goods": [
            {"name": row.name, "model": row.gmodel or None, "hs_code": row.hs_code}
            for row in found.goods
        ],
        "goods_count": found.goods_count,
        "asked_at": localtime(timezone.now()).isoformat(timespec="seconds"),
    }


def _rating(row: PublishedRating) -> dict[str, Any]:
    return {
        "grade": row.grade,
        "as_of": row.batch.cycle.as_of_date.isoformat(),
        "batch": row.batch.number,
        "reference_only": zone_grade_mode(timezone.localdate()) != GRADE,
    }


def _record(one: public.Disclosed) -> dict[str, Any]:
    row = one.record
    kind = KINDS[row.kind]
    return {
        "kind": row.kind,
        "title": {"zh": kind.title[0], "en": kind.title[1]},
        "number": row.number,
        "grade": row.grade or None,
        "occurred": row.occurred_date.isoformat(),
        "until": None if one.until is None else one.until.isoformat(),
        "cause": row.cause or None,
        "disputed": getattr(row, "mark", None) == "disputed",
        "source": {"zh": row.source.zh, "en": row.source.en},
    }


def _batch(row: Any) -> dict[str, Any]:
    withdrawn = row.withdrawn_at
    return {
        "id": str(row.pk),
        "number": row.number,
        "state": "withdrawn" if withdrawn else "published",
        "as_of": row.cycle.as_of_date.isoformat(),
        "published_at": localtime(row.approved_at).isoformat(),
        "withdrawn_at": localtime(withdrawn).isoformat() if withdrawn else None,
        "reason": row.reason or None,
        "document": row.cycle.document.number,
        "count": row.line_count,
    }
