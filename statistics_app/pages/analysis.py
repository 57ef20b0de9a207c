"""Analysis reports in the zone office: templates edited and put into use, reports published."""

from typing import Any, Final

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from statistics_app.constants import COVERAGES
from statistics_app.models import AnalysisReport, AnalysisTemplate
from statistics_app.pages.analysis_view import shown_report, shown_sections
from statistics_app.pages.governance_base import (
    GovernancePage,
    events_of,
    labelled,
    number_in,
    posted,
    said,
)
from statistics_app.rules.analysis.figures import NAMES
from statistics_app.rules.analysis.reporting import MOST_SECTIONS, PERIODS, TABLE_CODES, TOTALS
from statistics_app.rules.analysis.writing import FORMS
from statistics_app.rules.bulletins.tables import STAGES, TABLES
from statistics_app.services.analysis import reports, templates
from statistics_app.services.governance.common import RELEASING, is_office
from statistics_app.states import (
    ANALYSIS_LABELS,
    ANALYSIS_TEMPLATE_LABELS,
    DRAFT,
    IN_USE,
    PROPOSED,
)
from zone_portal.kernel.periods import parse_day

TONES: Final = {
    "draft": "idle", "proposed": "wait", "published": "ok", "dropped": "idle", "in_use": "ok",
    "retired": "idle",
}  # fmt: skip
DEEDS: Final = {
    "drafted": gettext_lazy("起草"),
    "saved": gettext_lazy("修改"),
    "used": gettext_lazy("启用"),
    "retired": gettext_lazy("停用"),
    "proposed": gettext_lazy("提请发布"),
    "sent_back": gettext_lazy("退回"),
    "published": gettext_lazy("发布"),
    "dropped": gettext_lazy("放弃"),
}
MOST_SHOWN: Final = 60
FOR_REPORTS: Final = ("A", "C")


class AnalysisPage(GovernancePage):
    """Every report and every template; a post drafts the next of either."""

    template_name = "statistics/analysis.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = AnalysisReport.objects.select_related("template").defer("inputs", "content")
        all_templates = list(AnalysisTemplate.objects.order_by("code", "-edition"))
        return super().get_context_data(**kwargs) | {
            "rows": [
                {
                    "it": row,
                    "url": reverse("statistics:analysis_report", args=[row.pk]),
                    "title": said((row.template.title_zh, row.template.title_en)),
                    "stage": said(STAGES[row.stage]),
                    "state": labelled(ANALYSIS_LABELS, TONES, row.status),
                }
                for row in rows.order_by("-first", "-id")[:MOST_SHOWN]
            ],
            "templates": [
                {
                    "it": row,
                    "url": reverse("statistics:analysis_template", args=[row.pk]),
                    "title": said((row.title_zh, row.title_en)),
                    "period": said(PERIODS[row.period]),
                    "state": labelled(ANALYSIS_TEMPLATE_LABELS, TONES, row.status),
                }
                for row in all_templates
            ],
            "in_use": [
                {"pk": row.pk, "name": said((row.title_zh, row.title_en))}
                for row in all_templates
                if row.status == IN_USE
            ],
            "periods": [{"code": code, "name": said(words)} for code, words in PERIODS.items()],
            "coverages": [
                {"code": code, "name": f"{code} {said(COVERAGES[code])}"} for code in FOR_REPORTS
            ],
            "may_draft": is_office(self.viewer),
        }

    def draft(self, request: HttpRequest) -> str:
        """The next report."""
        row = reports.draft_report(
            template_id=number_in(request, "template"),
            month=parse_day(f"{request.POST.get('month', '')}-01"),
            reason=request.POST.get("reason", ""),
            **self.who(),
        )
        self.drafted = reverse("statistics:analysis_report", args=[row.pk])
        return _("已起草，请核对后提请发布。")

    def template(self, request: HttpRequest) -> str:
        """The next edition of a template."""
        row = templates.draft_template(
            code=request.POST.get("code", ""),
            title_zh=request.POST.get("title_zh", ""),
            title_en=request.POST.get("title_en", ""),
            period=request.POST.get("period", ""),
            coverage=request.POST.get("coverage", ""),
            reason=request.POST.get("template_reason", ""),
            **self.who(),
        )
        self.drafted = reverse("statistics:analysis_template", args=[row.pk])
        return _("已起草模板，请修改、核对后启用。")

    def after(self, **_kwargs: Any) -> str:
        return self.drafted

    deeds = {"draft": draft, "template": template}


