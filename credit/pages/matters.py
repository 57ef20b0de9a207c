"""What a firm finds of its own: cases, claims, warnings, measures, records, commitments."""

from dataclasses import replace
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from credit import selectors_cases, selectors_measures
from credit.models import Commitment, Record
from credit.pages.supervision_base import (
    FORBIDDEN,
    NOT_FOUND,
    SupervisionPage,
    refuse_unless_official,
    refused,
    status_of,
)
from credit.pages.supervision_labels import (
    case_label,
    cause_label,
    claim_kind,
    claim_label,
    ground_label,
    item_row,
    language,
    record_name,
    said,
    subject_name,
    warning_label,
)
from credit.rules.record_kinds import KINDS as RECORD_KINDS
from credit.rules.supervision.commitments import COMMITMENTS
from credit.services.supervision import committing
from enterprises.models import Enterprise
from enterprises.viewers import Viewer
from zone_portal.framework.lists import Label
from zone_portal.kernel.errors import PortalError

EVERYTHING: Final = {"status": "all"}
MOST: Final = 50
MARKS: Final = {"disputed": "warn", "repaired": "ok"}


class MattersPage(SupervisionPage):
    """Everything of credit that concerns the viewer's own firms, with what can be done about it."""

    template_name = "credit/matters.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        viewer, today = self._narrowed(), self.today
        claims = selectors_cases.claims(viewer, EVERYTHING, on=today).order_by("-pk")[:MOST]
        open_now = {(row.kind, row.record_id) for row in claims if row.status not in _CLOSED}
        return super().get_context_data(**kwargs) | {
            "cases": [
                {
                    "url": reverse("credit:case", args=[row.pk]),
                    "number": row.number,
                    "cause": cause_label(row.cause),
                    "state": case_label(row.status),
                    "on": row.notified_at,
                }
                for row in selectors_cases.cases(viewer, EVERYTHING, on=today).order_by("-pk")[
                    :MOST
                ]
            ],
            "claims": [
                {
                    "url": reverse("credit:claim", args=[row.pk]),
                    "number": row.number,
                    "kind": claim_kind(row.kind),
                    "state": claim_label(row.status),
                    "due": row.due_date,
                }
                for row in claims
            ],
            "warnings": [
                {
                    "url": reverse("credit:warning", args=[row.pk]),
                    "number": row.number,
                    "text": row.text[:80],
                    "state": warning_label(row.status),
                    "until": row.until_date,
                }
                for row in selectors_cases.warnings(viewer, {}).order_by("-pk")[:MOST]
            ],
            "measures": [
                item_row(row.item) | {"ground": ground_label(row.ground), "since": row.from_date}
                for row in selectors_measures.own_measures(viewer, on=today)
            ],
            "records": [_record(row, open_now) for row in selectors_cases.own_records(viewer)],
        }

    def _narrowed(self) -> Viewer:
        """The viewer as acting for the one firm that ``?firm=`` names, if it is one of theirs."""
        chosen = self.request.GET.get("firm", "")
        own = tuple(number for number in self.viewer.own_ids if str(number) == chosen)
        return replace(self.viewer, own_ids=own, enterprise_ids=own) if own else self.viewer


class CommitmentsPage(SupervisionPage):
    """A firm signs its commitments here; officials see who promised what and record breaches."""

    template_name = "credit/commitments.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = list(selectors_cases.commitments(self.viewer).order_by("-signed_at")[:200])
        signed = {(row.subject.enterprise_id, row.kind) for row in rows if row.to_date is None}
        return super().get_context_data(**kwargs) | {
            "is_official": self.viewer.is_official,
            "handles": bool(self.viewer.roles & {"reviewer", "supervisor"}),
            "firms": [] if self.viewer.is_official else self._firms(signed),
            "rows": [_commitment(row) for row in rows],
            "severities": [
                ("minor", _("轻微")),
                ("general", _("一般")),
                ("serious", _("严重")),
            ],
        }

    def _firms(self, signed: set[tuple[int | None, str]]) -> list[dict[str, Any]]:
        firms: list[Enterprise] = selectors_cases.own_firms(self.viewer)
        return [
            {
                "firm": firm,
                "texts": [
                    {
                        "code": text.code,
                        "title": said((text.zh, text.en)),
                        "text": said((text.text_zh, text.text_en)),
                        "basis": text.basis,
                        "signed": (firm.pk, text.code) in signed,
                    }
                    for text in COMMITMENTS.values()
                ],
            }
            for firm in firms
        ]


class SignPage(SupervisionPage):
    """The button under a commitment."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest) -> HttpResponse:
        firm = request.POST.get("enterprise", "")
        committing.sign(
            enterprise_id=int(firm) if firm.isdecimal() else 0,
            kind=request.POST.get("kind", ""),
            language=language(),
            **self.deed(),
        )
        messages.success(request, _("承诺已签署。"))
        return redirect("credit:commitments")


class BreachPage(SupervisionPage):
    """An official records that a commitment was broken."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        refuse_unless_official(request)
        sent = request.POST
        try:
            committing.record_breach(
                commitment_id=pk,
                severity=sent.get("severity", ""),
                number=sent.get("number", ""),
                cause=sent.get("cause", ""),
                **self.deed(),
            )
        except PortalError as refusal:
            if status_of(refusal) in {FORBIDDEN, NOT_FOUND}:
                return refused(request, refusal)
            messages.error(request, refusal.text(language()))
            return redirect("credit:commitments")
        messages.success(request, _("违诺已记入信用记录。"))
        return redirect("credit:commitments")


_CLOSED: Final = frozenset({"accepted", "rejected", "withdrawn"})


def _record(row: Record, open_now: set[tuple[str, int | None]]) -> dict[str, Any]:
    kind = RECORD_KINDS.get(row.kind)
    mark = getattr(row, "mark", None) or ""
    grade = kind.grade_on(row.grade, row.from_date) if kind else None
    busy = ("objection", row.pk) in open_now or ("repair", row.pk) in open_now
    is_bad = kind is not None and kind.tone == "bad"
    return {
        "id": row.pk,
        "name": record_name(row),
        "source": said((row.source.zh, row.source.en)),
        "cause": row.cause,
        "grade": said((grade.zh, grade.en)) if grade else row.grade,
        "count": f"{row.good} / {row.total}" if row.total else "",
        "on": row.occurred_date,
        "until": row.to_date,
        "mark": Label(MARKS[mark], _("异议中") if mark == "disputed" else _("已修复"))
        if mark in MARKS
        else None,
        "may_object": not busy and mark not in MARKS,
        "may_repair": not busy and is_bad and mark not in MARKS and row.kind != "negative_list",
    }


def _commitment(row: Commitment) -> dict[str, Any]:
    text = COMMITMENTS[row.kind]
    broken = bool(getattr(row, "broken", False))
    return {
        "id": row.pk,
        "subject": subject_name(row),
        "title": said((text.zh, text.en)),
        "text": row.text,
        "digest": row.digest[:12],
        "signed_at": row.signed_at,
        "state": Label("bad", _("有违诺记录")) if broken else Label("ok", _("履行中")),
    }
