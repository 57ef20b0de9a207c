"""The receipts of a submission as files: JSON whole, CEB XML by kind and page."""

from collections import Counter
from collections.abc import Iterable
from math import ceil
from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views import View

from declarations import exports
from declarations.exports import SubmissionFilter
from declarations.facts import Judged
from declarations.messages.catalogue import KINDS
from declarations.messages.kinds import MAX_DOCUMENTS
from declarations.models import Submission
from declarations.receipt_facts import UNREADABLE, public_receipt
from declarations.receipt_log import receipts_of
from declarations.receipt_messages import by_kind, pages_of, receipt_message, refusal_message
from enterprises.viewers import Viewer, viewer_for

MOST_LINKS = 12
XML_TYPE = "application/xml"


class ReceiptsFile(LoginRequiredMixin, View):
    """``?kind=CEB312&page=1`` gives a CEB message, nothing gives all receipts as JSON."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        viewer = viewer_for(request.user)
        rows = exports.submissions(viewer, SubmissionFilter())
        row = rows.filter(id=pk).first()
        if row is None:
            raise Http404
        kind = request.GET.get("kind", "")
        if row.refusal:
            return _file(refusal_message(row, quote=False), XML_TYPE, f"{pk}-{UNREADABLE}.xml")
        if not kind:
            return _as_json(row, viewer)
        receipts = by_kind(receipts_of(row, viewer)).get(kind, [])
        page = request.GET.get("page", "1")
        number = int(page) if page.isdecimal() else 0
        if not 1 <= number <= pages_of(receipts, kind):
            raise Http404
        content = receipt_message(row, kind, receipts, number)
        return _file(content, XML_TYPE, f"{pk}-{kind}-{number}.xml")


def links_of(row: Submission, judged: Iterable[Judged], decided: int) -> list[dict[str, Any]]:
    """The files of a submission; XML only where its pages can be listed at a glance."""
    address = reverse("declarations:receipts", args=[row.id])
    if row.refusal:
        return [{"url": address, "label": f"XML {UNREADABLE}"}]
    links = [{"url": address, "label": _("全部回执 JSON")}]
    counts = Counter(_answering(item.kind) for item in judged)
    for kind in counts:
        counts[kind] += decided if kind in {"CEB622", "CEB604"} else 0
    pages = {kind: ceil(count / MAX_DOCUMENTS) for kind, count in counts.items()}
    if sum(pages.values()) > MOST_LINKS or UNREADABLE in pages:
        return links
    for kind in sorted(pages):
        for page in range(1, pages[kind] + 1):
            label = f"XML {kind}" if pages[kind] == 1 else f"XML {kind} ({page})"
            links.append({"url": f"{address}?kind={kind}&page={page}", "label": label})
    return links


def _answering(kind: str) -> str:
    return KINDS[kind].receipt if kind in KINDS else UNREADABLE


def _as_json(row: Submission, viewer: Viewer) -> HttpResponse:
    language = get_language() or "zh-hans"
    results = [public_receipt(receipt, language) for receipt in receipts_of(row, viewer)]
    response = JsonResponse(
        {"submission": str(row.id), "results": results},
        json_dumps_params={"ensure_ascii": False, "indent": 1},
    )
    response["Content-Disposition"] = f'attachment; filename="{row.id}-receipts.json"'
    return response


def _file(content: bytes, content_type: str, name: str) -> HttpResponse:
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=content_type, headers=disposition)
