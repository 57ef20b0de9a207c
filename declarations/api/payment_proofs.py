"""Raw payment data (announcement 179): a platform's uploads, and customs' questions for them."""

from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import UnsupportedMediaType
from rest_framework.request import Request

from declarations.api.customs import Anybody, GatewayAuthentication
from declarations.facts import Sender
from declarations.gateway import is_simulated
from declarations.models import PaymentProof, PaymentQuery
from declarations.outlines import shown_time
from declarations.payment_data import facts_of, questions_of, uploads_of
from declarations.services.payment_proofs import Answer, ask, upload
from enterprises.api.frame import (
    NUMBER,
    TEXT,
    TIME,
    YES_NO,
    ClientView,
    answer,
    answers,
    example,
    many,
    record,
)
from enterprises.api.permissions import client_of
from enterprises.constants import SCOPE_READ, SCOPE_SEND
from enterprises.selectors import Register
from zone_portal.framework.api import ApiView, language_of
from zone_portal.framework.api_lists import refuse_unknown
from zone_portal.framework.pages import origin_of
from zone_portal.kernel.errors import PortalError

TAG: Final = "Raw payment data"
FORM: Final = "application/x-www-form-urlencoded"
JSON: Final = "application/json"

_ANSWER: Final = record(
    "The official answer; HTTP 200 whatever the code.",
    optional=("total",),
    code={**TEXT, "enum": ["10000", "20000", "20006"]},
    message=TEXT,
    total=NUMBER,
    serviceTime={**NUMBER, "description": "Milliseconds since 1970."},
)
_PROOF: Final = record(
    "An upload; the data themselves stay sealed.",
    sessionID=TEXT,
    payTransactionId=TEXT,
    totalAmount={**TEXT, "description": "Decimal."},
    currency=TEXT,
    orders=many(TEXT),
    verified={
        **YES_NO,
        "description": "False where the platform had no certificate registered.",
    },
    certNo=TEXT,
    sha256=TEXT,
    received_at=TIME,
)
_QUESTION: Final = record(
    "A question of customs that waits for an upload, as openReq has it.",
    orderNo=TEXT,
    sessionID=TEXT,
    serviceTime=TEXT,
    asked_at=TIME,
    simulated=YES_NO,
)
_SHAPE: Final = {
    "type": "object",
    "description": "payExInfoStr: sessionID, payExchangeInfoHead, payExchangeInfoLists, "
    "serviceTime, certNo, signValue. The signature is over these parts character for character "
    "as they are sent (docs/signatures.md).",
    "additionalProperties": True,
}
_CODE: Final = OpenApiParameter("code", str, OpenApiParameter.PATH)


class PaymentProofsView(ClientView):
    """Uploads of the caller's enterprise."""

    scopes = {"GET": SCOPE_READ, "POST": f"{SCOPE_SEND}CEB311"}

    @extend_schema(
        operation_id="list_payment_proofs",
        summary="List the uploads of raw payment data",
        tags=[TAG],
        responses=answers(record("Newest first.", results=many(_PROOF)), 400, 401, 403),
        examples=[
            example(
                "One",
                {
                    "results": [
                        {
                            "sessionID": "fe2374-8fnejf97-55616242",
                            "payTransactionId": "4200000681202009235085032319",
                            "totalAmount": "5",
                            "currency": "142",
                            "orders": ["202009231454218421271832"],
                            "verified": True,
                            "certNo": "03000000000cde6f",
                            "sha256": "9f86d081884c7d659a2f…",
                            "received_at": "2026-11-20T09:30:00+08:00",
                        }
                    ]
                },
            )
        ],
    )
    def get(self, request: Request) -> HttpResponse:
        refuse_unknown(request.GET, ())
        return answer({"results": [_shown(row) for row in uploads_of(self.viewer)]})

    @extend_schema(
        operation_id="upload_payment_proof",
        summary="Upload raw payment data",
        description="The official form: field `payExInfoStr` of a form, or the same JSON as the "
        "body. Answers 10000 (kept, sealed), 20000 (wrong: everything that is) or 20006 (the "
        "sessionID was sent before). The signature is checked where the platform has registered "
        "a certificate. Needs the scope `send:CEB311`.",
        tags=[TAG],
        request={JSON: _SHAPE, FORM: record("The official form.", payExInfoStr=TEXT)},
        responses=answers(_ANSWER, 401, 403, 413),
        examples=[
            example(
                "Kept",
                {
                    "code": "10000",
                    "message": "上传成功",
                    "total": 0,
                    "serviceTime": 1763602200000,
                },
            )
        ],
    )
    def post(self, request: Request) -> HttpResponse:
        client, now = client_of(request), timezone.now()
        given = upload(
            _field(request._request, "payExInfoStr"),
            by=Sender(client.enterprise, client_id=client.client_id, scopes=client.scopes),
            at=now,
            origin=origin_of(request._request),
        )
        return answer({"total": 0, **given.public(language_of(request), at=now)})