class AnalysisTemplatePage(GovernancePage):
    """One edition of a template: its sections, all that is wrong with it, what it would say."""

    template_name = "statistics/analysis_template.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = AnalysisTemplate.objects.filter(pk=kwargs["pk"]).first()
        if row is None:
            raise Http404
        wrong = templates.wrong_with(row)
        made = None if wrong else reports.preview(row)
        may_edit = is_office(self.viewer) and row.status == DRAFT
        sections = [{**one, "number": number} for number, one in enumerate(row.sections, start=1)]
        if may_edit and len(sections) < MOST_SECTIONS:
            sections.append({"number": len(sections) + 1})
        return super().get_context_data(**kwargs) | {
            "row": row,
            "title": said((row.title_zh, row.title_en)),
            "period": said(PERIODS[row.period]),
            "state": labelled(ANALYSIS_TEMPLATE_LABELS, TONES, row.status),
            "sections": sections,
            "tables": [{"code": code, "name": _table_name(code)} for code in ("", *TABLE_CODES)],
            "wrong": [{"id": one.field, "text": said((one.zh, one.en))} for one in wrong],
            "preview": shown_sections(made[0]) if made else [],
            "lacking": made[1] if made else [],
            "names": _names(),
            "may_edit": may_edit,
            "events": events_of(row.steps.order_by("id"), DEEDS),
            "crumbs": [
                {"url": reverse("statistics:analysis"), "label": _("分析报告")},
                {"url": "", "label": f"{row.code} {row.edition}"},
            ],
        }

    def after(self, **kwargs: Any) -> str:
        return reverse("statistics:analysis_template", args=[kwargs["pk"]])

    def save(self, request: HttpRequest, pk: int) -> str:
        """The sections as typed; one without title and words is gone."""
        sections = []
        for number in range(1, MOST_SECTIONS + 1):
            typed = posted(request, f"s{number}-")
            if any(typed.get(name, "").strip() for name in ("title_zh", "title_en", "zh", "en")):
                sections.append({**typed, "chart": typed.get("chart") == "yes"})
        templates.save_template(
            template_id=pk, version=number_in(request), sections=sections, **self.who()
        )
        return _("已保存。")

    def use(self, request: HttpRequest, pk: int) -> str:
        """Into use."""
        templates.use_template(template_id=pk, version=number_in(request), **self.who())
        return _("已启用，以后的报告按此模板编写。")

    deeds = {"save": save, "use": use}


class AnalysisReportPage(GovernancePage):
    """One report: what it says, what was left out and why, own words, its history."""

    template_name = "statistics/analysis_report.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = AnalysisReport.objects.select_related("template").filter(pk=kwargs["pk"]).first()
        if row is None:
            raise Http404
        office = is_office(self.viewer)
        shown = shown_report(row)
        return super().get_context_data(**kwargs) | {
            "report": row,
            "shown": shown,
            "state": labelled(ANALYSIS_LABELS, TONES, row.status),
            "left_out": row.left_out,
            "own": [
                {
                    "number": one["number"],
                    "title": one["title"],
                    "zh": row.own.get(str(one["number"]), ["", ""])[0],
                    "en": row.own.get(str(one["number"]), ["", ""])[1],
                }
                for one in shown["sections"]
            ],
            "may_edit": office and row.status == DRAFT,
            "may_decide": row.status == PROPOSED and is_office(self.viewer, RELEASING),
            "is_own": row.proposed_by_id == self.person.pk,
            "events": events_of(row.steps.order_by("id"), DEEDS),
            "crumbs": [
                {"url": reverse("statistics:analysis"), "label": _("分析报告")},
                {"url": "", "label": f"{row.first:%Y-%m}"},
            ],
        }

    def after(self, **kwargs: Any) -> str:
        return reverse("statistics:analysis_report", args=[kwargs["pk"]])

    def save(self, request: HttpRequest, pk: int) -> str:
        """Own words, by section."""
        zh, en = posted(request, "own_zh-"), posted(request, "own_en-")
        own = {number: (zh.get(number, ""), en.get(number, "")) for number in {*zh, *en}}
        reports.write_own(report_id=pk, version=number_in(request), own=own, **self.who())
        return _("已保存。")

    def propose(self, request: HttpRequest, pk: int) -> str:
        """To the second person."""
        reports.propose_report(report_id=pk, version=number_in(request), **self.who())
        return _("已提请发布，须由另一位复核负责人发布。")

    def decide(self, request: HttpRequest, pk: int) -> str:
        """The second person's word."""
        accepted = request.POST.get("accepted") == "yes"
        reports.decide_report(
            report_id=pk,
            version=number_in(request),
            accepted=accepted,
            note=request.POST.get("note", ""),
            **self.who(),
        )
        return _("已发布，任何人都可以查阅。") if accepted else _("已退回。")

    def drop(self, request: HttpRequest, pk: int) -> str:
        """The draft is given up."""
        reports.drop_report(report_id=pk, version=number_in(request), **self.who())
        return _("已放弃。")

    deeds = {"save": save, "propose": propose, "decide": decide, "drop": drop}


def _table_name(code: str) -> str:
    if not code:
        return _("不附表")
    if code == TOTALS:
        return _("总计")
    return said(next(table.title for table in TABLES if table.code == code))


def _names() -> list[dict[str, str]]:
    """The names of the totals and of the first lines: the others are formed alike."""
    shown = [
        name for name in NAMES if not any(part in name for part in (".2.", ".3.", ".4.", ".5."))
    ]
    return [
        {"name": f"{{{name}}}", "forms": ", ".join(one for one in FORMS[NAMES[name]] if one)}
        for name in shown
        if not name.startswith("fact.")
    ]
