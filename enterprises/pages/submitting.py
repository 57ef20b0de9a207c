"""Check your answers, submit, the confirmation, and the ways back."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.labels import name_of
from enterprises import dossiers
from enterprises import selectors_filings as filings
from enterprises.models import Filing
from enterprises.pages.answering import Answers, parts_of
from enterprises.pages.base import UNPROCESSABLE, FilingPage
from enterprises.pages.courses import review_course
from enterprises.pages.drafts import Draft, by_field, text_of
from enterprises.pages.finding import crumbs_to, open_or_404
from enterprises.pages.labels import clock_label, filing_label, language
from enterprises.services.filing import drafting, reading, standing, submitting
from enterprises.services.filing.steps import WRITERS
from enterprises.services.refusals import Refusal
from enterprises.states import OPEN_FOR_APPLICANT, SUBMITTED

INCOMPLETE = "filing_incomplete"


class CheckPage(FilingPage):
    """Everything that is filled in, with everything that is wrong; below it the button."""

    template_name = "enterprises/filing_check.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        reading.note_reading(filing=open_or_404(self, kwargs["filing"]), **self.deed())
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        filing = open_or_404(self, kwargs["filing"])
        draft = Draft(filing, self.now)
        editable = filing.status in OPEN_FOR_APPLICANT and self.may_write(filing)
        problems = draft.problems if editable else []
        answers = Answers(
            draft.masked,
            draft.values,
            draft.files,
            by_field(problems),
            only=filings.fields_open_to(self.viewer, filing) if self.viewer.is_official else None,
        )
        steps = draft.steps() if editable else []
        return (
            super().get_context_data(**kwargs)
            | review_course(draft.form, filing)
            | {
                "filing": filing,
                "title": draft.title,
                "state": filing_label(filing.status),
                "reference": draft.reference,
                "editable": editable,
                "parts": parts_of(draft.form, answers, filing_id=filing.id if editable else 0),
                "errors": kwargs.get("errors") or _errors(draft, problems),
                "errors_title": kwargs.get("errors_title") or _errors_title(len(problems)),
                "steps": steps,
                "done": sum(step.is_done for step in steps),
                "on_check": True,
                "crumbs": [
                    *crumbs_to(draft, link=editable),
                    *([{"url": "", "label": _("核对并提交")}] if editable else []),
                ],
            }
        )

    def may_write(self, filing: Filing) -> bool:
        return dossiers.role_in(self.person.pk, filing.enterprise_id) in WRITERS

    def post(self, request: HttpRequest, filing: int) -> HttpResponse:
        try:
            submitting.submit(filing_id=filing, **self.deed())
        except Refusal as refusal:
            if refusal.code not in {INCOMPLETE, "nothing_changed"}:
                raise
            errors = _refused(Draft(open_or_404(self, filing), self.now), refusal)
            whole = refusal.code == INCOMPLETE
            title = refusal.text(language()) if whole else _("没有提交")
            context = self.get_context_data(filing=filing, errors=errors, errors_title=title)
            return self.render_to_response(context, status=UNPROCESSABLE)
        return redirect("enterprises:filing_submitted", filing=filing)


def _errors(draft: Draft, problems: Sequence[Any]) -> list[dict[str, str]]:
    return [{"url": draft.url_of(problem.field), "text": text_of(problem)} for problem in problems]


def _refused(draft: Draft, refusal: Refusal) -> list[dict[str, str]]:
    problems: Sequence[Mapping[str, Any]] = refusal.details.get("problems", ())
    found = [
        {"url": draft.url_of(problem["field"]), "text": text_of(problem)} for problem in problems
    ]
    return found or [{"url": "", "text": refusal.text(language())}]


def _errors_title(count: int) -> str:
    text = ngettext("还有 %(count)s 处需要填写或更正", "还有 %(count)s 处需要填写或更正", count)
    return text % {"count": count}


class SubmittedPage(FilingPage):
    """The confirmation: the number to quote and the day by which there is an answer."""

    template_name = "enterprises/filing_submitted.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        filing = open_or_404(self, kwargs["filing"])
        if filing.submitted_at is None or filing.status in OPEN_FOR_APPLICANT:
            return redirect("enterprises:filing", filing=filing.id)
        return super().get(request, *args, opened=filing, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        filing: Filing = kwargs["opened"]
        draft = Draft(filing, self.now)
        left = filings.working_days_left(filing, on=timezone.localdate(self.now))
        return (
            super().get_context_data(**kwargs)
            | review_course(draft.form, filing)
            | {
                "filing": filing,
                "heading": _("已提交，等待审核")
                if filing.version == 1
                else _("已重新提交，等待审核"),
                "reference": draft.reference,
                "subject": filing.title or filing.enterprise.name,
                "site": name_of(filing.site),
                "clock": clock_label(left, filing.due_date),
                "file_url": file_url(filing),
                "may_withdraw": filing.status == SUBMITTED,
                "crumbs": crumbs_to(draft, link=True),
            }
        )


class DeedPage(FilingPage, ABC):
    """A button: one deed, then back to where it shows."""

    http_method_names = ["post", "options"]

    def post(self, _request: HttpRequest, filing: int) -> HttpResponse:
        return redirect(self.perform(filing))

    @abstractmethod
    def perform(self, filing_id: int) -> str:
        """Do it; returns the address to go on to."""


class Withdraw(DeedPage):
    def perform(self, filing_id: int) -> str:
        filing = submitting.withdraw(filing_id=filing_id, **self.deed())
        messages.success(self.request, _("已撤回，可以修改后再提交。"))
        return reverse("enterprises:filing", args=[filing.id])


class Drop(DeedPage):
    def perform(self, filing_id: int) -> str:
        filing = drafting.drop_draft(filing_id=filing_id, **self.deed())
        messages.success(self.request, _("草稿已删除。"))
        return file_url(filing)


class BeginChange(DeedPage):
    def perform(self, filing_id: int) -> str:
        filing = drafting.begin_change(filing_id=filing_id, **self.deed())
        return reverse("enterprises:filing", args=[filing.id])


class GiveUp(DeedPage):
    def perform(self, filing_id: int) -> str:
        filing = drafting.give_up_change(filing_id=filing_id, **self.deed())
        messages.success(self.request, _("已放弃变更，现行备案继续有效。"))
        return file_url(filing)


class Confirm(DeedPage):
    def perform(self, filing_id: int) -> str:
        filing = open_or_404(self, filing_id)
        standing.confirm_year(filing_id=filing_id, **self.deed())
        messages.success(self.request, _("已确认，谢谢。"))
        return file_url(filing)


def file_url(filing: Filing) -> str:
    """The page of the enterprise, where its filing shows."""
    return reverse("enterprises:enterprise_file", args=[filing.enterprise_id])