class PaymentQuestionsView(ClientView):
    """Customs' questions that the caller's enterprise has to answer."""

    scopes = {"GET": SCOPE_READ}

    @extend_schema(
        operation_id="list_payment_questions",
        summary="List the questions of customs that wait for raw payment data",
        tags=[TAG],
        responses=answers(record("Oldest first.", results=many(_QUESTION)), 400, 401, 403),
        examples=[
            example(
                "One",
                {
                    "results": [
                        {
                            "orderNo": "202009231454218421271832",
                            "sessionID": "fe2374-8fnejf97-55616242",
                            "serviceTime": "1544519952469",
                            "asked_at": "2026-11-20T09:30:00+08:00",
                            "simulated": True,
                        }
                    ]
                },
            )
        ],
    )
    def get(self, request: Request) -> HttpResponse:
        refuse_unknown(request.GET, ())
        return answer({"results": [_question(row) for row in questions_of(self.viewer)]})


class PlatDataOpenView(ApiView):
    """The address that the portal offers to customs on behalf of a platform."""

    authentication_classes = (GatewayAuthentication,)
    permission_classes = (Anybody,)
    throttle_classes: Any = ()

    @extend_schema(
        operation_id="plat_data_open",
        summary="Ask a platform for raw payment data (customs)",
        description="For the customs gateway alone. `code` is the platform's customs code; form "
        "field `openReq` with orderNo, sessionID, serviceTime. Answered at once; the platform's "
        "people are told and upload.",
        tags=[TAG],
        parameters=[_CODE],
        request={
            FORM: record("The official form.", openReq=TEXT),
            JSON: record("The same as JSON.", orderNo=TEXT, sessionID=TEXT, serviceTime=TEXT),
        },
        responses=answers(_ANSWER, 401, 403, 413),
        examples=[example("Taken", {"code": "10000", "message": "", "serviceTime": 1544519952469})],
    )
    def post(self, request: Request, code: str) -> HttpResponse:
        now = timezone.now()
        given: Answer = ask(
            _field(request._request, "openReq"),
            platform=Register().get(code),
            asked_by="customs",
            simulated=is_simulated(),
            at=now,
        )
        return answer(given.public(language_of(request), at=now))


def _field(request: HttpRequest, name: str) -> str:
    """The text in a field of the official form, or the JSON body itself.

    :raises PortalError: ``body_too_large``.
    :raises UnsupportedMediaType: for other formats.
    """
    limit: int = settings.PAYMENT_PROOF_BYTES
    body = request.read(limit + 1)
    if len(body) > limit:
        raise PortalError("body_too_large", details={"limit": limit})
    kind = (request.content_type or "").lower()
    if kind == JSON:
        return body.decode(errors="replace")
    if kind != FORM:
        raise UnsupportedMediaType(kind)
    return str(QueryDict(body, encoding="utf-8").get(name, ""))


def _shown(row: PaymentProof) -> dict[str, Any]:
    facts = facts_of(row)
    return {
        "sessionID": facts.session_id,
        "payTransactionId": facts.pay_transaction_id,
        "totalAmount": f"{facts.amount.normalize():f}",
        "currency": facts.currency,
        "orders": row.order_nos,
        "verified": facts.verified,
        "certNo": facts.cert_no,
        "sha256": facts.sha256,
        "received_at": shown_time(facts.received_at),
    }


def _question(row: PaymentQuery) -> dict[str, Any]:
    return {
        "orderNo": row.order_no,
        "sessionID": row.session_id,
        "serviceTime": row.service_time,
        "asked_at": shown_time(row.asked_at),
        "simulated": row.simulated,
    }
