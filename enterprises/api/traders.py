"""For banks: the proof behind an individual trader's certificate, and the account opened on it."""

from typing import Any, Final

from django.http import HttpResponse
from django.utils import timezone
from django.utils.timezone import localtime
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request

from enterprises.api.frame import (
    BOTH,
    MAYBE_TIME,
    TEXT,
    TIME,
    YES_NO,
    ClientView,
    answer,
    answers,
    body_of,
    example,
    many,
    must_be_kind,
    query,
    record,
    text_of,
)
from enterprises.api.permissions import client_of
from enterprises.constants import KINDS, SCOPE_ACCOUNTS
from enterprises.models import SubjectNumber
from enterprises.services.traders import Proof, read_proof, report_account

TAG: Final = "Banks"
BANK: Final = "finance"

_NUMBER: Final = OpenApiParameter(
    "number", OpenApiTypes.STR, OpenApiParameter.PATH, description="Filing number (`KJ…`)."
)
_ACCOUNT: Final = record(
    "An account as it stands in the file: masked.",
    account=TEXT,
    bank=TEXT,
    reported_at=MAYBE_TIME,
)
_PROOF: Final = record(
    "The certificate as it holds at this moment.",
    number=TEXT,
    state={"type": "string", "enum": ["approved", "suspended", "cancelled"]},
    in_force={**YES_NO, "description": "An account may be opened on it only while this is true."},
    name=TEXT,
    uscc=TEXT,
    kinds=many(record("A kind of enterprise.", code=TEXT, name=BOTH)),
    site=TEXT,
    approved_at=TIME,
    confirmed_year={"type": ["integer", "null"]},
    shops=many(TEXT),
    account_wanted=YES_NO,
    accounts=many(_ACCOUNT),
    simulated=YES_NO,
)
_PROOF_EXAMPLE: Final = {
    "number": "KJ360120261100007",
    "state": "approved",
    "in_force": True,
    "name": "艾溪湖畔个体商行",
    "uscc": "92000000MADEM00686",
    "kinds": [{"code": "individual", "name": {"zh": "个人电商", "en": "Individual trader"}}],
    "site": "线上综合服务平台",
    "approved_at": "2026-11-20T10:00:00+08:00",
    "confirmed_year": None,
    "shops": ["https://shop6.example.cn/"],
    "account_wanted": True,
    "accounts": [],
    "simulated": True,
}


class ProofView(ClientView):
    """What the QR code of a trader's certificate leads to, for the program of a bank."""

    scopes = {"GET": SCOPE_ACCOUNTS}

    @extend_schema(
        operation_id="get_trader_proof",
        summary="Verify an individual trader's certificate",
        description="Number and check code stand in the QR code of the certificate. For banks, "
        "kind `finance`. The look is logged, and the trader sees who looked.",
        tags=[TAG],
        parameters=[_NUMBER, query("code", "Check code of the certificate.", required=True)],
        responses=answers(_PROOF, 401, 403, 404),
        examples=[example("In force", _PROOF_EXAMPLE)],
    )
    def get(self, request: Request, number: str) -> HttpResponse:
        must_be_kind(request, BANK)
        proof = read_proof(
            number=number,
            code=request.GET.get("code", ""),
            bank=client_of(request).enterprise,
            at=timezone.now(),
            **self.deed(request),
        )
        return answer(_shown(proof))


class AccountView(ClientView):
    """A bank reports the account it opened for a trader."""

    scopes = {"POST": SCOPE_ACCOUNTS}

    @extend_schema(
        operation_id="report_trader_account",
        summary="Report the account opened for an individual trader",
        description="The account is kept sealed and shown masked; the trader is told.",
        tags=[TAG],
        parameters=[_NUMBER],
        request={"application/json": record("The account.", code=TEXT, account=TEXT)},
        responses=answers(_ACCOUNT, 400, 401, 403, 404, 409, 422, status=201),
        examples=[
            example(
                "An account",
                {"code": "7KQ2M9XW4TBH", "account": "6222020200001234567"},
                request=True,
            ),
            example(
                "Kept",
                {
                    "account": "6222***********4567",
                    "bank": "赣鄱清算金融服务有限公司",
                    "reported_at": "2026-11-20T10:05:00+08:00",
                },
                status=201,
            ),
        ],
    )
    def post(self, request: Request, number: str) -> HttpResponse:
        must_be_kind(request, BANK)
        body = body_of(request)
        row = report_account(
            number=number,
            code=text_of(body, "code"),
            account=text_of(body, "account"),
            bank=client_of(request).enterprise,
            at=timezone.now(),
            **self.deed(request),
        )
        return answer(_account(row), status=201)


def _shown(proof: Proof) -> dict[str, Any]:
    facts = proof.certificate
    return {
        "number": facts.number,
        "state": facts.status,
        "in_force": facts.in_force,
        "name": facts.name,
        "uscc": facts.uscc,
        "kinds": [
            {"code": kind, "name": {"zh": KINDS[kind][0], "en": KINDS[kind][1]}}
            for kind in facts.kinds
        ],
        "site": facts.site,
        "approved_at": localtime(facts.approved_at).isoformat(),
        "confirmed_year": facts.confirmed_year,
        "shops": list(proof.shops),
        "account_wanted": proof.account_wanted,
        "accounts": [_account(row) for row in proof.accounts],
        "simulated": facts.simulated,
    }


def _account(row: SubjectNumber) -> dict[str, Any]:
    return {
        "account": row.value,
        "bank": row.source,
        "reported_at": localtime(row.confirmed_at).isoformat() if row.confirmed_at else None,
    }
