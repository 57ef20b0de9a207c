"""The negative list as everybody may read it; market supervision's own lists beside it, as
theirs."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.generic import TemplateView

from credit import selectors_cases
from credit.pages.supervision_labels import cause_label, level_label, record_name, said
from zone_portal.framework.pages import is_partial
from zone_portal.framework.paging import keyset_page

PAGE = 50


class NegativeListPage(TemplateView):
    """Published listings in force; ``?enterprise=`` narrows it to one firm, and to htmx it is the
    fragment that the public query page shows."""

    template_name = "credit/negative_list.html"

    def get_template_names(self) -> list[str]:
        if is_partial(self.request):
            return ["credit/negative_list_rows.html"]
        return [self.template_name]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.GET.get("format") == "json":
            return JsonResponse({"results": [_as_json(row) for row in self._cases()[:1000]]})
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate()
        query = self.request.GET.get("q", "")
        market: Any = selectors_cases.market_lists(on=today, q=query)[:PAGE]
        warned: Any = selectors_cases.public_warnings(on=today)[:PAGE]
        page: Any = keyset_page(self._cases().order_by(), self.request.GET, size=PAGE)
        return super().get_context_data(**kwargs) | {
            "q": query,
            "page": page,
            "rows": [
                {
                    "case": row,
                    "name": row.subject.enterprise.name,
                    "uscc": row.subject.enterprise.uscc,
                    "cause": cause_label(row.cause),
                    "level": level_label(row.level),
                }
                for row in page.rows
            ],
            "market": [
                {
                    "name": row.subject.enterprise.name,
                    "uscc": row.subject.enterprise.uscc,
                    "list": record_name(row),
                    "cause": row.cause,
                    "on": row.occurred_date,
                    "source": said((row.source.zh, row.source.en)),
                }
                for row in market
            ],
            "warnings": [
                {
                    "name": row.subject.enterprise.name,
                    "number": row.number,
                    "text": row.text,
                    "until": row.until_date,
                }
                for row in warned
            ],
        }

    def _cases(self) -> Any:
        chosen = self.request.GET.get("enterprise", "")
        return selectors_cases.public_cases(
            q=self.request.GET.get("q", ""),
            enterprise_id=int(chosen) if chosen.isdecimal() else None,
        )


def _as_json(row: Any) -> dict[str, Any]:
    return {
        "name": row.subject.enterprise.name,
        "uscc": row.subject.enterprise.uscc,
        "cause": row.cause,
        "level": row.level,
        "decision": row.decision_number,
        "listed_from": row.listed_from_date.isoformat(),
        "listed_until": row.listed_until_date.isoformat(),
        "published_at": row.published_at.isoformat(),
    }
