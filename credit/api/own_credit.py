"""An enterprise's own score and who asked for it; a rater's contracts, uploads and draws."""

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.timezone import localdate, localtime
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from credit.api import rater_schema
from credit.api import sharing_schema as schema
from credit.api.department_systems import shown_told
from credit.models import Query, RaterContract
from credit.selectors_raters import consent_to, contract_state, contracts_visible, quality_of
from credit.selectors_score import subject_of_enterprise
from credit.selectors_sharing import contents, queries_about
from credit.services.raters import must_be_in_force, upload_ratings
from credit.services.sharing import draw
from enterprises.api.frame import ClientView, answer, body_of, text_of
from enterprises.api.permissions import client_of
from enterprises.constants import SCOPE_CREDIT, SCOPE_READ
from zone_portal.framework.api_lists import (
    PAGING,
    found_or_404,
    keyset,
    page_of,
    refuse_unknown,
)


class OwnScoreView(ClientView):
    """The own score with every point."""

    scopes = {"GET": SCOPE_READ}

    @schema.own_score
    def get(self, request: Request) -> HttpResponse:
        refuse_unknown(request.GET, ())
        subject = subject_of_enterprise(client_of(request).enterprise.id)
        items = ("score", "contributions", "history")
        if subject is None:
            return answer({"score": None, "contributions": [], "history": []})
        told = contents(subject, items, at=timezone.now())
        return answer(told | {"contributions": told["contributions"] or []})


class OwnQueriesView(ClientView):
    """Who asked for the own credit."""

    scopes = {"GET": SCOPE_READ}

    @schema.own_queries
    def get(self, request: Request) -> HttpResponse:
        refuse_unknown(request.GET, PAGING)
        rows = queries_about(self.viewer, client_of(request).enterprise.id)
        page = page_of(request.GET)
        return answer(keyset([rows], request, page, lambda part: [_query(row) for row in part]))


class ContractsView(ClientView):
    """The own contracts as a rater."""

    scopes = {"GET": SCOPE_CREDIT}

    @rater_schema.contracts
    def get(self, request: Request) -> HttpResponse:
        refuse_unknown(request.GET, ())
        rows = contracts_visible(self.viewer)
        return answer({"results": [_contract(row) for row in rows]})


class RatingsView(ClientView):
    """``POST`` ratings under a contract."""

    scopes = {"POST": SCOPE_CREDIT}

    @rater_schema.upload
    def post(self, request: Request, pk: int) -> HttpResponse:
        row: RaterContract = found_or_404(contracts_visible(self.viewer).filter(pk=pk).first())
        ratings = body_of(request).get("ratings")
        if not isinstance(ratings, list) or not all(isinstance(one, dict) for one in ratings):
            raise ValidationError({"ratings": ["a list of objects"]})
        done = upload_ratings(
            contract_id=row.pk, rows=ratings, at=timezone.now(), **self.deed(request)
        )
        return answer(
            {
                "rows": done.run.total,
                "kept": done.run.kept,
                "repeated": done.run.repeated,
                "refused": done.run.refused,
                "problems": done.run.problems,
            }
        )


class DrawsView(ClientView):
    """``POST`` the id of a consent; read what contract and consent both open."""

    scopes = {"POST": SCOPE_CREDIT}

    @rater_schema.draw
    def post(self, request: Request, pk: int) -> HttpResponse:
        row: RaterContract = found_or_404(contracts_visible(self.viewer).filter(pk=pk).first())
        must_be_in_force(row, on=localdate())
        wanted = text_of(body_of(request), "consent")
        consent = consent_to(row.enterprise_id, wanted, on=localdate())
        told = draw(
            contract=row,
            consent=found_or_404(consent),
            at=timezone.now(),
            **self.deed(request),
        )
        return answer(shown_told(told))


def _query(row: Query) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "at": localtime(row.at).isoformat(),
        "party": row.party,
        "organisations": row.organisations,
        "asked_by": row.enterprise.name if row.enterprise else None,
        "purpose": row.purpose,
        "reason": row.reason,
        "items": row.items,
        "refused": row.refusal or None,
        "kept_until": row.kept_until_date.isoformat(),
    }


def _contract(row: RaterContract) -> dict[str, Any]:
    found = quality_of(row, on=localdate())
    return {
        "id": str(row.pk),
        "number": row.number,
        "state": contract_state(row, on=localdate()),
        "items": row.items,
        "days": row.days,
        "valid_from": row.valid_from.isoformat(),
        "valid_to": row.valid_to.isoformat(),
        "quality": {
            "figure": None if found.figure is None else str(found.figure),
            **{part: f"{share:.4f}" for part, share in found.shares.items()},
        },
    }
