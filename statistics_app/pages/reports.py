"""Direct reports: the list, one report to fill in or to review, and its printed form."""

from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.labels import name_of
from enterprises.viewers import viewer_for
from statistics_app import selectors_reporting
from statistics_app.models import Report
from statistics_app.pages.governance_base import (
    GovernancePage,
    events_of,
    number_in,
    posted,
    said,
    set_choices,
    words_of,
)
from statistics_app.pages.governance_words import DEEDS, report_label
from statistics_app.rules.reporting.forms import CODES, latest
from statistics_app.rules.reporting.shape import DOUBT, Finding, Form, period_text
from statistics_app.selectors_reporting import STAGES
from statistics_app.services.reporting import filling, reviewing
from statistics_app.states import ACCEPTED, REPORT_LABELS, SUBMITTED
from zone_portal.framework.lists import (
    Field,
    FilterForm,
    Label,
    ListPage,
    ListRow,
    choice_filter,
    text_filter,
)

CHUNK = 500


class ReportForm(FilterForm):
    """Filters of the reports."""

    q = text_filter(gettext_lazy("单位或编号"), 60)
    form = choice_filter(gettext_lazy("报表"), [])
    status = choice_filter(gettext_lazy("状态"), [])
    late = choice_filter(gettext_lazy("完成期限"), [("1", gettext_lazy("已逾期"))])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "form", {code: words_of(latest(code)) for code in CODES})
        set_choices(self, "status", {code: said(texts) for code, texts in REPORT_LABELS.items()})


class ReportsPage(ListPage):
    """A firm's own reports; for officials those that wait for review or were accepted."""

    title = gettext_lazy("统计直报")
    form_class = ReportForm
    file_name = "direct-reports"
    empty_title = gettext_lazy("还没有直报表")
    empty_text = gettext_lazy("被选为报送单位后，每期结束时报表会出现在这里。")
    columns = (
        Field("name", gettext_lazy("报表"), form="link"),
        Field("who", gettext_lazy("报送单位")),
        Field("period", gettext_lazy("报告期"), form="word"),
        Field("due", gettext_lazy("最迟报送日"), form="word"),
        Field("state", gettext_lazy("状态"), form="state"),
        Field("stage", gettext_lazy("审核环节")),
        Field("sent", gettext_lazy("报送时间"), form="moment"),
        Field("number", gettext_lazy("编号"), form="word"),
    )

    def rows(self, form: ReportForm) -> Any:
        return selectors_reporting.reports(viewer_for(self.request.user), form.chosen())

    def lines(self, rows: Iterable[Report]) -> list[ListRow]:
        return [_line(row) for row in rows]

    def chunks(self, form: ReportForm) -> Any:
        found = self.rows(form).order_by("-id")
        for start in range(0, found.count(), CHUNK):
            yield found[start : start + CHUNK]

    def views(self) -> list[tuple[str, str]]:
        return [
            (_("全部"), ""),
            (_("待填报"), "status=open"),
            (_("审核中"), "status=submitted"),
            (_("已逾期"), "late=1"),
        ]

    def action(self) -> dict[str, Any]:
        if viewer_for(self.request.user).is_official:
            return {"url": reverse("statistics:report_forms"), "label": _("报表与报送单位")}
        return {"url": reverse("statistics:questionnaires"), "label": _("抽样问卷")}


def who_of(row: Report) -> str:
    """The respondent's name."""
    return row.enterprise.name if row.enterprise else name_of(row.place)


def _line(row: Report) -> ListRow:
    form = selectors_reporting.form_of_report(row)
    late = row.status in filling.FILLABLE and row.due_date < timezone.localdate()
    return ListRow(
        reverse("statistics:report", args=[row.pk]),
        {
            "name": words_of(form),
            "who": who_of(row),
            "period": period_text(form.rhythm, row.period_date),
            "due": row.due_date.isoformat(),
            "state": Label("bad", _("已逾期")) if late else report_label(row.status),
            "stage": said(STAGES[row.stage]) if row.stage else "",
            "sent": row.submitted_at,
            "number": row.number,
        },
    )


