"""The forms of direct reporting: approvals, respondents, how a period stands, its sums."""

from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.labels import name_of
from reference.selectors import rule_settings
from statistics_app import selectors_reporting
from statistics_app.models import Respondent
from statistics_app.pages.governance_base import (
    GovernancePage,
    day_in,
    number_in,
    said,
    words_of,
)
from statistics_app.pages.governance_words import plain, report_label
from statistics_app.rules.reporting.forms import CODES, latest
from statistics_app.rules.reporting.parameters import due_day_of
from statistics_app.rules.reporting.shape import RHYTHMS, Form, last_closed, period_text
from statistics_app.services.governance.common import RELEASING, is_office
from statistics_app.services.reporting import forms
from statistics_app.services.reporting.forms import Approval
from statistics_app.states import REPORT_LABELS


class ReportFormsPage(GovernancePage):
    """All forms, and who is late."""

    template_name = "statistics/report_forms.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "forms": [self._form(latest(code)) for code in CODES],
            "late": [
                {"row": row, "who": row.enterprise.name if row.enterprise else name_of(row.place)}
                for row in selectors_reporting.late_list(self.viewer, today=self.today)
            ],
        }

    def _form(self, form: Form) -> dict[str, Any]:
        period = last_closed(form.rhythm, self.today)
        counts = selectors_reporting.counts_of(form.code, period)
        return {
            "form": form,
            "name": words_of(form),
            "rhythm": said(RHYTHMS[form.rhythm][:2]),
            "approval": selectors_reporting.approval_on(form, self.today),
            "respondents": len(selectors_reporting.respondents(form.code, on=self.today)),
            "period": period_text(form.rhythm, period),
            "counts": [
                {"label": report_label(status), "count": counts[status]}
                for status in REPORT_LABELS
                if status in counts
            ],
        }


class ReportFormPage(GovernancePage):
    """One form."""

    template_name = "statistics/report_form.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        code = kwargs["code"]
        if code not in CODES:
            raise Http404
        form = latest(code)
        period = last_closed(form.rhythm, self.today)
        office = is_office(self.viewer)
        sums = {row.code: row for row in selectors_reporting.sums_of(form, period)}
        return super().get_context_data(**kwargs) | {
            "form": form,
            "name": words_of(form),
            "purpose": said((form.purpose_zh, form.purpose_en)),
            "period": period_text(form.rhythm, period),
            "due_day": due_day_of(form, rule_settings(on=self.today)),
            "figures": [
                {
                    "name": words_of(figure),
                    "unit": said((figure.unit_zh, figure.unit_en)),
                    "sum": plain(sums[figure.code].total),
                    "reports": sums[figure.code].reports,
                }
                for figure in form.figures
            ],
            "approvals": selectors_reporting.approvals(code),
            "is_approved": selectors_reporting.approval_on(form, self.today) is not None,
            "respondents": [
                {"row": row, "who": respondent_name(row)}
                for row in selectors_reporting.respondents(code, on=self.today)
            ],
            "is_of_sites": form.respondents == "site",
            "may_edit": office,
            "may_confirm": is_office(self.viewer, RELEASING),
            "person": self.person.pk,
            "crumbs": [
                {"url": reverse("statistics:report_forms"), "label": _("报表与报送单位")},
                {"url": "", "label": words_of(form)},
            ],
        }

    def after(self, **kwargs: Any) -> str:
        return reverse("statistics:report_form", args=[kwargs["code"]])

    def approve(self, request: HttpRequest, code: str) -> str:
        """An approval is entered."""
        sent = request.POST
        forms.enter_approval(
            code=code,
            new=Approval(
                authority=sent.get("authority", ""),
                approved_by_office=sent.get("approved_by_office", ""),
                number=sent.get("number", ""),
                from_date=day_in(request, "from_date"),
                to_date=day_in(request, "to_date"),
            ),
            **self.who(),
        )
        return _("已登记，须由另一人核对原件后确认。")

    def confirm(self, request: HttpRequest, **_kwargs: Any) -> str:
        """Another person confirms it."""
        forms.confirm_approval(approval_id=number_in(request, "approval"), **self.who())
        return _("已确认，报告期结束后即可下发。")

    def add(self, request: HttpRequest, code: str) -> str:
        """A respondent comes."""
        forms.add_respondent(code=code, who=request.POST.get("who", ""), **self.who())
        return _("已加入报送单位。")

    def end(self, request: HttpRequest, **_kwargs: Any) -> str:
        """A respondent goes."""
        forms.end_respondent(respondent_id=number_in(request, "respondent"), **self.who())
        return _("已移出报送单位。")

    deeds = {"approve": approve, "confirm": confirm, "add": add, "end": end}


def respondent_name(row: Respondent) -> str:
    """Who reports."""
    if row.enterprise is not None:
        return row.enterprise.name
    return name_of(row.site) if row.site else ""
