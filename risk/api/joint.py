"""Joint control for programs: departments' systems and banks report signals, departments fetch
what is theirs and bring dispositions and answers."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.timezone import localtime
from rest_framework.request import Request

from credit.api.department_systems import IsSystem, SystemAuthentication
from credit.models import DepartmentClient
from enterprises.api.frame import ClientView, answer, body_of, text_of
from enterprises.constants import SCOPE_RISK
from risk.api import joint_schema as schema
from risk.models import AssistanceRequest, Case, Signal
from risk.rules.cases.sharing import DEPARTMENT, shared
from risk.selectors_joint import facts_of
from risk.services.cases.handling import Outcome
from risk.services.joint import systems
from risk.services.joint.delivering import CASE_FIELDS
from risk.services.joint.systems import Told
from zone_portal.framework.api import ApiView
from zone_portal.framework.api_lists import PAGING, keyset, page_of, refuse_unknown
from zone_portal.framework.pages import origin_of


class SignalsView(ClientView):
    """A bank or payment firm reports a signal."""

    scopes = {"POST": SCOPE_RISK}

    @schema.report
    def post(self, request: Request) -> HttpResponse:
        who = self.deed(request)
        row = systems.report(_told(request), source="bank", at=timezone.now(), **who)
        return answer(_signal(row), status=202)


class DepartmentView(ApiView):
    """A view for departments' own systems, whose token is for joint control."""

    authentication_classes = (SystemAuthentication,)
    permission_classes = (IsSystem,)

    def client(self, request: Request) -> DepartmentClient:
        """The system that asks.

        :raises Refusal: 403 ``risk_purpose_missing``.
        """
        user: Any = request.user
        client: DepartmentClient = user.client
        systems.must_be_for_joint_control(client)
        return client


class DepartmentSignalsView(DepartmentView):
    """A department's system reports a signal."""

    @schema.report_as_department
    def post(self, request: Request) -> HttpResponse:
        client = self.client(request)
        row = systems.report(
            _told(request),
            source=systems.source_of(client),
            by=systems.actor_of(client),
            at=timezone.now(),
            origin=origin_of(request._request),
        )
        return answer(_signal(row), status=202)


class DepartmentCasesView(DepartmentView):
    """The cases that the system's unit handles."""

    @schema.department_cases
    def get(self, request: Request) -> HttpResponse:
        rows = systems.cases_for(self.client(request)).select_related("enterprise")
        refuse_unknown(request.GET, PAGING)
        page = page_of(request.GET)
        return answer(keyset([rows], request, page, lambda part: [_case(row) for row in part]))


class DispositionView(DepartmentView):
    """What the unit did about a case."""

    @schema.dispose
    def post(self, request: Request, number: str) -> HttpResponse:
        client = self.client(request)
        sent = body_of(request)
        version = sent.get("version")
        case = systems.dispose(
            number=number,
            version=version if isinstance(version, int) else None,
            outcome=Outcome(
                text_of(sent, "measure"), text_of(sent, "result"), text_of(sent, "evidence")
            ),
            client=client,
            at=timezone.now(),
            origin=origin_of(request._request),
        )
        return answer(_case(case))


class DepartmentRequestsView(DepartmentView):
    """The requests for assistance that the system's department was asked."""

    @schema.department_requests
    def get(self, request: Request) -> HttpResponse:
        rows = systems.requests_for(self.client(request))
        refuse_unknown(request.GET, PAGING)
        page = page_of(request.GET)
        return answer(keyset([rows], request, page, lambda part: [_request(row) for row in part]))


class AnswerView(DepartmentView):
    """The answer to a request for assistance."""

    @schema.answer_request
    def post(self, request: Request, pk: int) -> HttpResponse:
        client = self.client(request)
        sent = body_of(request)
        row = systems.answer(
            request_id=pk,
            text=text_of(sent, "answer"),
            reference=text_of(sent, "reference"),
            declined=sent.get("declined") is True,
            client=client,
            at=timezone.now(),
            origin=origin_of(request._request),
        )
        return answer(_request(row))


def _told(request: Request) -> Told:
    sent = body_of(request)
    subject = sent.get("subject")
    about: Mapping[str, Any] = subject if isinstance(subject, dict) else {}
    evidence = sent.get("evidence")
    return Told(
        type=text_of(sent, "type"),
        kind=text_of(about, "kind"),
        subject=text_of(about, "code"),
        label=text_of(about, "name"),
        level=text_of(sent, "level"),
        text=text_of(sent, "text"),
        reference=text_of(sent, "reference"),
        evidence=evidence if isinstance(evidence, dict) else None,
    )


def _signal(row: Signal) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "reference": row.reference or None,
        "at": localtime(row.at).isoformat(),
    }


def _case(row: Case) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "number": row.number,
        "version": row.version,
        "status": row.status,
        "due_at": localtime(row.due_at).isoformat() if row.due_at else None,
        **shared(DEPARTMENT, CASE_FIELDS, facts_of(row)),
    }


def _request(row: AssistanceRequest) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "case": row.case.number,
        "question": row.question,
        "shared": row.shared,
        "status": row.status,
        "asked_at": localtime(row.asked_at).isoformat(),
        "due_at": localtime(row.due_at).isoformat(),
        "answer": row.answer or None,
    }
