"""Keeping the overseas column by program: articles written, handed on, published, with files."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from django.http import HttpResponse
from rest_framework.exceptions import ValidationError
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request

from enterprises.api.frame import answer, body_of, download
from enterprises.services.filing.attaching import refuse_size
from risk import selectors_column as column
from risk.api import articles_schema as schema
from risk.api.column import shown_articles
from risk.api.officials import OfficialView, Reading
from risk.constants import LEVELS
from risk.models import Article
from risk.rules.column.article import Content
from risk.rules.column.words import KINDS
from risk.rules.matters import ARTICLE
from risk.selectors_matters import seen
from risk.services.column import articles, files
from zone_portal.framework.api_lists import (
    PAGING,
    chosen_of,
    found_or_404,
    keyset,
    page_of,
    refuse_unknown,
)
from zone_portal.framework.public_api import PublicView

CHOICES: Final[dict[str, tuple[str, ...]]] = {
    "status": tuple(ARTICLE.labels),
    "kind": tuple(KINDS),
    "level": tuple(LEVELS),
}
ACTS: Final[Mapping[str, Callable[..., Article]]] = {
    "propose": articles.propose_article,
    "send-back": articles.send_article_back,
    "drop": articles.drop_article,
    "publish": articles.publish_article,
    "withdraw": articles.withdraw_article,
}
WITH_REASONS: Final = frozenset({"send-back", "withdraw"})


class ArticlesView(OfficialView):
    """All articles for those who keep the column, and the door for a new one."""

    @schema.listed
    def get(self, request: Request) -> HttpResponse:
        refuse_unknown(request.GET, (*CHOICES, *PAGING))
        rows = column.articles(self.viewer, chosen_of(request.GET, CHOICES, CHOICES)).order_by()
        page = page_of(request.GET)
        return answer(keyset([rows], request, page, _articles))

    @schema.drafted
    def post(self, request: Request) -> HttpResponse:
        content = _content(Reading(body_of(request)))
        pk, status = self.once(
            request, lambda: articles.draft_article(content=content, **self.deed())
        )
        return answer(_article(_own(self, pk)), status)


class ArticleView(OfficialView):
    """One article; PUT writes a draft anew."""

    @schema.article
    def get(self, request: Request, pk: int) -> HttpResponse:
        refuse_unknown(request.GET, ())
        return answer(_article(_own(self, pk)))

    @schema.saved
    def put(self, request: Request, pk: int) -> HttpResponse:
        _own(self, pk)
        told = Reading(body_of(request))
        version = told.number("version")
        content = _content(told)
        self.once(
            request,
            lambda: articles.save_article(
                article_id=pk, version=version, content=content, **self.deed()
            ),
        )
        return answer(_article(_own(self, pk)))


class ArticleDeedView(OfficialView):
    """Handing an article on, publishing it, withdrawing it."""

    @schema.decided
    def post(self, request: Request, pk: int, deed: str) -> HttpResponse:
        _own(self, pk)
        act = found_or_404(ACTS.get(deed))
        told = Reading(body_of(request))
        given: dict[str, Any] = {"article_id": pk, "version": told.number("version")}
        if deed in WITH_REASONS:
            given["reasons"] = told.text("reasons")
        told.finish()
        self.once(request, lambda: act(**given, **self.deed()))
        return answer(_article(_own(self, pk)))


class ArticleFilesView(OfficialView):
    """The door for one file of a draft; the same file twice is kept once."""

    parser_classes = (MultiPartParser,)

    @schema.attached
    def post(self, request: Request, pk: int) -> HttpResponse:
        _own(self, pk)
        file = request.FILES.get("file")
        if file is None:
            raise ValidationError({"file": ["missing"]})
        refuse_size(file.size or 0)
        files.attach(article_id=pk, name=file.name or "", content=file.read(), **self.deed())
        return answer(_article(_own(self, pk)), status=201)


class ArticleFileView(OfficialView):
    """One file of an article."""

    @schema.read_file
    def get(self, request: Request, pk: int, file: int) -> HttpResponse:
        _own(self, pk)
        return download(*files.read(article_id=pk, file_id=file, **self.deed()))

    @schema.removed_file
    def delete(self, request: Request, pk: int, file: int) -> HttpResponse:
        _own(self, pk)
        files.remove(article_id=pk, file_id=file, **self.deed())
        return answer(_article(_own(self, pk)))


class PublicFileView(PublicView):
    """One file of a published article, for anybody."""

    @schema.public_file
    def get(self, request: Request, number: str, file: int) -> HttpResponse:
        refuse_unknown(request.GET, ())
        return download(*files.read_public(number=number, file_id=file))


def _own(view: OfficialView, pk: int) -> Article:
    row: Article = found_or_404(seen(Article, pk, view.viewer))
    return row


def _content(told: Reading) -> Content:
    """:raises ValidationError: with everything that is of the wrong type."""
    title, summary = told.both("title"), told.both("summary")
    advice, case = told.both("advice"), told.both("case")
    content = Content(
        title_zh=title[0],
        title_en=title[1],
        kind=told.text("kind"),
        level=told.text("level"),
        summary_zh=summary[0],
        summary_en=summary[1],
        advice_zh=advice[0],
        advice_en=advice[1],
        source=told.text("source"),
        from_date=told.day("valid_from"),
        until_date=told.day("valid_to"),
        countries=told.texts("countries"),
        industries=told.texts("industries"),
        hs=told.texts("hs"),
        case_zh=case[0],
        case_en=case[1],
        source_url=told.text("source_url"),
    )
    told.finish()
    return content


def _articles(rows: Iterable[Article]) -> list[dict[str, Any]]:
    listed = list(rows)
    return [
        {
            **shown,
            "version": row.version,
            "status": row.status,
            "withdrawn_why": row.withdrawn_why or None,
        }
        for row, shown in zip(listed, shown_articles(listed), strict=True)
    ]


def _article(row: Article) -> dict[str, Any]:
    (shown,) = _articles([row])
    return shown
