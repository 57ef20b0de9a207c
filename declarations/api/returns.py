"""Returns for programs: running terms, what may be returned, applications, arrivals."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils import timezone
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from accounts.facts import ClientActor
from declarations import gateway
from declarations.api import returns_schema
from declarations.api.base import ReadView
from declarations.api.messages import kinds_of
from declarations.facts import Sender
from declarations.models import Inventory, Return, ReturnStep
from declarations.outlines import shown_time
from declarations.return_states import CLOCKS, RETURN, TURNS
from declarations.returns import (
    KIND_OF,
    OVER,
    RUNS,
    SOON,
    ReturnFilter,
    offer_of,
    return_of,
    returns,
    returns_of,
)
from declarations.rulebook import day_of
from declarations.rules.return_checks import plain
from declarations.services.returns.applying import Wish, apply_for_return, new_number
from declarations.services.returns.arriving import record_arrival
from enterprises.api.authentication import TokenAuthentication
from enterprises.api.frame import body_of, text_of
from enterprises.api.permissions import IsApiClient, client_of
from zone_portal.framework.api import language_of
from zone_portal.framework.api_lists import (
    PAGING,
    answer,
    chosen_of,
    found_or_404,
    keyset,
    number_of,
    page_of,
    refuse_unknown,
)
from zone_portal.framework.pages import origin_of
from zone_portal.kernel.findings import render
from zone_portal.kernel.rules import RULES

CHOICES = {
    "state": (RUNS, *RETURN.states),
    "clock": ("any", *CLOCKS),
    "due": (SOON, OVER),
    "turn": ("agent", "customs"),
    "direction": ("import", "export"),
}
NUMBERS = {"number": "number", "invtNo": "invt_no", "logisticsNo": "logistics_no"}
FILTERS = (*CHOICES, *NUMBERS, "due_before", "inventory")


class _Door(ReadView):
    """Read by programs and people, written by programs with a token."""

    def get_authenticators(self) -> list[BaseAuthentication]:
        posts = self.request is not None and self.request.method == "POST"
        return [TokenAuthentication()] if posts else super().get_authenticators()

    def get_permissions(self) -> Sequence[Any]:
        posts = self.request.method == "POST"
        return [IsApiClient()] if posts else super().get_permissions()


class ReturnsView(_Door):
    """Returns, newest first; and applications for new ones."""

    @returns_schema.listed
    def get(self, request: Request) -> HttpResponse:
        refuse_unknown(request.GET, (*FILTERS, *PAGING))
        rows = returns(self.viewer, filter_of(request), on=day_of(timezone.now()))

        def show(listed: QuerySet[Any]) -> list[dict[str, Any]]:
            return [outline(row) for row in listed]

        return answer(keyset((rows,), request, page_of(request.GET), show))

    @returns_schema.applied
    def post(self, request: Request) -> HttpResponse:
        client, now = client_of(request), timezone.now()
        given = body_of(request)
        wish = wish_of(given, number=text_of(given, "number") or new_number(now))
        applied = apply_for_return(
            inventory_id=_id_of(given),
            viewer=self.viewer,
            firm=client.enterprise,
            wish=wish,
            at=now,
            sender=Sender(
                enterprise=client.enterprise,
                client_id=client.client_id,
                scopes=kinds_of(client.scopes),
            ),
        )
        return answer(
            {
                "id": str(applied.return_id) if applied.return_id else None,
                "submission": str(applied.submission_id) if applied.submission_id else None,
                "number": wish.number,
                "verdict": applied.verdict,
                "findings": _rendered(applied.findings, request),
            }
        )


class ReturnView(ReadView):
    """One return."""

    @returns_schema.whole
    def get(self, request: Request, pk: int) -> HttpResponse:
        refuse_unknown(request.GET, ())
        facts = found_or_404(return_of(pk, self.viewer))
        lines = [
            {
                "gnum": line.gnum,
                "gcode": line.gcode,
                "gname": line.gname,
                "qty": plain(line.quantity),
                "unit": line.unit,
                "declared": None if line.declared is None else plain(line.declared),
            }
            for line in facts.lines
        ]
        return answer(
            {
                **outline(facts.row),
                "lines": lines,
                "steps": [shown_step(step) for step in facts.steps],
                "findings": _rendered(facts.findings, request),
            }
        )


class ArrivalView(_Door):
    """The day on which the goods of a return were back."""

    http_method_names = ["post", "options"]

    @returns_schema.arrived
    def post(self, request: Request, pk: int) -> HttpResponse:
        client = client_of(request)
        found_or_404(Return.objects.visible_to(self.viewer).filter(id=pk).first())
        given = body_of(request)
        row = record_arrival(
            paper_id=pk,
            viewer=self.viewer,
            day=_day("day", text_of(given, "day")),
            place=text_of(given, "place"),
            by=ClientActor(client.client_id, client.label),
            at=timezone.now(),
            origin=origin_of(request._request),
        )
        return answer(outline(row))


class OfferView(ReadView):
    """What may be returned of one declaration."""

    @returns_schema.offered
    def get(self, request: Request, pk: int) -> HttpResponse:
        refuse_unknown(request.GET, ())
        rows = Inventory.objects.open_to(self.viewer).filter(id=pk, kind__in=KIND_OF)
        inventory = found_or_404(rows.first())
        offer = offer_of(inventory, on=day_of(timezone.now()))
        return answer(
            {
                "type": offer.kind,
                "invtNo": offer.invt_no,
                "possible": offer.is_open,
                "released_on": _shown(offer.released_on),
                "apply_until": _shown(offer.terms.apply_until),
                "arrive_until": _shown(offer.terms.arrive_until),
                "tax_free_until": _shown(offer.terms.tax_free_until),
                "lines": [
                    {
                        "gnum": line.gnum,
                        "gcode": line.gcode,
                        "gname": line.gname,
                        "unit": line.unit,
                        "declared": plain(line.declared),
                        "left": plain(line.left),
                    }
                    for line in offer.lines
                ],
                "findings": _rendered(offer.findings, request),
                "returns": [outline(row) for row in returns_of(inventory.id)],
            }
        )


def filter_of(request: Request) -> ReturnFilter:
    """The filter that an address asks for.

    :raises ValidationError: for a value that is none of its choices, or no day.
    """
    asked = chosen_of(request.GET, FILTERS, CHOICES)
    before = asked["due_before"]
    return ReturnFilter(
        **{name: asked[name] for name in CHOICES},
        **{column: asked[name] for name, column in NUMBERS.items()},
        due_before=_day("due_before", before) if before else None,
        inventory_id=number_of(request.GET, "inventory"),
    )


def outline(row: Return) -> dict[str, Any]:
    """A return as lists give it."""
    left = None if row.due_on is None else (row.due_on - day_of(timezone.now())).days
    return {
        "id": str(row.pk),
        "type": row.kind,
        "number": row.number,
        "invtNo": row.invt_no,
        "logisticsNo": row.logistics_no,
        "inventory": str(row.inventory_id) if row.inventory_id else None,
        "customsCode": row.district,
        "across_regions": row.is_across,
        "state": row.state,
        "turn": TURNS.get(row.state),
        "clock": row.clock or None,
        "due_on": _shown(row.due_on),
        "days_left": left,
        "released_on": _shown(row.released_on),
        "apply_until": _shown(row.apply_until),
        "arrive_until": _shown(row.arrive_until),
        "tax_free_until": _shown(row.tax_free_until),
        "arrived_on": _shown(row.arrived_on),
        "applied_at": shown_time(row.applied_at),
        "given_back": _given_back(row),
        "link": f"/returns/{row.pk}/",
    }


def shown_step(step: ReturnStep) -> dict[str, Any]:
    """A step of a return, with who said so."""
    said = "simulator" if gateway.is_simulated() else "customs"
    return {
        "status": step.target,
        "at": shown_time(step.at),
        "authority": said if step.receipt_id else "portal",
        "receipt": str(step.receipt_id) if step.receipt_id else None,
        "note": step.note,
    }


def wish_of(given: Mapping[str, Any], *, number: str) -> Wish:
    """What a program wants to return.

    :raises ValidationError: for lines that are none.
    """
    lines, head = given.get("lines"), given.get("head") or {}
    if not isinstance(lines, list) or not isinstance(head, dict):
        raise ValidationError({"lines": ["a list of {gnum, qty}"]})
    quantities: dict[int, Decimal] = {}
    for line in lines:
        gnum, amount = _line(line)
        quantities[gnum] = quantities.get(gnum, Decimal(0)) + amount
    texts = {name: value for name, value in head.items() if isinstance(value, str)}
    return Wish(quantities, text_of(given, "reason"), number, texts)


def _line(line: Any) -> tuple[int, Decimal]:
    try:
        gnum, amount = int(line["gnum"]), Decimal(str(line["qty"]))
    except (KeyError, TypeError, ValueError, InvalidOperation) as error:
        raise ValidationError({"lines": ["each with gnum and a decimal qty"]}) from error
    if not amount.is_finite() or amount < 0 or amount >= 10**14:
        raise ValidationError({"lines": ["qty from 0 on"]})
    return gnum, amount


def _id_of(given: Mapping[str, Any]) -> int:
    text = str(given.get("inventory") or "")
    if not (text.isascii() and text.isdecimal() and len(text) <= 19):
        raise ValidationError({"inventory": ["the id of a declaration"]})
    return int(text)


def _day(name: str, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ValidationError({name: ["a day as YYYY-MM-DD"]}) from error


def _shown(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _given_back(row: Return) -> dict[str, str] | None:
    if row.settled_at is None:
        return None
    amounts = ("quota", "duty", "consumption", "vat")
    return {name: f"{getattr(row, name) or 0:.2f}" for name in amounts} | {"bill": row.bill}


def _rendered(findings: Iterable[Mapping[str, Any]], request: Request) -> list[dict[str, Any]]:
    language = language_of(request)
    return [render(finding, RULES, language) for finding in findings]
