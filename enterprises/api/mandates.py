"""Mandates and consents of the caller's enterprise, the assertions of consents, the keys."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, ClassVar, Final

from django.http import HttpResponse
from django.utils import timezone
from django.utils.timezone import localdate, localtime
from rest_framework.exceptions import ValidationError
from rest_framework.permissions import AllowAny
from rest_framework.request import Request

from enterprises.api import mandates_schema as schema
from enterprises.api.frame import ClientView, answer, body_of, text_of
from enterprises.api.permissions import client_of
from enterprises.constants import SCOPE_CONSENTS, SCOPE_MANDATES, SCOPE_READ
from enterprises.models import Consent, Enterprise, Mandate
from enterprises.rules.entrusting import Entrustment, Permission
from enterprises.selectors_mandates import (
    consent_state,
    consents_of,
    mandate_state,
    mandates_of,
)
from enterprises.services import consenting, entrusting
from zone_portal.framework.api import ApiView
from zone_portal.framework.api_lists import (
    PAGING,
    found_or_404,
    keyset,
    page_of,
    refuse_unknown,
)
from zone_portal.framework.signing import published_keys
from zone_portal.kernel.periods import parse_day

CREATED: Final = 201


class MandatesView(ClientView):
    """The mandates that the enterprise gave or holds; a new one is proposed."""

    scopes = {"GET": SCOPE_READ, "POST": SCOPE_MANDATES}

    @schema.mandates
    def get(self, request: Request) -> HttpResponse:
        refuse_unknown(request.GET, PAGING)
        rows = mandates_of(self.viewer)
        found = keyset([rows], request, page_of(request.GET), lambda page: [*map(_mandate, page)])
        return answer(found)

    @schema.propose
    def post(self, request: Request) -> HttpResponse:
        body = body_of(request)
        given = Entrustment(
            agent_code=text_of(body, "agent"),
            kinds=_texts(body, "kinds"),
            valid_from=_day(body, "valid_from") or localdate(),
            valid_to=_day(body, "valid_to"),
            note=text_of(body, "note"),
        )
        row = entrusting.propose_mandate(
            given=given,
            principal_id=client_of(request).enterprise.id,
            at=timezone.now(),
            **self.deed(request),
        )
        return answer(_mandate(mandates_of(self.viewer).get(id=row.id)), CREATED)


class MandateView(ClientView):
    """One mandate."""

    scopes = {"GET": SCOPE_READ}

    @schema.mandate
    def get(self, request: Request, pk: int) -> HttpResponse:
        refuse_unknown(request.GET, ())
        return answer(_mandate(found_or_404(mandates_of(self.viewer).filter(id=pk).first())))


class MandateStepView(ClientView):
    """A step of a mandate; each address names its own."""

    scopes = {"POST": SCOPE_MANDATES}
    step: ClassVar[Any]

    def post(self, request: Request, pk: int) -> HttpResponse:
        row = type(self).step(
            mandate_id=pk, viewer=self.viewer, at=timezone.now(), **self.deed(request)
        )
        return answer(_mandate(row))


@schema.accept
class AcceptView(MandateStepView):
    step = entrusting.accept_mandate


@schema.decline
class DeclineView(MandateStepView):
    step = entrusting.decline_mandate


@schema.revoke
class RevokeView(MandateStepView):
    step = entrusting.revoke_mandate


class ConsentsView(ClientView):
    """The consents that the enterprise gave or holds; a new one is given."""

    scopes = {"GET": SCOPE_READ, "POST": SCOPE_CONSENTS}

    @schema.consents
    def get(self, request: Request) -> HttpResponse:
        refuse_unknown(request.GET, PAGING)
        rows = consents_of(self.viewer)
        found = keyset([rows], request, page_of(request.GET), lambda page: [*map(_consent, page)])
        return answer(found)

    @schema.grant
    def post(self, request: Request) -> HttpResponse:
        body = body_of(request)
        given = Permission(
            recipient_code=text_of(body, "recipient"),
            purpose=text_of(body, "purpose"),
            data=_texts(body, "data"),
            valid_to=_day(body, "valid_to") or localdate(),
        )
        row = consenting.grant_consent(
            given=given,
            principal_id=client_of(request).enterprise.id,
            at=timezone.now(),
            **self.deed(request),
        )
        return answer(_consent(consents_of(self.viewer).get(id=row.id)), CREATED)


class ConsentView(ClientView):
    """One consent."""

    scopes = {"GET": SCOPE_READ}

    @schema.consent
    def get(self, request: Request, pk: int) -> HttpResponse:
        refuse_unknown(request.GET, ())
        return answer(_consent(found_or_404(consents_of(self.viewer).filter(id=pk).first())))


class WithdrawView(ClientView):
    """The end of a consent."""

    scopes = {"POST": SCOPE_CONSENTS}

    @schema.withdraw
    def post(self, request: Request, pk: int) -> HttpResponse:
        row = consenting.withdraw_consent(
            consent_id=pk, viewer=self.viewer, at=timezone.now(), **self.deed(request)
        )
        return answer(_consent(row))


class AssertionView(ClientView):
    """What a consent opens, signed. Reading leaves a trace, so POST says it better than GET."""

    scopes = {"GET": SCOPE_CONSENTS, "POST": SCOPE_CONSENTS}

    @schema.get_assertion
    def get(self, request: Request, pk: int) -> HttpResponse:
        return self._answer(request, pk)

    @schema.post_assertion
    def post(self, request: Request, pk: int) -> HttpResponse:
        return self._answer(request, pk)

    def _answer(self, request: Request, pk: int) -> HttpResponse:
        found = consenting.assertion_for(
            consent_id=pk,
            viewer=self.viewer,
            issuer=request.build_absolute_uri("/"),
            at=timezone.now(),
            **self.deed(request),
        )
        return answer(
            {
                "consent": str(found.consent.id),
                "assertion": found.token,
                "expires_at": localtime(found.expires_at).isoformat(),
                "data": found.data,
            }
        )


class KeysView(ApiView):
    """The public keys with which anyone checks an assertion."""

    authentication_classes = ()
    permission_classes = (AllowAny,)

    @schema.keys
    def get(self, request: Request) -> HttpResponse:
        refuse_unknown(request.GET, ())
        return answer(published_keys(at=timezone.now()))


def _texts(body: Mapping[str, Any], name: str) -> Sequence[str]:
    given = body.get(name, [])
    if not isinstance(given, list) or not all(isinstance(one, str) for one in given):
        raise ValidationError({name: ["a list of texts"]})
    return given


def _day(body: Mapping[str, Any], name: str) -> date | None:
    given = body.get(name)
    if given is None or given == "":
        return None
    day = parse_day(given) if isinstance(given, str) else None
    if day is None:
        raise ValidationError({name: ["a date like 2026-01-31"]})
    return day


def _firm(row: Enterprise) -> dict[str, str]:
    return {"code": row.code, "name": row.name}


def _mandate(row: Mandate) -> dict[str, Any]:
    return {
        "id": str(row.id),
        "principal": _firm(row.principal),
        "agent": _firm(row.agent),
        "kinds": row.kinds,
        "valid_from": row.valid_from.isoformat(),
        "valid_to": row.valid_to.isoformat() if row.valid_to else None,
        "status": row.status,
        "in_force": mandate_state(row, on=localdate()) == "accepted",
        "note": row.note,
        "proposed_at": _time(row.proposed_at),
        "answered_at": _time(row.answered_at),
        "revoked_at": _time(row.revoked_at),
    }


def _consent(row: Consent) -> dict[str, Any]:
    return {
        "id": str(row.id),
        "principal": _firm(row.principal),
        "recipient": _firm(row.recipient),
        "purpose": row.purpose,
        "data": row.data,
        "valid_from": row.valid_from.isoformat(),
        "valid_to": row.valid_to.isoformat(),
        "status": row.status,
        "in_force": consent_state(row, on=localdate()) == "granted",
        "granted_at": _time(row.granted_at),
        "revoked_at": _time(row.revoked_at),
    }


def _time(moment: Any) -> str | None:
    return None if moment is None else localtime(moment).isoformat()
