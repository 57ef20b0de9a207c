"""Signing certificates of the caller's enterprise."""

from typing import Any, Final

from django.http import HttpResponse
from django.utils import timezone
from django.utils.timezone import localtime
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from enterprises.api.frame import (
    MAYBE_TIME,
    NUMBER,
    TEXT,
    TIME,
    ClientView,
    answer,
    answers,
    body_of,
    example,
    many,
    record,
    text_of,
)
from enterprises.api.people_schema import ID, PATH_ID
from enterprises.api.permissions import client_of
from enterprises.constants import SCOPE_CERTIFICATES, SCOPE_READ
from enterprises.models import SigningCertificate
from enterprises.selectors_certificates import certificate_state, certificates_of
from enterprises.services.signing import register_certificate, revoke_certificate
from zone_portal.framework.api_lists import refuse_unknown

TAG: Final = "Signatures"

_CERTIFICATE: Final = record(
    "A certificate registered by the enterprise.",
    id=ID,
    serial={**TEXT, "description": "Lower-case hexadecimal, as in KeyName."},
    fingerprint={**TEXT, "description": "SHA-256, lower-case hexadecimal."},
    subject=TEXT,
    issuer=TEXT,
    algorithm={**TEXT, "enum": ["RSA", "SM2"]},
    bits=NUMBER,
    valid_from=TIME,
    valid_to=TIME,
    state={**TEXT, "enum": ["in_force", "ending", "early", "expired", "revoked"]},
    registered_at=TIME,
    revoked_at=MAYBE_TIME,
)
_NEW: Final = record(
    "A certificate and the proof that its key is the enterprise's.",
    optional=("proof",),
    certificate={**TEXT, "description": "X.509 in PEM, or base64 of its DER."},
    proof={
        **TEXT,
        "description": "base64 of the signature over `zone-portal certificate <code> "
        "<fingerprint>` (UTF-8): RSA PKCS #1 v1.5 with SHA-256 or SHA-1; SM2 as r and s with SM3 "
        "and the user id 1234567812345678. Without it the answer is 422 "
        "`certificate_proof_missing` with the very text under `details.text`.",
    },
)
_EXAMPLE: Final = {
    "id": "3",
    "serial": "3000000000cde6f",
    "fingerprint": "1947b2409269c41be3b12338ec30954135931222851dd2dedd8cd51d528f5d5f",
    "subject": "CN=TEST,O=TEST,C=CN",
    "issuer": "CN=TEST CA,C=CN",
    "algorithm": "SM2",
    "bits": 256,
    "valid_from": "2026-01-01T00:00:00+08:00",
    "valid_to": "2031-01-01T00:00:00+08:00",
    "state": "in_force",
    "registered_at": "2026-11-20T09:30:00+08:00",
    "revoked_at": None,
}


class CertificatesView(ClientView):
    """The certificates, and a door for a new one."""

    scopes = {"GET": SCOPE_READ, "POST": SCOPE_CERTIFICATES}

    @extend_schema(
        operation_id="list_certificates",
        summary="List the signing certificates",
        tags=[TAG],
        responses=answers(record("Newest first.", results=many(_CERTIFICATE)), 400, 401, 403),
        examples=[example("One", {"results": [_EXAMPLE]})],
    )
    def get(self, request: Request) -> HttpResponse:
        refuse_unknown(request.GET, ())
        rows = certificates_of(self.viewer, client_of(request).enterprise.id)
        return answer({"results": [_shown(row) for row in rows]})

    @extend_schema(
        operation_id="register_certificate",
        summary="Register a signing certificate",
        description="Needs the scope `certificates`. From now on signatures of the enterprise's "
        "messages are checked, and kinds whose policy requires a signature are refused without "
        "one. 422 `certificate_unreadable`, `certificate_key_unsupported`, "
        "`certificate_key_short`, `certificate_expired`, `certificate_proof_missing`, "
        "`certificate_proof_wrong`; 409 `certificate_known`, `certificate_revoked`, "
        "`certificate_of_another`, `certificates_too_many`.",
        tags=[TAG],
        request={"application/json": _NEW},
        responses=answers(_CERTIFICATE, 400, 401, 403, 409, 422, status=201),
        examples=[
            example(
                "With its proof",
                {"certificate": "-----BEGIN CERTIFICATE-----\n…", "proof": "lziAtii3…"},
                request=True,
            ),
            example("Registered", _EXAMPLE, status=201),
        ],
    )
    def post(self, request: Request) -> HttpResponse:
        body = body_of(request)
        row = register_certificate(
            enterprise_id=client_of(request).enterprise.id,
            certificate=text_of(body, "certificate"),
            proof=text_of(body, "proof"),
            at=timezone.now(),
            **self.deed(request),
        )
        return answer(_shown(row), status=201)


class RevokeView(ClientView):
    """The end of a certificate."""

    scopes = {"POST": SCOPE_CERTIFICATES}

    @extend_schema(
        operation_id="revoke_certificate",
        summary="Revoke a signing certificate",
        description="At once and for good; it cannot be registered again.",
        tags=[TAG],
        parameters=[PATH_ID],
        request=None,
        responses=answers(_CERTIFICATE, 401, 403, 404),
        examples=[
            example(
                "Revoked",
                {**_EXAMPLE, "state": "revoked", "revoked_at": "2026-11-20T10:00:00+08:00"},
            )
        ],
    )
    def post(self, request: Request, pk: int) -> HttpResponse:
        row = revoke_certificate(
            enterprise_id=client_of(request).enterprise.id,
            certificate_id=pk,
            at=timezone.now(),
            **self.deed(request),
        )
        return answer(_shown(row))


def _shown(row: SigningCertificate) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "serial": row.serial,
        "fingerprint": row.fingerprint,
        "subject": row.subject,
        "issuer": row.issuer,
        "algorithm": row.algorithm,
        "bits": row.bits,
        "valid_from": localtime(row.valid_from).isoformat(),
        "valid_to": localtime(row.valid_to).isoformat(),
        "state": certificate_state(row, at=timezone.now()),
        "registered_at": localtime(row.registered_at).isoformat(),
        "revoked_at": localtime(row.revoked_at).isoformat() if row.revoked_at else None,
    }
