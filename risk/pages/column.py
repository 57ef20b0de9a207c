"""The overseas column as anybody reads it, what concerns one's own firm, and what people follow."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enterprises.viewers import viewer_for
from risk import selectors_column as column
from risk.constants import LEVELS
from risk.models import Article
from risk.pages.articles import goods, level_label, places
from risk.pages.column_forms import SubscriptionForm
from risk.pages.matter import RiskOfficePage, status_of
from risk.pages.matter_forms import country_name, country_pairs, said, set_choices
from risk.rules.column.words import INDUSTRIES, KINDS
from risk.rules.matters import WITHDRAWN
from risk.services.column import following
from zone_portal.framework.lists import FilterForm, Label, choice_filter, text_filter
from zone_portal.framework.pages import SignedInPage
from zone_portal.framework.paging import keyset_page
from zone_portal.framework.public_pages import PublicPage
from zone_portal.kernel.errors import PortalError

PAGE = 20


class ColumnFilter(FilterForm):
    """Filters of the column."""

    q = text_filter(gettext_lazy("关键词"), 100)
    country = choice_filter(gettext_lazy("国家（地区）"), [])
    industry = choice_filter(gettext_lazy("行业"), [])
    level = choice_filter(gettext_lazy("级别"), [])
    kind = choice_filter(gettext_lazy("类别"), [])

    def __init__(self, *args: Any, countries: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        pairs: dict[str, list[tuple[str, str]]] = {
            name: [(code, said(texts)) for code, texts in words.items()]
            for name, words in (("industry", INDUSTRIES), ("level", LEVELS), ("kind", KINDS))
        }
        pairs["country"] = country_pairs(countries)
        for name, choices in pairs.items():
            set_choices(self.fields[name], [("", _("全部")), *choices])


class ColumnPage(PublicPage):
    """What stands in the column, newest first; for a firm, what concerns its markets on top."""

    template_name = "risk/column.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate()
        form = ColumnFilter(self.request.GET, countries=column.countries_told(on=today))
        page: Any = keyset_page(column.column(form.chosen(), on=today), self.request.GET, size=PAGE)
        viewer = viewer_for(self.request.user)
        return super().get_context_data(**kwargs) | {
            "form": form,
            "filtered": bool(form.chosen()),
            "page": page,
            "articles": [card(row) for row in page.rows],
            "own": [_own(shown) for shown in column.for_viewer(viewer, on=today)]
            if viewer.own_ids and not form.chosen()
            else [],
        }


class ColumnArticlePage(PublicPage):
    """One article; what is over or was withdrawn is still told, and said to be so."""

    template_name = "risk/column_article.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = column.told(self.kwargs["number"])
        if row is None:
            raise Http404
        return super().get_context_data(**kwargs) | {
            **card(row),
            "advice": said((row.advice_zh, row.advice_en)),
            "case": said((row.case_zh, row.case_en)),
            "row": row,
            "withdrawn": row.status == WITHDRAWN,
            "files": [] if row.status == WITHDRAWN else column.files_of([row]).get(row.pk, []),
            "over": row.until_date < timezone.localdate(),
            "crumbs": [
                {"url": reverse("risk:column"), "label": _("海外信用风险预警")},
                {"url": "", "label": row.number},
            ],
        }


class OwnWarningsPage(SignedInPage):
    """The fragment of the home page: what concerns where the firm exports to."""

    template_name = "risk/column_own.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown = column.for_viewer(viewer_for(self.request.user), on=timezone.localdate())
        return super().get_context_data(**kwargs) | {
            "own": [_own(one) for one in shown[: column.MOST_SHOWN]],
            "more": len(shown) > column.MOST_SHOWN,
        }


class SubscriptionsPage(RiskOfficePage):
    """What the signed-in person follows."""

    template_name = "risk/subscriptions.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        markets = column.markets_of(self.viewer, on=self.today)
        return super().get_context_data(**kwargs) | {
            "form": kwargs.get("form") or SubscriptionForm(),
            "rows": [
                {
                    "pk": row.pk,
                    "country": country_name(row.country) if row.country else _("全部国家（地区）"),
                    "hs": row.hs or _("全部商品"),
                }
                for row in column.subscriptions(self.person.pk)
            ],
            "markets": [(country_name(code), count) for code, count in markets],
            "is_firm": bool(self.viewer.own_ids),
            "crumbs": [
                {"url": reverse("risk:column"), "label": _("海外信用风险预警")},
                {"url": "", "label": _("我的订阅")},
            ],
        }

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        form = SubscriptionForm(request.POST)
        status = 422
        if form.is_valid():
            try:
                following.subscribe(**form.cleaned_data, **self.own_deed())
            except PortalError as refusal:
                status = status_of(refusal)
                form.refuse(refusal)
            else:
                messages.success(request, _("已订阅，有新的预警信息时通知您。"))
                return redirect("risk:subscriptions")
        return self.render_to_response(self.get_context_data(form=form), status=status)


class UnsubscribePage(RiskOfficePage):
    """Stop following."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        following.unsubscribe(subscription_id=pk, **self.own_deed())
        messages.success(request, _("已取消订阅。"))
        return redirect("risk:subscriptions")


def card(row: Article) -> dict[str, Any]:
    """An article as it stands in the column."""
    return {
        "url": reverse("risk:column_article", args=[row.number]),
        "number": row.number,
        "title": said((row.title_zh, row.title_en)),
        "summary": said((row.summary_zh, row.summary_en)),
        "level": level_label(row.level),
        "kind": Label("idle", said(KINDS[row.kind])),
        "places": places(row),
        "goods": goods(row),
        "from_date": row.from_date,
        "until_date": row.until_date,
        "source": row.source,
        "source_url": row.source_url,
        "published_at": row.published_at,
    }


def _own(shown: column.Shown) -> dict[str, Any]:
    names = "、".join(map(country_name, shown.countries[:3]))
    return card(shown.article) | {"because": names}
