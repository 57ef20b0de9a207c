"""Filing by program: what is filed and how it stands, drafts saved, submitted, withdrawn."""

from collections.abc import Callable, Iterable
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from rest_framework.exceptions import NotFound, ParseError, ValidationError
from rest_framework.permissions import AllowAny
from rest_framework.request import Request

from enterprises.api import filings_schema as schema
from enterprises.api.frame import ClientView, answer, body_of, text_of
from enterprises.api.permissions import client_of
from enterprises.constants import FILING_TYPES, KINDS, SCOPE_FILINGS, SCOPE_READ
from enterprises.models import Enterprise, Filing
from enterprises.rules.forms import form_for
from enterprises.rules.registration import Problem
from enterprises.selectors_filings_api import (
    filing_outline,
    form_outline,
    own_filing,
    own_filings,
    whole_filing,
)
from enterprises.services.filing import drafting, submitting
from zone_portal.framework.api import ApiView
from zone_portal.framework.public_rate import PublicRate

MOST = 100
TYPES = tuple(code for code, _ in FILING_TYPES)


class WritingView(ClientView):
    """A view that saves values into a draft."""

    def save(self, request: Request, row: Filing, values: dict[str, Any]) -> list[Problem]:
        saved = drafting.save_values(
            filing_id=row.pk,
            viewer=self.viewer,
            values=values,
            at=timezone.now(),
            **self.deed(request),
        )
        return saved.problems


class FilingsView(WritingView):
    """The caller's filings, and the door for a new one."""

    scopes = {"GET": SCOPE_READ, "POST": SCOPE_FILINGS}

    @schema.listed
    def get(self, request: Request) -> HttpResponse:
        rows = own_filings(self.viewer).order_by("-id")
        for name, known in (("type", TYPES), ("status", schema.STATUSES)):
            if wanted := request.GET.get(name, ""):
                if wanted not in known:
                    raise ValidationError({name: [f"one of: {', '.join(known)}"]})
                rows = rows.filter(**{name: wanted})
        after = request.GET.get("after", "")
        if after:
            if not (after.isascii() and after.isdecimal() and len(after) < 19):
                raise ValidationError({"after": ["the next of an earlier answer"]})
            rows = rows.filter(id__lt=int(after))
        found = list(rows[: MOST + 1])
        following = str(found[MOST - 1].pk) if len(found) > MOST else None
        return answer({"next": following, "results": [filing_outline(row) for row in found[:MOST]]})

    @schema.started
    def post(self, request: Request) -> HttpResponse:
        """Start a draft; ``values`` are saved, ``submit`` hands it in at once if it is right."""
        body, now = body_of(request), timezone.now()
        kind, values = text_of(body, "type"), _values(body)
        if kind not in TYPES:
            raise ValidationError({"type": [f"one of: {', '.join(TYPES)}"]})
        enterprise = Enterprise.objects.select_related("site").get(
            pk=client_of(request).enterprise.id
        )
        row = drafting.start_filing(type=kind, enterprise=enterprise, at=now, **self.deed(request))
        problems = self.save(request, row, values) if values else []
        return answer(whole_answer(row.pk, problems), status=201)


class FilingView(WritingView):
    """One filing; PATCH saves values into its working copy."""

    scopes = {"GET": SCOPE_READ, "PATCH": SCOPE_FILINGS}

    @schema.whole
    def get(self, request: Request, number: str) -> HttpResponse:
        row = own_or_404(self, number)
        return answer(whole_answer(row.pk, submitting.problems_of(row, at=timezone.now())))

    @schema.saved
    def patch(self, request: Request, number: str) -> HttpResponse:
        row = own_or_404(self, number)
        problems = self.save(request, row, _values(body_of(request)))
        return answer(whole_answer(row.pk, problems))


class DeedView(ClientView):
    """Something done to a filing without a body."""

    scopes = {"POST": SCOPE_FILINGS}
    act: Callable[..., Filing]

    def do(self, request: Request, number: str) -> HttpResponse:
        row = own_or_404(self, number)
        type(self).act(
            filing_id=row.pk, viewer=self.viewer, at=timezone.now(), **self.deed(request)
        )
        return answer(whole_answer(row.pk, ()))


class SubmitView(DeedView):
    """Hand the working copy in."""

    act = submitting.submit

    @schema.submitted
    def post(self, request: Request, number: str) -> HttpResponse:
        return self.do(request, number)


class WithdrawView(DeedView):
    """Take back what no reviewer has opened."""

    act = submitting.withdraw

    @schema.withdrawn
    def post(self, request: Request, number: str) -> HttpResponse:
        return self.do(request, number)


class ChangeView(DeedView):
    """Open an approved filing for a change."""

    act = drafting.begin_change

    @schema.changing
    def post(self, request: Request, number: str) -> HttpResponse:
        return self.do(request, number)


class FormView(ApiView):
    """What a filing of a type must contain: public, the same declaration the pages use."""

    authentication_classes = ()
    permission_classes = (AllowAny,)

    def get_throttles(self) -> list[Any]:
        return [PublicRate()]

    @schema.form
    def get(self, request: Request, type: str) -> HttpResponse:  # noqa: A002  the path's word
        if type not in TYPES:
            raise NotFound
        kinds = request.GET.get("kinds", "").replace(",", " ").split()
        if unknown := sorted(set(kinds) - set(KINDS)):
            raise ValidationError({"kinds": [f"unknown: {', '.join(unknown)}"]})
        return answer(form_outline(form_for(type, kinds)))


def own_or_404(view: ClientView, key: str) -> Filing:
    row = own_filing(view.viewer, key)
    if row is None:
        raise NotFound
    return row


def _values(body: dict[str, Any]) -> dict[str, Any]:
    values = body.get("values", {})
    if not isinstance(values, dict):
        raise ParseError
    return values


def whole_answer(number: int, problems: Iterable[Problem]) -> dict[str, Any]:
    row = Filing.objects.select_related("enterprise").get(pk=number)
    shown = [{name: getattr(p, name) for name in ("field", "code", "zh", "en")} for p in problems]
    return {**whole_filing(row), "problems": shown}
