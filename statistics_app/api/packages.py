"""Receipts of packages, from the receivers' own systems."""

from typing import Final

from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from enterprises.api.frame import (
    MAYBE_TIME,
    TEXT,
    answer,
    answers,
    body_of,
    example,
    record,
    text_of,
)
from statistics_app.services.packages.sending import listed_receipt, take_receipt
from statistics_app.states import PACKAGE
from zone_portal.framework.pages import origin_of
from zone_portal.framework.public_api import PublicView

RECEIPT: Final = record(
    "The receipt of a package.",
    sha256={**TEXT, "description": "Of the manifest: who shows it has the package."},
    receipt={**TEXT, "description": "The receiver's own number of it."},
    received_by={**TEXT, "description": "Who received it."},
)
TAKEN: Final = record(
    "The package as it stands.",
    number=TEXT,
    status={"type": "string", "enum": list(PACKAGE.states)},
    receipt=TEXT,
    received_at=MAYBE_TIME,
)


class PackageReceiptView(PublicView):
    """A receiver's system confirms that it has a package."""

    @extend_schema(
        tags=["Statistics"],
        summary="Confirm the receipt of a package",
        auth=[],
        operation_id="confirm_package",
        description=(
            "For the systems of authorities that receive packages. The SHA-256 of the manifest is "
            "the key: only who has the package knows it. The same receipt again changes nothing; "
            "60 requests a minute."
        ),
        request={"application/json": RECEIPT},
        responses=answers(TAKEN, 400, 404, 409, 422),
        examples=[
            example(
                "Received",
                {
                    "number": "MOFCOM-20261001",
                    "status": "received",
                    "receipt": "2026-0117",
                    "received_at": "2026-11-18T10:00:00+08:00",
                },
            )
        ],
    )
    def post(self, request: Request, number: str) -> HttpResponse:
        sent = body_of(request)
        row = take_receipt(
            number=number,
            digest=text_of(sent, "sha256"),
            receipt=text_of(sent, "receipt"),
            received_by=text_of(sent, "received_by"),
            at=timezone.now(),
            origin=origin_of(request._request),
        )
        return answer(listed_receipt(row))
