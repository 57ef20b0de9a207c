"""Sample surveys: designs, what was drawn and answered, the estimate."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.labels import name_of
from enterprises.constants import KINDS
from enterprises.viewers import viewer_for
from statistics_app import selectors_reporting, selectors_surveys
from statistics_app.models import Survey, SurveyFrame
from statistics_app.models.governance_querysets import READERS
from statistics_app.pages.governance_base import (
    GovernancePage,
    day_in,
    events_of,
    number_in,
    refuse_unless_official,
    said,
)
from statistics_app.pages.governance_words import DEEDS, plain, survey_label
from statistics_app.pages.questionnaires import page_of
from statistics_app.rules.bulletins.disclosure import REASONS
from statistics_app.rules.sampling import ALLOCATIONS, number_of
from statistics_app.selectors_surveys import KIND, SITE
from statistics_app.services.governance.common import is_office
from statistics_app.services.reporting import survey_changes, surveys
from statistics_app.services.reporting.surveys import Design
from statistics_app.states import CLOSED, DRAFT, DRAWN
from zone_portal.framework.exporting import csv_response
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
        if not viewer_for(request.user).departments & READERS:
            raise PermissionDenied
        return super().get(request, *args, **kwargs)

    def rows(self, _form: FilterForm) -> Any:
        return selectors_surveys.surveys(viewer_for(self.request.user))

    def lines(self, rows: Iterable[Any]) -> list[ListRow]:
        shown = list(rows)
        secret = selectors_surveys.withheld(shown)
        return [_line(row, is_secret=row.pk in secret) for row in shown]

    def chunks(self, form: FilterForm) -> Any:
        yield list(self.rows(form).order_by("-id"))

    def action(self) -> dict[str, Any]:
        if not is_office(viewer_for(self.request.user)):
            return {}
        return {"url": reverse("statistics:survey_new"), "label": _("设计调查")}


def _line(row: Any, *, is_secret: bool) -> ListRow:
    found = {} if is_secret else row.estimate or {}
    return ListRow(
        reverse("statistics:survey", args=[row.pk]),
        {
            "title": row.title,
            "drawn": row.drawn,
            "answered": row.answered,
            "due": row.due_date.isoformat(),
            "total": _("不公布")
            if is_secret
            else f"{plain(Decimal(found['total']))} {row.unit}"
            if found
            else "—",
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
    heading = gettext_lazy("设计调查")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if not is_office(self.viewer):
            raise Http404
        context = super().get_context_data(**kwargs)
        typed = context["typed"]
        chosen = typed.getlist("strata") if hasattr(typed, "getlist") else typed.get("strata", [])
        return context | {
            "heading": self.heading,
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
                {"url": "", "label": self.heading},
            ],
        }

    def post(self, request: HttpRequest, **kwargs: Any) -> Any:
        return super().post(request, **kwargs, deed="design")

    def after(self, **_kwargs: Any) -> str:
        return reverse("statistics:surveys")

    def design(self, request: HttpRequest) -> str:
        """Keep a design that can be drawn."""
        surveys.design_survey(new=_typed(request), **self.who())
        return _("已保存设计，可以抽样。")

    deeds = {"design": design}


class EditSurveyPage(NewSurveyPage):
    """Change a design that was not drawn yet."""

    heading = gettext_lazy("修改设计")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = selectors_surveys.survey_of(self.viewer, kwargs["pk"])
        if row is None or row.status != DRAFT:
            raise Http404
        typed = kwargs.pop("typed", None) or {
            **{name: getattr(row, name) for name in TYPED},
            "valid_until": row.valid_date.isoformat(),
            "due": row.due_date.isoformat(),
            "strata": [f"{row.strata_by}:{code}" for code in row.frame],
        }
        return super().get_context_data(typed=typed, **kwargs) | {"version": row.version}

    def change(self, request: HttpRequest, pk: int) -> str:
        """Keep the changed design."""
        survey_changes.redesign_survey(
            survey_id=pk, version=number_in(request), new=_typed(request), **self.who()
        )
        return _("已保存设计，可以抽样。")

    def after(self, **kwargs: Any) -> str:
        return reverse("statistics:survey", args=[kwargs["pk"]])

    deeds = {"design": change}


TYPED: Final = (
    "title", "question", "unit", "authority", "approval_number", "size", "seed", "allocation",
)  # fmt: skip


def _typed(request: HttpRequest) -> Design:
    """The design as it was typed."""
    sent = request.POST
    chosen = [value.partition(":") for value in sent.getlist("strata")]
    by = {before for before, _sep, _after in chosen}
    return Design(
        **{name: sent.get(name, "") for name in TYPED},
        valid_until=day_in(request, "valid_until"),
        strata_by=by.pop() if len(by) == 1 else "",
        strata=tuple(after for _before, _sep, after in chosen),
        due=day_in(request, "due"),
    )


class SurveyPage(GovernancePage):
    """One survey: its design, its strata, its estimate."""

    template_name = "statistics/survey.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.GET.get("frame") == "csv":
            return self._frame_file(kwargs["pk"])
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = self._row(kwargs["pk"])
        office = is_office(self.viewer)
        names = strata_names(row.strata_by)
        parts = selectors_surveys.answers_of(row)
        sample = row.units.select_related("enterprise").order_by("place")
        sees_sample = office and bool(parts)
        return super().get_context_data(**kwargs) | {
            "survey": row,
            "state": survey_label(row.status),
            "strata": [
                {
                    "code": part.stratum,
                    "name": _stratum_name(row, part.stratum, names),
                    "population": part.population,
                    "drawn": part.drawn,
                    "answered": len(part.values),
                }
                for part in parts
            ],
            "chosen": said(("、", ", ")).join(names.get(code, code) for code in row.frame),
            "allocation": said(ALLOCATIONS[row.allocation]),
            **_estimate(row),
            "sample": page_of(self.request, sample) if sees_sample else None,
            "redrawn": selectors_surveys.redrawn(row)
            if office and "again" in self.request.GET
            else None,
            "may_redraw": sees_sample,
            "has_frame": sees_sample and SurveyFrame.objects.filter(survey=row).exists(),
            "may_draw": office and row.status == DRAFT,
            "may_close": office and row.status == DRAWN,
            "may_merge": office and row.status == DRAWN and len(parts) > 1,
            "may_call_off": office and row.status in {DRAFT, DRAWN},
            "is_closed": row.status == CLOSED,
            "events": events_of(row.steps.order_by("id"), DEEDS),
            "crumbs": [
                {"url": reverse("statistics:surveys"), "label": _("抽样调查")},
                {"url": "", "label": row.number},
            ],
        }

    def after(self, **kwargs: Any) -> str:
        return reverse("statistics:survey", args=[kwargs["pk"]])

    def _row(self, pk: int) -> Survey:
        row = selectors_surveys.survey_of(self.viewer, pk)
        if row is None:
            raise Http404
        return row

    def _frame_file(self, pk: int) -> HttpResponseBase:
        """The frame with the number of each unit: the smallest of a stratum are its sample."""
        row = self._row(pk)
        if not is_office(self.viewer):
            raise Http404
        units = sorted(selectors_surveys.kept_frame(row), key=lambda unit: unit.id)
        lines = ((unit.id, unit.stratum, str(number_of(row.seed, unit.id))) for unit in units)
        heading = (_("企业编号"), _("层"), _("随机数"))
        return csv_response(f"frame-{row.number}", heading, lines)

    def draw(self, request: HttpRequest, pk: int) -> str:
        """The sample."""
        surveys.draw_survey(survey_id=pk, version=number_in(request), **self.who())
        return _("已抽样并通知样本企业。")

    def close(self, request: HttpRequest, pk: int) -> str:
        """The estimate."""
        surveys.close_survey(survey_id=pk, version=number_in(request), **self.who())
        return _("已结束收集并推算。")

    def merge(self, request: HttpRequest, pk: int) -> str:
        """Two strata count as one from here on."""
        survey_changes.merge_strata(
            survey_id=pk,
            version=number_in(request),
            stratum=request.POST.get("stratum", ""),
            into=request.POST.get("into", ""),
            reason=request.POST.get("reason", ""),
            **self.who(),
        )
        return _("已合并。")

    def call_off(self, request: HttpRequest, pk: int) -> str:
        """Nothing is asked any more."""
        survey_changes.call_off_survey(
            survey_id=pk,
            version=number_in(request),
            reason=request.POST.get("why", ""),
            **self.who(),
        )
        return _("已取消调查。")

    deeds = {"draw": draw, "close": close, "merge": merge, "call-off": call_off}


def _stratum_name(row: Survey, code: str, names: Mapping[str, str]) -> str:
    """A stratum with those that were merged into it."""
    within = [code, *(part for part, into in row.merges.items() if into == code)]
    return " + ".join(names.get(part, part) for part in within)


def _estimate(row: Survey) -> dict[str, Any]:
    """What is shown of an estimate: its figures, or why they are withheld."""
    found = row.estimate
    if not found:
        return {"estimate": {}}
    reason = selectors_surveys.withheld([row]).get(row.pk)
    if reason:
        return {"estimate": {}, "withheld": said(REASONS[reason])}
    shown = {name: plain(Decimal(str(found[name]))) for name in ("total", "error", "low", "high")}
    return {
        "estimate": shown
        | {
            "relative": f"{found['relative']}%" if found["relative"] else "—",
            "level": f"{found['level']}%",
            "answered": str(found["answered"]),
            "drawn": str(found["drawn"]),
            "population": str(found["population"]),
        }
    }
