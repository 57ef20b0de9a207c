"""Which subject is behind a number or a shop address: open to anyone, rate-limited."""

from typing import Any, Final

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from enterprises.api.frame import (
    BOTH,
    MAYBE_DAY,
    MAYBE_TEXT,
    TEXT,
    YES_NO,
    answer,
    answers,
    example,
    many,
    query,
    record,
)
from enterprises.constants import KINDS, STATUSES
from enterprises.selectors_subjects import LISTS_SOURCES, WAYS, Subject, resolve_subject
from zone_portal.framework.api import ApiView
from zone_portal.framework.public_rate import PublicRate

TAG: Final = "Subjects"

_STATES: Final = [code for code, _ in STATUSES if code != "applying"]
_SUBJECT: Final = record(
    "An enterprise as the public may know it.",
    uscc=TEXT,
    customs_code=MAYBE_TEXT,
    name=TEXT,
    kinds=many(record("A kind of enterprise.", code=TEXT, name=BOTH)),
    site=BOTH,
    filing=record(
        "How its filing stands. A firm that moved in with its zone may have no number yet.",
        state={"type": "string", "enum": _STATES},
        number=MAYBE_TEXT,
        approved_date=MAYBE_DAY,
        confirmed_year={"type": ["integer", "null"]},
    ),
    lists={
        **many({"type": "object", "additionalProperties": True}),
        "description": "Public lists the subject stands on, such as the credit negative list.",
    },
    lists_source={
        "type": "string",
        "enum": list(LISTS_SOURCES),
        "description": "`not_connected`: the lists could not be asked, an empty list says nothing.",
    },
    matched_by={"type": "string", "enum": list(WAYS)},
    others=many(record("Who filed the same shop address too.", name=TEXT, uscc=TEXT)),
    simulated={**YES_NO, "description": "An invented enterprise of a demo."},
)
_EXAMPLE: Final = {
    "uscc": "91000000MADEM0011Y",
    "customs_code": "369996D001",
    "name": "洪城云集电子商务有限公司",
    "kinds": [
        {"code": "platform", "name": {"zh": "电商平台企业", "en": "E-commerce platform"}},
    ],
    "site": {"zh": "线上综合服务平台", "en": "Online platform"},
    "filing": {
        "state": "approved",
        "number": "KJ3601202611000001",
        "approved_date": "2026-11-20",
        "confirmed_year": None,
    },
    "lists": [
        {
            "list": "abnormal_list",
            "title": {"zh": "经营异常名录", "en": "Abnormal operations list"},
            "number": "洪市监异〔2026〕12号",
            "since": "2026-08-01",
            "cause": "未按期公示年度报告",
            "source": {"zh": "市场监管（模拟）", "en": "Market supervision (simulated)"},
        }
    ],
    "lists_source": "credit",
    "matched_by": "uscc",
    "others": [],
    "simulated": True,
}


class ResolveView(ApiView):
    """One subject by exactly one of unified code, customs code, filing number, shop address."""

    authentication_classes = ()
    permission_classes = (AllowAny,)

    def get_throttles(self) -> list[BaseThrottle]:
        return [PublicRate()]

    @extend_schema(
        operation_id="resolve_subject",
        summary="Find the subject behind a number or a shop address",
        description="Public: only what the register discloses. Give exactly one parameter. A shop "
        "is found by the address of any of its pages.",
        tags=[TAG],
        auth=[],
        parameters=[
            query("uscc", "Unified social credit code."),
            query("customs_code", "Customs registration code (10 characters)."),
            query("filing_number", "Filing number (`KJ…`)."),
            query("shop", "Address of a shop or platform, with or without `https://`."),
        ],
        responses=answers(_SUBJECT, 400, 404),
        examples=[example("A platform", _EXAMPLE)],
    )
    def get(self, request: Request) -> HttpResponse:
        given = {name: text for name in WAYS if (text := request.GET.get(name, "").strip())}
        unknown = sorted(set(request.GET) - set(WAYS) - {"format"})
        if unknown or len(given) != 1:
            asked = f"give exactly one of {', '.join(WAYS)}"
            raise ValidationError({name: [asked] for name in unknown or WAYS})
        ((way, value),) = given.items()
        found = resolve_subject(way, value)
        if found is None:
            raise NotFound
        return answer(shown_subject(found))


def shown_subject(found: Subject) -> dict[str, Any]:
    """A subject as the interface gives it."""
    approved = found.filing.approved_date
    return {
        "uscc": found.uscc,
        "customs_code": found.customs_code or None,
        "name": found.name,
        "kinds": [
            {"code": kind, "name": {"zh": KINDS[kind][0], "en": KINDS[kind][1]}}
            for kind in found.kinds
        ],
        "site": {"zh": found.site, "en": found.site_en},
        "filing": {
            "state": found.filing.state,
            "number": found.filing.number or None,
            "approved_date": approved.isoformat() if approved else None,
            "confirmed_year": found.filing.confirmed_year,
        },
        "lists": list(found.lists),
        "lists_source": found.lists_source,
        "matched_by": found.matched_by,
        "others": [{"name": name, "uscc": uscc} for name, uscc in found.others],
        "simulated": found.simulated,
    }


@extend_schema(exclude=True)
class ResolveWithSlash(ResolveView):
    """The same at the address that ends like every other one."""
