"""What was sent: the caller's own messages, their verdicts again, their receipts."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpResponse
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import ValidationError
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request

from declarations import exports
from declarations.api import schema
from declarations.api.base import ReadView
from declarations.api.messages import MessagesView
from declarations.exports import SubmissionFilter
from declarations.models import Submission
from declarations.outlines import shown_time
from declarations.receipt_facts import Receipt, public_receipt, refusal_text
from declarations.receipt_log import receipts_of
from declarations.receipt_messages import by_kind, pages_of, receipt_message, refusal_message
from declarations.signature_facts import signature_of
from declarations.verdicts import public, unpack
from enterprises.api.authentication import ClientUser, TokenAuthentication
from enterprises.api.permissions import IsApiClient
from zone_portal.framework.api import language_of
from zone_portal.framework.api_lists import (
    PAGING,
    answer,
    found_or_404,
    keyset,
    number_of,
    page_of,
    refuse_unknown,
)
from zone_portal.framework.problems import PROBLEMS
from zone_portal.kernel.errors import PortalError

PAGE = 100
"""Receipts of one page; a CEB message holds no more."""


class ChooseKind(PortalError):
    """The receipts of a submission do not fit one CEB message."""

    status = 400

    def __init__(self, groups: Mapping[str, Sequence[Receipt]]) -> None:
        zh, en = PROBLEMS["choose_kind"].detail
        kinds = [
            {"kind": kind, "receipts": len(own), "pages": pages_of(own, kind)}
            for kind, own in groups.items()
        ]
        super().__init__("choose_kind", details={"kinds": kinds}, zh=zh, en=en)


class XmlRenderer(BaseRenderer):
    """Stands for CEB XML in the negotiation; the view makes the bytes."""

    media_type = "application/xml"
    format = "xml"


class MessagesDoor(MessagesView, ReadView):
    """Messages in, by programs with a token; and the list of what was sent."""

    def get_authenticators(self) -> list[BaseAuthentication]:
        posts = self.request is not None and self.request.method == "POST"
        return [TokenAuthentication()] if posts else super().get_authenticators()

    def get_permissions(self) -> Sequence[Any]:
        posts = self.request.method == "POST"
        return [IsApiClient()] if posts else super().get_permissions()

    @schema.submissions
    def get(self, request: Request) -> HttpResponse:
        """The messages of the caller's enterprise, newest first."""
        refuse_unknown(request.GET, PAGING)
        rows = exports.submissions(self.viewer, SubmissionFilter()).defer("verdicts")
        language = language_of(request)
        return answer(
            keyset(
                [rows],
                request,
                page_of(request.GET),
                lambda part: [submission_outline(row, language) for row in part],
            )
        )


class MessageView(ReadView):
    """One message: the answer that it got, again."""

    @schema.submission
    def get(self, request: Request, pk: int) -> HttpResponse:
        refuse_unknown(request.GET, ())
        row = _own(self, pk)
        language = language_of(request)
        judged = unpack(row.verdicts) if row.verdicts else ()
        documents = [public(item, language) for item in judged]
        shown = {"documents": documents, "signature": signature_of(row).public(language)}
        return answer({**submission_outline(row, language), **shown})


class MessageReceiptsView(ReadView):
    """The receipts of one message: as JSON, or as a CEB receipt message."""

    renderer_classes = (JSONRenderer, XmlRenderer)

    @schema.receipts_of_message
    def get(self, request: Request, pk: int) -> HttpResponse:
        refuse_unknown(request.GET, ("kind", "page"))
        row = _own(self, pk)
        kind, page = request.GET.get("kind", ""), number_of(request.GET, "page", least=1)
        wants_xml = request.accepted_renderer.format == "xml"
        if wants_xml and row.refusal:
            quote = isinstance(request.user, ClientUser)
            return _xml(refusal_message(row, quote=quote))
        groups = by_kind(receipts_of(row, self.viewer))
        if kind and kind not in groups:
            raise ValidationError({"kind": [f"one of: {', '.join(groups) or '-'}"]})
        chosen = {kind: groups[kind]} if kind else groups
        if wants_xml:
            return _message(row, chosen, page, chosen_by_hand=bool(kind))
        return answer(_listed(row, chosen, page, language_of(request)))


def submission_outline(row: Submission, language: str) -> dict[str, Any]:
    """A message without its verdicts; ``refusal`` says why nothing of it was taken in."""
    refusal = None
    if row.refusal:
        refusal = {**row.refusal, "detail": refusal_text(row.refusal, language)}
    return {
        "id": str(row.id),
        "sha256": bytes(row.sha256).hex(),
        "received_at": shown_time(row.received_at),
        "counts": {
            "accepted": row.accepted,
            "rejected": row.rejected,
            "duplicate": row.duplicate,
        },
        "channel": row.channel,
        "content_type": row.content_type,
        "size": row.size,
        "kinds": row.kinds,
        "refusal": refusal,
    }


def _own(view: ReadView, pk: int) -> Submission:
    rows = exports.submissions(view.viewer, SubmissionFilter())
    row: Submission = found_or_404(rows.filter(id=pk).first())
    return row


def _listed(
    row: Submission, groups: Mapping[str, Sequence[Receipt]], page: int | None, language: str
) -> dict[str, Any]:
    receipts = [receipt for own in groups.values() for receipt in own]
    if page is not None:
        receipts = receipts[(page - 1) * PAGE : page * PAGE]
    return {
        "submission": str(row.id),
        "kinds": [
            {"kind": kind, "receipts": len(own), "pages": pages_of(own, kind)}
            for kind, own in groups.items()
        ],
        "results": [public_receipt(receipt, language) for receipt in receipts],
    }


def _message(
    row: Submission,
    groups: Mapping[str, Sequence[Receipt]],
    page: int | None,
    *,
    chosen_by_hand: bool,
) -> HttpResponse:
    """One CEB message; the header Link names the next page, where there is one."""
    if not groups:
        raise ValidationError({"kind": ["this message has no receipts"]})
    kind, receipts = next(iter(groups.items()))
    pages = pages_of(receipts, kind)
    if len(groups) > 1 or (pages > 1 and page is None and not chosen_by_hand):
        raise ChooseKind(groups)
    page = page or 1
    if page > pages:
        raise ValidationError({"page": [f"a whole number from 1 to {pages}"]})
    response = _xml(receipt_message(row, kind, receipts, page))
    if page < pages:
        response["Link"] = f'<?kind={kind}&page={page + 1}>; rel="next"'
    return response


def _xml(content: bytes) -> HttpResponse:
    return HttpResponse(content, content_type="application/xml; charset=utf-8")
