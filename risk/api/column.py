"""The overseas column for programs: for anybody, and what concerns the caller's own markets."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpResponse
from django.utils.timezone import localdate, localtime
from rest_framework.request import Request

from enterprises.api.frame import ClientView, answer
from enterprises.constants import SCOPE_READ
from risk import selectors_column
from risk.api import column_schema as schema
from risk.models import Article, ArticleFile
from zone_portal.framework.api_lists import PAGING, keyset, page_of, refuse_unknown
from zone_portal.framework.public_api import PublicView

FILTERS = ("q", "country", "industry", "level", "kind")


class ColumnView(PublicView):
    """What stands in the column."""

    @schema.column
    def get(self, request: Request) -> HttpResponse:
        refuse_unknown(request.GET, (*PAGING, *FILTERS))
        given = {name: request.GET.get(name, "")[:100] for name in FILTERS}
        rows = selectors_column.column(given, on=localdate()).order_by()
        page = page_of(request.GET)
        return answer(keyset([rows], request, page, shown_articles))


class OwnColumnView(ClientView):
    """What concerns where the caller exports to."""

    scopes = {"GET": SCOPE_READ}

    @schema.own
    def get(self, request: Request) -> HttpResponse:
        refuse_unknown(request.GET, ())
        shown = selectors_column.for_viewer(self.viewer, on=localdate())
        articles = shown_articles(one.article for one in shown)
        results = [
            article | {"because": list(one.countries)}
            for article, one in zip(articles, shown, strict=True)
        ]
        return answer({"results": results})


def shown_articles(rows: Iterable[Article]) -> list[dict[str, Any]]:
    """Articles as programs read them, their files looked up at once."""
    listed = list(rows)
    files = selectors_column.files_of(listed)
    return [_article(row, files.get(row.pk, [])) for row in listed]


def _article(row: Article, files: Sequence[ArticleFile]) -> dict[str, Any]:
    published = row.published_at
    return {
        "id": str(row.pk),
        "number": row.number,
        "title": {"zh": row.title_zh, "en": row.title_en},
        "kind": row.kind,
        "level": row.level,
        "countries": row.countries,
        "industries": row.industries,
        "hs": row.hs,
        "summary": {"zh": row.summary_zh, "en": row.summary_en},
        "advice": {"zh": row.advice_zh, "en": row.advice_en},
        "case": {"zh": row.case_zh, "en": row.case_en},
        "source": row.source,
        "source_url": row.source_url,
        "valid_from": row.from_date.isoformat(),
        "valid_to": row.until_date.isoformat(),
        "published_at": localtime(published).isoformat() if published else None,
        "files": [
            {
                "id": str(file.pk),
                "name": file.name,
                "media_type": file.media_type,
                "size": file.size,
                "sha256": file.sha256,
            }
            for file in files
        ],
    }
