"""Sample surveys: designs, what was drawn and answered, the estimate; a firm's questionnaires."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.labels import name_of
from enterprises.constants import KINDS
from enterprises.viewers import viewer_for
from statistics_app import selectors_reporting
from statistics_app.models import Survey
from statistics_app.pages.governance_base import (
    GovernancePage,
    day_in,
    events_of,
    number_in,
    refuse_unless_official,
    said,
)
from statistics_app.pages.governance_words import DEEDS, plain, survey_label
from statistics_app.rules.sampling import ALLOCATIONS
from statistics_app.selectors_reporting import KIND, SITE
from statistics_app.services.governance.common import is_office
from statistics_app.services.reporting import surveys
from statistics_app.services.reporting.surveys import Design
from statistics_app.states import CLOSED, DRAFT, DRAWN
from zone_portal.framework.lists import Field, FilterForm, ListPage, ListRow


class SurveysPage(ListPage):
    """Surveys, newest first."""

    title = gettext_lazy("抽样调查")
    form_class = FilterForm
    file_name = "surveys"
    empty_title = gettext_lazy("还没有抽样调查")
    empty_text = gettext_lazy("设计分层样本，可重现地抽取，收集后推算总量和误差。")
    columns = (
        Field("title", gettext_lazy("名称"), form="link"),
        Field("drawn", gettext_lazy("样本"), numeric=True, form="count"),
        Field("answered", gettext_lazy("已答复"), numeric=True, form="count"),
        Field("due", gettext_lazy("答复期限"), form="word"),
        Field("total", gettext_lazy("推算总量"), numeric=True),
        Field("error", gettext_lazy("相对误差"), numeric=True),
        Field("state", gettext_lazy("状态"), form="state"),
        Field("number", gettext_lazy("编号"), form="word"),
    )

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        refuse_unless_official(request)
        return super().get(request, *args, **kwargs)

    def rows(self, _form: FilterForm) -> Any:
        return selectors_reporting.surveys(viewer_for(self.request.user))

    def lines(self, rows: Iterable[Any]) -> list[ListRow]:
        return [_line(row) for row in rows]

    def chunks(self, form: FilterForm) -> Any:
        yield list(self.rows(form).order_by("-id"))

    def action(self) -> dict[str, Any]:
        if not is_office(viewer_for(self.request.user)):
            return {}
        return {"url": reverse("statistics:survey_new"), "label": _("设计调查")}


def _line(row: Any) -> ListRow:
    found = row.estimate or {}
    return ListRow(
        reverse("statistics:survey", args=[row.pk]),
        {
            "title": row.title,
            "drawn": row.drawn,
            "answered": row.answered,
            "due": row.due_date.isoformat(),
            "total": f"{plain(Decimal(found['total']))} {row.unit}" if found else "—",
            "error": f"{found['relative']}%" if found.get("relative") else "—",
            "state": survey_label(row.status),
            "number": row.number,
        },
    )


def strata_names(strata_by: str) -> dict[str, str]:
    """The strata that may be chosen, by code."""
    if strata_by == KIND:
        return {code: said(texts) for code, texts in KINDS.items()}
    return {site.code: name_of(site) for site in selectors_reporting.places()}


class NewSurveyPage(GovernancePage):
    """Design a survey."""

    template_name = "statistics/survey_new.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if not is_office(self.viewer):
            raise Http404
        context = super().get_context_data(**kwargs)
        typed = context["typed"]
        chosen = typed.getlist("strata") if hasattr(typed, "getlist") else []
        return context | {
            "bases": [
                {
                    "code": code,
                    "label": label,
                    "strata": [
                        {"value": f"{code}:{name}", "label": text}
                        for name, text in strata_names(code).items()
                    ],
                }
                for code, label in ((KIND, _("按企业类型分层")), (SITE, _("按所属平台分层")))
            ],
            "chosen": chosen,
            "allocations": [(code, said(texts)) for code, texts in ALLOCATIONS.items()],
            "crumbs": [
                {"url": reverse("statistics:surveys"), "label": _("抽样调查")},
                {"url": "", "label": _("设计调查")},
            ],
        }

    def post(self, request: HttpRequest, **kwargs: Any) -> Any:
        return super().post(request, **kwargs, deed="design")

    def after(self, **_kwargs: Any) -> str:
        return reverse("statistics:surveys")

    def design(self, request: HttpRequest) -> str:
        """Keep a design that can be drawn."""
        sent = request.POST
        chosen = [value.partition(":") for value in sent.getlist("strata")]
        by = {before for before, _sep, _after in chosen}
        names = ("title", "question", "unit", "authority", "approval_number", "size", "seed")
        typed = {name: sent.get(name, "") for name in (*names, "allocation")}
        surveys.design_survey(
            new=Design(
                **typed,
                valid_until=day_in(request, "valid_until"),
                strata_by=by.pop() if len(by) == 1 else "",
                strata=tuple(after for _before, _sep, after in chosen),
                due=day_in(request, "due"),
            ),
            **self.who(),
        )
        return _("已保存设计，可以抽样。")

    deeds = {"design": design}


class SurveyPage(GovernancePage):
    """One survey: its design, its strata, its estimate."""

    template_name = "statistics/survey.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = selectors_reporting.survey_of(self.viewer, kwargs["pk"])
        if row is None:
            raise Http404
        office = is_office(self.viewer)
        names = strata_names(row.strata_by)
        return super().get_context_data(**kwargs) | {
            "survey": row,
            "state": survey_label(row.status),
            "strata": [
                {
                    "name": names.get(part.stratum, part.stratum),
                    "population": part.population,
                    "drawn": part.drawn,
                    "answered": len(part.values),
                }
                for part in selectors_reporting.answers_of(row)
            ],
            "chosen": said(("、", ", ")).join(names.get(code, code) for code in row.frame),
            "allocation": said(ALLOCATIONS[row.allocation]),
            "estimate": _estimate(row),
            "sample": _sample(row) if office and row.status != DRAFT else [],
            "may_draw": office and row.status == DRAFT,
            "may_close": office and row.status == DRAWN,
            "is_closed": row.status == CLOSED,
            "events": events_of(row.steps.order_by("id"), DEEDS),
            "crumbs": [
                {"url": reverse("statistics:surveys"), "label": _("抽样调查")},
                {"url": "", "label": row.number},
            ],
        }

    def after(self, **kwargs: Any) -> str:
        return reverse("statistics:survey", args=[kwargs["pk"]])

    def draw(self, request: HttpRequest, pk: int) -> str:
        """The sample."""
        surveys.draw_survey(survey_id=pk, version=number_in(request), **self.who())
        return _("已抽样并通知样本企业。")

    def close(self, request: HttpRequest, pk: int) -> str:
        """The estimate."""
        surveys.close_survey(survey_id=pk, version=number_in(request), **self.who())
        return _("已结束收集并推算。")

    deeds = {"draw": draw, "close": close}


def _estimate(row: Survey) -> dict[str, str]:
    found = row.estimate
    if not found:
        return {}
    shown = {name: plain(Decimal(str(found[name]))) for name in ("total", "error", "low", "high")}
    return shown | {
        "relative": f"{found['relative']}%" if found["relative"] else "—",
        "level": f"{found['level']}%",
        "answered": str(found["answered"]),
        "drawn": str(found["drawn"]),
        "population": str(found["population"]),
    }


def _sample(row: Survey) -> list[Any]:
    """Who was drawn and whether it answered; the answers themselves are not shown."""
    return list(row.units.select_related("enterprise").order_by("place")[:500])


class QuestionnairesPage(GovernancePage):
    """The questionnaires of one's own enterprises."""

    officials_only = False
    template_name = "statistics/questionnaires.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "rows": selectors_reporting.questionnaires(self.viewer)
        }


class QuestionnairePage(GovernancePage):
    """One questionnaire, to be answered once."""

    officials_only = False
    template_name = "statistics/questionnaire.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = selectors_reporting.questionnaire_of(self.viewer, kwargs["pk"])
        if row is None:
            raise Http404
        is_own = row.enterprise_id in self.viewer.own_ids
        return super().get_context_data(**kwargs) | {
            "unit": row,
            "survey": row.survey,
            "is_own": is_own,
            "may_answer": is_own and row.answered_at is None and row.survey.status == DRAWN,
            "crumbs": [
                {"url": reverse("statistics:questionnaires"), "label": _("抽样问卷")},
                {"url": "", "label": row.survey.number},
            ],
        }

    def post(self, request: HttpRequest, **kwargs: Any) -> Any:
        return super().post(request, **kwargs, deed="answer")

    def answer(self, request: HttpRequest, pk: int) -> str:
        """The answer."""
        surveys.answer_survey(
            unit_id=pk,
            value=request.POST.get("value", ""),
            note=request.POST.get("note", ""),
            **self.who(),
        )
        return _("已提交答卷。")

    deeds = {"answer": answer}
