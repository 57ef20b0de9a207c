"""The review page: what was filed beside what stood before, a remark at any field, the decision."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.labels import name_of
from enterprises import dossiers
from enterprises import selectors_filings as filings
from enterprises.models import Filing
from enterprises.pages.answering import Answers, parts_of
from enterprises.pages.base import CONFLICT, FilingPage, status_of
from enterprises.pages.cases import Case, version_name
from enterprises.pages.courses import events_of, review_course
from enterprises.pages.drafts import reference_of
from enterprises.pages.finding import official_case
from enterprises.pages.labels import (
    ACTIONS,
    FILING_TYPES,
    clock_label,
    filing_label,
    language,
    stage_name,
)
from enterprises.pages.line_steps import differing_lines
from enterprises.pages.saying import review_saying
from enterprises.rules.forms import Form, cautions, checklist
from enterprises.rules.reviewing import stages_of_departments
from enterprises.rules.service_levels import STRICT
from enterprises.services.filing import reading, reviewing
from enterprises.services.refusals import Refusal
from enterprises.states import APPROVED, CHANGING, IN_QUEUE, RETURNED, SUBMITTED, SUSPENDED

REMARK = "remark-"
"""Prefix of the inputs for remarks; the field code follows, nothing for the whole filing."""

SHOWN_AGAIN = frozenset(
    {
        "checklist_incomplete",
        "strict_comment_missing",
        "review_remarks_missing",
        "remark_field_unknown",
        "decision_unknown",
        "review_already_decided",
        "review_superseded",
        "not_in_review",
        "subject_taken",
        "reviewer_decided_before",
        "reviewer_is_applicant",
    }
)
"""Refusals that are told on the page itself, with what was typed still in it."""


class ReviewPage(FilingPage):
    """Read, tick, remark, decide. Somebody else's earlier decision is told, nothing is lost."""

    template_name = "enterprises/review.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        filing = official_case(self, kwargs["filing"])
        reading.note_reading(filing=filing, **self.deed())
        return self.render_to_response(self.get_context_data(opened=filing, **kwargs))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        filing: Filing = kwargs.get("opened") or official_case(self, kwargs["filing"])
        number = kwargs.get("version") or filing.version
        version = dossiers.version(filing, number)
        if version is None:
            raise Http404
        case = Case(filing, version)
        typed: Mapping[str, str] = kwargs.get("remarks", {})
        parts = parts_of(case.form, self._answers(case, typed))
        changed = sum(part.changed for part in parts)
        differing = changed + differing_lines(filing, version.version)
        current = version.version == filing.version
        told = filings.clock(filing, on=timezone.localdate(self.now))
        return (
            super().get_context_data(**kwargs)
            | review_course(case.form, filing)
            | {
                "filing": filing,
                "subject": filing.title or filing.enterprise.name,
                "type_label": FILING_TYPES[filing.type],
                "reference": filing.number or reference_of(filing),
                "state": filing_label(filing.status),
                "clock": clock_label(told.days_left if told else None, filing.due_date),
                "say": review_saying(
                    filing, differing, filings.rivals(filing), self._doubts(case, current)
                ),
                "parts": parts,
                "show_old": case.before is not None,
                "old_heading": version_name(case.before),
                "new_heading": version_name(version) if case.before else _("填报内容"),
                "shown_version": version.version,
                "changed": changed,
                "only_changed": bool(changed) and case.before is not None and not typed,
                "site": name_of(filing.site),
                "reviewer": filing.reviewer.name if filing.reviewer else "",
                "events": events_of(filing),
                "versions": self._versions(filing, version.version),
                "reveal_url": reverse("enterprises:review_reveal", args=[filing.id])
                if case.form.personal
                else "",
                "crumbs": [
                    {
                        "url": reverse("enterprises:review_queue"),
                        "label": pgettext("办理", "备案审核"),
                    },
                    {"url": "", "label": filing.title or filing.enterprise.name},
                ],
                **(self._deciding(filing, case.form, kwargs) if current else {}),
                **self._proposing(filing),
            }
        )

    def _answers(self, case: Case, typed: Mapping[str, str]) -> Answers:
        files = filings.files_by_field(filings.attachments_of_version(case.version))
        return Answers(
            values=filings.masked_values(case.version),
            asked_by=filings.values_of(case.version),
            files=files,
            changes=case.changes,
            said=case.said,
            remarks=typed,
            only=filings.fields_open_to(self.viewer, case.filing),
        )

    def _deciding(self, filing: Filing, form: Form, kwargs: Mapping[str, Any]) -> dict[str, Any]:
        mine = filing.department in stages_of_departments(self.viewer.departments)
        turn = filing.status in IN_QUEUE and mine and "reviewer" in self.viewer.roles
        ticked = kwargs.get("checked", ())
        return {
            "begin": turn and filing.status == SUBMITTED,
            "decide": turn and filing.status != SUBMITTED,
            "stage_label": stage_name(filing.department) if filing.department else "",
            "checklist": [
                {
                    "code": tick.code,
                    "label": tick.label(language()),
                    "basis": tick.basis,
                    "done": tick.code in ticked,
                }
                for tick in checklist(form, filing.department)
            ]
            if turn
            else [],
        }

    def _proposing(self, filing: Filing) -> dict[str, Any]:
        if filing.approved_version is None:
            return {}
        waiting = dossiers.open_proposal(filing)
        if waiting is not None:
            text = _("已提出%(action)s，待复核。") % {"action": ACTIONS[waiting.action]}
            url = f"{reverse('enterprises:proposals')}#p{waiting.pk}"
            return {"proposals": {"open": {"text": text, "url": url}}}
        if not self.viewer.roles & {"reviewer", "supervisor"}:
            return {}
        possible = {
            SUSPENDED: ("resume", "cancel"),
            APPROVED: ("suspend", "cancel"),
            CHANGING: ("suspend", "cancel"),
            RETURNED: ("suspend", "cancel"),
        }
        actions = [
            {"code": code, "label": ACTIONS[code]} for code in possible.get(filing.status, ())
        ]
        return {"proposals": {"actions": actions}} if actions else {}

    def _doubts(self, case: Case, current: bool) -> list[str]:
        """What is no error but should be looked at twice, while the filing waits."""
        if not current or case.filing.status not in IN_QUEUE:
            return []
        values = filings.values_of(case.version)
        found = cautions(case.form, values, on=timezone.localdate(self.now))
        said = [problem.zh if language().startswith("zh") else problem.en for problem in found]
        day = timezone.localdate(self.now)
        if filings.service_level(case.filing.enterprise_id, on=day) == STRICT:
            said.insert(0, _("该企业须从严审核，通过时须写明审核意见"))
        return said

    def _versions(self, filing: Filing, shown: int) -> list[dict[str, Any]]:
        if filing.version < 2:
            return []
        return [
            {
                "version": row.version,
                "at": row.at,
                "current": row.version == shown,
                "url": reverse("enterprises:review_version", args=[filing.id, row.version]),
            }
            for row in dossiers.versions_of(filing)
        ]

    def post(self, request: HttpRequest, filing: int) -> HttpResponse:
        sent = request.POST
        remarks = {
            name.removeprefix(REMARK): sent[name].strip()
            for name in sent
            if name.startswith(REMARK) and sent[name].strip()
        }
        checked = sent.getlist("checked")
        try:
            decided = reviewing.decide(
                filing_id=filing,
                version=_number(sent.get("version")),
                stage=_number(sent.get("stage")),
                decision=sent.get("decision", ""),
                checked=checked,
                remarks=list(remarks.items()),
                comment=sent.get("comment", ""),
                **self.deed(),
            )
        except Refusal as refusal:
            if refusal.code not in SHOWN_AGAIN:
                raise
            return self._told(refusal, filing, remarks, checked)
        messages.success(request, _outcome(decided))
        return redirect("enterprises:review_queue")

    def _told(
        self, refusal: Refusal, filing: int, remarks: Mapping[str, str], checked: Sequence[str]
    ) -> HttpResponse:
        text = refusal.text(language())
        missing = refusal.details.get("missing", ())
        context = self.get_context_data(
            filing=filing,
            remarks=remarks,
            checked=checked,
            whole_remark=remarks.get("", ""),
            comment=self.request.POST.get("comment", ""),
        )
        if refusal.status == CONFLICT:
            context["notice"] = {"tone": "bad", "text": text}
        else:
            context["errors"] = [{"id": "", "text": text}, *_unticked(context, missing)]
        return self.render_to_response(context, status=status_of(refusal))


def _unticked(context: Mapping[str, Any], missing: Sequence[str]) -> list[dict[str, str]]:
    return [
        {"id": f"tick-{number}", "text": tick["label"]}
        for number, tick in enumerate(context.get("checklist", ()), 1)
        if tick["code"] in missing
    ]


def _outcome(filing: Filing) -> str:
    name = filing.title or filing.enterprise.name
    if filing.status == RETURNED:
        return _("%(name)s：已退回补正。") % {"name": name}
    if filing.status == APPROVED:
        return _("%(name)s：已通过，备案号 %(number)s。") % {"name": name, "number": filing.number}
    stage = stage_name(filing.department)
    return _("%(name)s：本环节已通过，转%(stage)s。") % {"name": name, "stage": stage}


def _crumbs(filing: Filing) -> list[dict[str, str]]:
    queue = {"url": reverse("enterprises:review_queue"), "label": pgettext("办理", "备案审核")}
    return [queue, {"url": "", "label": filing.title or filing.enterprise.name}]


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 9 else -1
