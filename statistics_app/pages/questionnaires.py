"""Questionnaires of sample surveys, for the firms that were drawn."""

from typing import Any, Final

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from statistics_app import selectors_surveys
from statistics_app.pages.governance_base import GovernancePage
from statistics_app.services.reporting import surveys
from statistics_app.states import DRAWN
from zone_portal.framework.paging import KeysetPage

PAGE: Final = 100
LISTED: Final = 50


def page_of(request: HttpRequest, rows: QuerySet[Any], size: int = PAGE) -> KeysetPage[Any]:
    """A page of rows in their order, with links to the one before and after; none is left out."""
    found = Paginator(rows, size).get_page(request.GET.get("page"))
    return KeysetPage(
        rows=list(found.object_list),
        count=found.paginator.count,
        capped=False,
        newer=f"?page={found.previous_page_number()}" if found.has_previous() else "",
        older=f"?page={found.next_page_number()}" if found.has_next() else "",
    )


class QuestionnairesPage(GovernancePage):
    """The questionnaires of one's own enterprises, those to be answered first."""

    officials_only = False
    template_name = "statistics/questionnaires.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = selectors_surveys.questionnaires(self.viewer)
        return super().get_context_data(**kwargs) | {"page": page_of(self.request, rows, LISTED)}


class QuestionnairePage(GovernancePage):
    """One questionnaire, to be answered once."""

    officials_only = False
    template_name = "statistics/questionnaire.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = selectors_surveys.questionnaire_of(self.viewer, kwargs["pk"])
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