class ReportPage(GovernancePage):
    """One report: the form for who fills it in, the figures and findings for who reviews it."""

    officials_only = False
    template_name = "statistics/report.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = selectors_reporting.report_of(self.viewer, kwargs["pk"])
        if row is None:
            raise Http404
        context = super().get_context_data(**kwargs)
        form = selectors_reporting.form_of_report(row)
        speaks = filling.speaks_for(row, by=self.person, at=self.now)
        fills = speaks and row.status in filling.FILLABLE
        reviews = reviewing.may_review(row, by=self.person, at=self.now)
        findings = filling.findings_for(row) if row.figures else []
        return context | {
            "report": row,
            "form": form,
            "name": words_of(form),
            "purpose": said((form.purpose_zh, form.purpose_en)),
            "who": who_of(row),
            "period": period_text(form.rhythm, row.period_date),
            "state": report_label(row.status),
            "stage": said(STAGES[row.stage]) if row.stage else "",
            "chain": [said(STAGES[stage]) for stage in selectors_reporting.chain_of(row)],
            "approval": row.approval,
            "figures": figure_rows(form, row, context["typed"]),
            "findings": [_finding(item, row, context["typed"]) for item in findings],
            "may_fill": fills,
            "may_review": reviews,
            "may_amend": speaks and row.status == ACCEPTED,
            "is_late": row.status in filling.FILLABLE and row.due_date < self.today,
            "is_sent": row.status in {SUBMITTED, ACCEPTED},
            "events": events_of(row.steps.order_by("id"), DEEDS),
            "crumbs": [
                {"url": reverse("statistics:reports"), "label": _("统计直报")},
                {"url": "", "label": row.number},
            ],
        }

    def after(self, **kwargs: Any) -> str:
        return reverse("statistics:report", args=[kwargs["pk"]])

    def _typed(self, request: HttpRequest) -> dict[str, Any]:
        return {
            "figures": posted(request, "figure-"),
            "reasons": posted(request, "reason-"),
        }

    def save(self, request: HttpRequest, pk: int) -> str:
        """What was typed so far."""
        filling.save_report(report_id=pk, **self._typed(request), **self.who())
        return _("已保存。")

    def send(self, request: HttpRequest, pk: int) -> str:
        """Into the chain of review; what was typed is kept even where it is refused."""
        typed = self._typed(request)
        filling.save_report(report_id=pk, **typed, **self.who())
        filling.send_report(report_id=pk, **typed, **self.who())
        return _("已报送，进入审核。")

    def amend(self, request: HttpRequest, pk: int) -> str:
        """Back to the respondent, with a reason."""
        filling.amend_report(
            report_id=pk,
            version=number_in(request),
            reason=request.POST.get("reason", ""),
            **self.who(),
        )
        return _("可以更正了，更正后请重新报送。")

    def review(self, request: HttpRequest, pk: int) -> str:
        """On to the next stage, or back."""
        accepted = request.POST.get("accepted") == "yes"
        reviewing.review_report(
            report_id=pk,
            version=number_in(request),
            accepted=accepted,
            note=request.POST.get("note", ""),
            **self.who(),
        )
        return _("审核通过。") if accepted else _("已退回。")

    deeds = {"save": save, "send": send, "amend": amend, "review": review}


class ReportPrintPage(ReportPage):
    """The report as it is printed: authority, number and validity on top."""

    template_name = "statistics/report_print.html"
    http_method_names = ["get", "head", "options"]


def figure_rows(form: Form, row: Report, typed: Any) -> list[dict[str, Any]]:
    """The figures of a report in the order of its form."""
    return [
        {
            "code": figure.code,
            "name": words_of(figure),
            "unit": said((figure.unit_zh, figure.unit_en)),
            "required": figure.required,
            "value": typed.get(f"figure-{figure.code}") or row.figures.get(figure.code, ""),
            "mode": "decimal" if figure.places else "numeric",
        }
        for figure in form.figures
    ]


def _finding(item: Finding, row: Report, typed: Any) -> dict[str, Any]:
    return {
        "key": item.key,
        "code": item.code,
        "text": said((item.zh, item.en)),
        "is_doubt": item.severity == DOUBT,
        "reason": typed.get(f"reason-{item.key}") or row.reasons.get(item.key, ""),
    }
