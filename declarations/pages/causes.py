"""The ranking of causes: which partner's documents fail for what, and how it develops."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from declarations.causes import MOST_WEEKS, WEEKS, Cause, Ranking, ranking
from declarations.code_catalogue import title_of as code_title
from declarations.pages.labels import NOUNS, responsible_label
from declarations.pages.tasks import tabs
from enterprises.viewers import viewer_for
from zone_portal.framework.exporting import csv_response
from zone_portal.framework.pages import SignedInPage
from zone_portal.kernel.rules import language_index

SPANS = (4, WEEKS, 13, MOST_WEEKS)
SPARK_WIDTH, SPARK_HEIGHT = 96, 28


class Causes(SignedInPage):
    """Counted from the repair tasks of the declarations that the reader takes part in."""

    template_name = "declarations/causes.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.GET.get("format") == "csv":
            return _file(self._ranking())
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = self._ranking()
        return super().get_context_data(**kwargs) | {
            "rows": [_row(cause) for cause in found.causes],
            "total": found.total,
            "weeks": len(found.mondays),
            "spans": SPANS,
            "tabs": tabs("causes"),
            "file_url": f"?weeks={len(found.mondays)}&format=csv",
        }

    def _ranking(self) -> Ranking:
        asked = self.request.GET.get("weeks", "")
        weeks = int(asked) if asked in {str(span) for span in SPANS} else WEEKS
        return ranking(viewer_for(self.request.user), at=timezone.now(), weeks=weeks)


def title_of(code: str) -> str:
    """What a rule finds, without the values of a case."""
    title = code_title(code)
    return title[language_index(get_language() or "zh-hans")] if title else code


def _row(cause: Cause) -> dict[str, Any]:
    firm_code = cause.firm.code if cause.firm else ""
    tasks = {"whose": "all", "code": cause.code, "party": firm_code}
    declarations = {"code": cause.code, "party": firm_code}
    return {
        "firm": cause.firm.name if cause.firm else responsible_label(cause.role),
        "is_own": cause.is_own,
        "noun": NOUNS[cause.noun],
        "title": title_of(cause.code),
        "code": cause.code,
        "code_url": reverse("declarations:rule", args=[cause.code]),
        "url": f"{reverse('declarations:inventories')}?{urlencode(declarations)}",
        "tasks_url": f"{reverse('declarations:tasks')}?{urlencode(tasks)}",
        "count": cause.count,
        "share": cause.share,
        "spark": _spark(cause.weeks),
        "spoken": _("逐周：%(counts)s") % {"counts": _("、").join(map(str, cause.weeks))},
        "now": cause.weeks[-1],
        "before": cause.weeks[-2],
    }


def _spark(counts: Sequence[int]) -> str:
    """The points of a small line."""
    top, step = max(counts), SPARK_WIDTH / (len(counts) - 1)
    return " ".join(
        f"{index * step:.1f},{SPARK_HEIGHT - 3 - (SPARK_HEIGHT - 6) * count / top:.1f}"
        for index, count in enumerate(counts)
    )


def _file(found: Ranking) -> HttpResponse:
    heading = [
        _("企业代码"),
        _("企业"),
        _("单证"),
        _("代码"),
        _("问题"),
        _("次数"),
        _("占比"),
        *(monday.isoformat() for monday in found.mondays),
    ]
    rows = (
        [
            cause.firm.code if cause.firm else "",
            cause.firm.name if cause.firm else "",
            NOUNS[cause.noun],
            cause.code,
            title_of(cause.code),
            cause.count,
            f"{cause.share:.4f}",
            *cause.weeks,
        ]
        for cause in found.causes
    )
    return csv_response(f"causes-{timezone.localdate():%Y%m%d}", heading, rows)  # type: ignore[return-value]
