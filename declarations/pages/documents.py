"""The page of one document: every element with its name, its warnings, what it said before."""

from itertools import islice
from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import User
from declarations import dossiers
from declarations.dossiers import Document, Kept
from declarations.messages.catalogue import KINDS
from declarations.messages.record import Element
from declarations.outlines import findings_of
from declarations.pages import business_models, payment_data, sides
from declarations.pages.changing import change_of
from declarations.pages.labels import APP_STATES, APP_TYPES, DIRECTIONS, NOUNS
from declarations.services import revealing
from enterprises.viewers import viewer_for
from reference.selectors import label
from zone_portal.framework.pages import SignedInPage, origin_of
from zone_portal.framework.templatetags.portal import stamp

CODED = {
    "currency": "currencies",
    "fCurrency": "currencies",
    "iCurrency": "currencies",
    "country": "countries",
    "tradeCountry": "countries",
    "customsCode": "districts",
    "portCode": "districts",
    "trafMode": "transport_modes",
    "wrapType": "wrap_types",
    "tradeMode": "trade_modes",
    "orderType": "order_types",
    "buyerIdType": "id_types",
    "payerIdType": "id_types",
    "unit": "units",
    "unit1": "units",
    "unit2": "units",
}
"""Elements whose value is a code, and the table that explains it."""

FLAGS = {"appType": APP_TYPES, "appStatus": APP_STATES}
"""Elements whose few values are named here."""

LISTS = {"order": "orders", "payment": "payments", "waybill": "waybills", "paper": "papers"}
MOST_LINES = 500
"""Lines shown of one document; only lists of parcels have more, and the interface gives all."""


class DocumentPage(SignedInPage):
    """One order, payment, waybill or inventory, read whole."""

    template_name = "declarations/document.html"
    noun = "order"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = dossiers.document(self.noun, viewer_for(self.request.user), kwargs["pk"])
        if found is None:
            raise Http404
        return super().get_context_data(**kwargs) | context_of(found)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Reveal the personal elements, after the reason has been entered in the audit trail."""
        try:
            values = revealing.reveal(
                noun=self.noun,
                document_id=pk,
                viewer=viewer_for(request.user),
                by=cast("User", request.user),
                reason=request.POST.get("reason", ""),
                at=timezone.now(),
                origin=origin_of(request),
            )
        except revealing.RevealRefusedError as refusal:
            if refusal.code == "reveal_not_found":
                raise Http404 from refusal
            context: dict[str, Any] = {"refusal": refusal.text(get_language() or "zh-hans")}
            context["reason"] = request.POST.get("reason", "")
            return render(request, "declarations/reveal.html", context)
        return render(request, "declarations/revealed.html", {"rows": _named(self.noun, values)})


class OrderPage(DocumentPage):
    noun = "order"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        order = context["kept"].row
        context["business"] = business_models.panel(order, self.request.user)
        if order.kind != "CEB311":
            return context
        viewer = viewer_for(self.request.user)
        return context | {"payment_data": payment_data.shown(order, viewer)}


class PaymentPage(DocumentPage):
    noun = "payment"


class WaybillPage(DocumentPage):
    noun = "waybill"


class InventoryPage(DocumentPage):
    noun = "inventory"


def context_of(document: Document) -> dict[str, Any]:
    """What the template needs, all of it from the document."""
    kept = document.kept
    language = get_language() or "zh-hans"
    noun = NOUNS[kept.noun]
    columns = _filled_columns(kept)
    return {
        "noun": noun,
        "number": kept.number,
        "kept": kept,
        "kind_title": kept.kind.title(language),
        "direction": DIRECTIONS[kept.kind.direction],
        "fields": _fields(kept, language),
        "has_personal": any(e.personal for e in kept.kind.head_elements.values()),
        "line_columns": [(e.label(language), e.name, e.numeric) for e in columns],
        "lines": [
            [_line_cell(line, element, language) for element in columns]
            for line in islice(sides.lines_of(kept.record).values(), MOST_LINES)
        ],
        "sender": document.sender,
        "findings": findings_of(kept.kind, kept.record, kept.row.findings, kept.reader),
        "changes": [change_of(change) for change in document.earlier],
        "inventories": document.inventories,
        "submission_url": reverse("declarations:submission", args=[kept.row.submission_id]),
        "crumbs": _crumbs(kept),
    }


def _crumbs(kept: Kept) -> list[dict[str, Any]]:
    if kept.noun == "inventory":
        return [
            {"url": reverse("declarations:inventories"), "label": _("申报清单")},
            {"url": reverse("declarations:inventory", args=[kept.row.id]), "label": kept.number},
            {"url": "", "label": _("全部字段")},
        ]
    url = reverse(f"declarations:{LISTS[kept.noun]}")
    return [{"url": url, "label": NOUNS[kept.noun]}, {"url": "", "label": kept.number}]


def _fields(kept: Kept, language: str) -> list[dict[str, Any]]:
    found = []
    for name, element in kept.kind.head_elements.items():
        value = sides.shown(element, getattr(kept.record.head, name), kept.reader)
        if value and element.format == "C14":
            value = stamp(value)
        if value:
            found.append(
                {
                    "name": name,
                    "label": element.label(language),
                    "value": value,
                    "meaning": _meaning(name, value, language),
                    "personal": bool(element.personal),
                }
            )
    return found


def _line_cell(line: Any, element: Element, language: str) -> dict[str, Any]:
    value = line.get(element.name)
    return {
        "value": "" if value is None else str(value),
        "meaning": _meaning(element.name, str(value or ""), language),
        "numeric": element.numeric,
    }


def _meaning(name: str, value: str, language: str) -> str:
    if name in FLAGS:
        return str(FLAGS[name].get(value, ""))
    table = CODED.get(name)
    found = label(table, value, language) if table and value else ""
    return "" if found == value else found


def _filled_columns(kept: Kept) -> list[Element]:
    """The elements that any line fills: empty columns are left out."""
    lines = getattr(kept.record, "lines", [])
    return [
        element
        for element in kept.kind.line_elements.values()
        if any(getattr(line, element.name) is not None for line in lines)
    ]


def _named(noun: str, values: dict[str, str]) -> list[dict[str, str]]:
    language = get_language() or "zh-hans"
    elements = {
        name: element
        for kind in KINDS.values()
        if kind.noun == noun
        for name, element in kind.head_elements.items()
    }
    return [
        {"label": elements[name].label(language), "name": name, "value": value}
        for name, value in values.items()
    ]
