"""Targets of the plans for programs, and the direct reports of their own enterprise."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.request import Request

from enterprises.api.frame import ClientView, answer, body_of
from enterprises.constants import SCOPE_READ, SCOPE_REPORTS
from statistics_app import selectors_reporting, selectors_targets
from statistics_app.api import targets_schema as schema
from statistics_app.models import PlanTarget, Report
from statistics_app.rules.reporting.shape import period_text
from statistics_app.rules.targets import POLICY
from statistics_app.selectors_targets import Standing
from statistics_app.services.reporting import filling
from zone_portal.framework.api_lists import PAGING, keyset, page_of, refuse_unknown


class TargetsView(ClientView):
    """Every target with its pace."""

    scopes = {"GET": SCOPE_READ}

    @schema.targets
    def get(self, request: Request) -> HttpResponse:
        refuse_unknown(request.GET, ("zone",))
        rows = PlanTarget.objects.all().select_related("same_as").order_by("zone", "line", "id")
        if request.GET.get("zone"):
            rows = rows.filter(zone=request.GET["zone"])
        found = selectors_targets.standings(rows, today=timezone.localdate())
        return answer({"results": [_target(row) for row in found]})


class ReportsView(ClientView):
    """The caller's own direct reports, newest first."""

    scopes = {"GET": SCOPE_READ}

    @schema.reports
    def get(self, request: Request) -> HttpResponse:
        refuse_unknown(request.GET, PAGING)
        rows = selectors_reporting.reports(self.viewer, {}).order_by()
        page = page_of(request.GET)
        return answer(keyset([rows], request, page, lambda part: [_report(row) for row in part]))


class ReportView(ClientView):
    """One report with its form and what the checks say; sent by POST."""

    scopes = {"GET": SCOPE_READ, "POST": SCOPE_REPORTS}

    @schema.report
    def get(self, request: Request, pk: int) -> HttpResponse:
        refuse_unknown(request.GET, ())
        row = selectors_reporting.report_of(self.viewer, pk)
        if row is None:
            raise NotFound
        return answer(_whole(row))

    @schema.report_send
    def post(self, request: Request, pk: int) -> HttpResponse:
        body = body_of(request)
        filling.send_report(
            report_id=pk,
            figures=_texts(body, "figures"),
            reasons=_texts(body, "reasons"),
            viewer=self.viewer,
            at=timezone.now(),
            **self.deed(request),
        )
        row = selectors_reporting.report_of(self.viewer, pk)
        if row is None:
            raise NotFound
        return answer(_whole(row))


def _texts(body: Mapping[str, Any], name: str) -> dict[str, str]:
    """An object of texts and numbers, as texts.

    :raises ValidationError: 400 ``parameters_invalid``.
    """
    given = body.get(name, {})
    if not isinstance(given, dict) or not all(
        isinstance(value, str | int) and not isinstance(value, bool) for value in given.values()
    ):
        raise ValidationError({name: ["an object of strings"]})
    return {str(key): str(value) for key, value in given.items()}


def _target(row: Standing) -> dict[str, Any]:
    target, measured = row.target, row.measured
    return {
        "id": str(target.pk),
        "zone": target.zone,
        "plan": target.plan,
        "indicator": target.indicator,
        "title": {"zh": target.zh, "en": target.en},
        "basis": target.basis,
        "target": target.target_text,
        "unit": {"zh": target.unit, "en": target.unit_en},
        "deadline": target.year_text,
        "due": row.deadline.due.isoformat() if row.deadline.due else None,
        "is_policy": target.sense == POLICY,
        "same_as": str(target.same_as_id) if target.same_as_id else None,
        "state": row.pace.state,
        "value": str(measured.value) if measured else None,
        "as_of": measured.day.isoformat() if measured else None,
        "origin": measured.origin if measured else None,
    }


def _report(row: Report) -> dict[str, Any]:
    form = selectors_reporting.form_of_report(row)
    return {
        "id": str(row.pk),
        "number": row.number,
        "form": row.form,
        "form_version": row.form_version,
        "title": {"zh": form.zh, "en": form.en},
        "period": period_text(form.rhythm, row.period_date),
        "due": row.due_date.isoformat(),
        "status": row.status,
        "stage": row.stage or None,
    }


def _whole(row: Report) -> dict[str, Any]:
    form = selectors_reporting.form_of_report(row)
    findings = filling.findings_for(row) if row.figures else []
    return {
        **_report(row),
        "approval": {
            "authority": row.approval.authority,
            "approved_by": row.approval.approved_by_office,
            "number": row.approval.number,
            "valid_until": row.approval.to_date.isoformat(),
        },
        "asked": [
            {
                "code": figure.code,
                "title": {"zh": figure.zh, "en": figure.en},
                "unit": {"zh": figure.unit_zh, "en": figure.unit_en},
                "required": figure.required,
                "places": figure.places,
            }
            for figure in form.figures
        ],
        "figures": row.figures,
        "reasons": row.reasons,
        "findings": [
            {
                "key": item.key,
                "code": item.code,
                "field": item.field,
                "severity": item.severity,
                "text": {"zh": item.zh, "en": item.en},
            }
            for item in findings
        ],
    }
