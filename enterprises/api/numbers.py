"""The numbers that hang on the caller's unified code."""

from datetime import date
from typing import Any, Final

from django.http import HttpResponse
from django.utils import timezone
from django.utils.timezone import localdate, localtime
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from enterprises.api.frame import (
    MAYBE_DAY,
    MAYBE_TEXT,
    MAYBE_TIME,
    TEXT,
    ClientView,
    answer,
    answers,
    body_of,
    example,
    many,
    record,
    text_of,
)
from enterprises.api.permissions import client_of
from enterprises.constants import NUMBER_SCHEMES, SCOPE_FILINGS, SCOPE_READ
from enterprises.models import SubjectNumber
from enterprises.services.numbers import add_number
from zone_portal.kernel.periods import parse_day

TAG: Final = "Subjects"

_SCHEME: Final = {"type": "string", "enum": [code for code, _ in NUMBER_SCHEMES]}
_NUMBER: Final = record(
    "A number; that of a bank account is masked.",
    scheme=_SCHEME,
    value=TEXT,
    source=TEXT,
    as_of=MAYBE_DAY,
    confirmed_by={**MAYBE_TEXT, "description": "Who vouches for it; null: nobody yet."},
    confirmed_at=MAYBE_TIME,
    ended_at=MAYBE_TIME,
)
_NEW: Final = record(
    "A number to keep; it waits for the department that gave it.",
    optional=("as_of",),
    scheme=_SCHEME,
    value=TEXT,
    source=TEXT,
    as_of={"type": "string", "format": "date", "description": "Default: today."},
)
_EXAMPLE: Final = {
    "scheme": "fx",
    "value": "360100123456",
    "source": "外汇局登记",
    "as_of": "2026-11-20",
    "confirmed_by": None,
    "confirmed_at": None,
    "ended_at": None,
}


class NumbersView(ClientView):
    """Own numbers, and a door for a new one; officials confirm on the pages."""

    scopes = {"GET": SCOPE_READ, "POST": SCOPE_FILINGS}

    @extend_schema(
        operation_id="list_numbers",
        summary="List the numbers that hang on the own unified code",
        tags=[TAG],
        responses=answers(record("In force first.", results=many(_NUMBER)), 401, 403),
        examples=[example("One", {"results": [_EXAMPLE]})],
    )
    def get(self, request: Request) -> HttpResponse:
        rows = SubjectNumber.objects.visible_to(self.viewer)
        ordered = rows.order_by("-ended_at", "scheme", "id")
        return answer({"results": [_shown(row) for row in ordered]})

    @extend_schema(
        operation_id="add_number",
        summary="Keep a number",
        tags=[TAG],
        request={"application/json": _NEW},
        responses=answers(_NUMBER, 400, 401, 403, 409, 422, status=201),
        examples=[
            example(
                "A number of the FX directory",
                {"scheme": "fx", "value": "360100123456", "source": "外汇局登记"},
                request=True,
            ),
            example("Kept", _EXAMPLE, status=201),
        ],
    )
    def post(self, request: Request) -> HttpResponse:
        body, now = body_of(request), timezone.now()
        row = add_number(
            enterprise_id=client_of(request).enterprise.id,
            scheme=text_of(body, "scheme"),
            value=text_of(body, "value"),
            source=text_of(body, "source"),
            as_of=_day(text_of(body, "as_of")) or localdate(now),
            viewer=self.viewer,
            at=now,
            **self.deed(request),
        )
        return answer(_shown(row), status=201)


def _day(text: str) -> date | None:
    day = parse_day(text) if text else None
    if text and day is None:
        raise ValidationError({"as_of": ["a day like 2026-01-31"]})
    return day


def _shown(row: SubjectNumber) -> dict[str, Any]:
    return {
        "scheme": row.scheme,
        "value": row.value,
        "source": row.source,
        "as_of": row.as_of_date.isoformat(),
        "confirmed_by": row.confirmed_by or None,
        "confirmed_at": localtime(row.confirmed_at).isoformat() if row.confirmed_at else None,
        "ended_at": localtime(row.ended_at).isoformat() if row.ended_at else None,
    }
