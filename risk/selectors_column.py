"""Reading the overseas column: what stands in it, what concerns a firm, series and thresholds."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.db.models import Case, CharField, OuterRef, Q, Subquery, When

from enterprises.viewers import Viewer
from reference import selectors as reference
from risk.constants import LEVELS
from risk.models import (
    Article,
    ArticleFile,
    ExportMarket,
    Series,
    SeriesThreshold,
    SeriesValue,
    Subscription,
)
from risk.rules.column.article import concerns, goods_of
from risk.rules.column.parameters import CODE, MARKET_DAYS, PARAMETERS
from risk.rules.column.series import Threshold
from risk.rules.column.words import CHAPTERS

MOST_SHOWN: Final = 5
MOST_VALUES: Final = 400


@dataclass(frozen=True, slots=True)
class Shown:
    """An article that concerns a firm, and the markets because of which."""

    article: Article
    countries: tuple[str, ...]


def country_codes() -> frozenset[str]:
    """The customs codes of countries and regions."""
    return frozenset(reference.rows("countries"))


def market_days(on: date) -> int:
    """For how many days after its last declaration a market counts as a firm's own."""
    rows = reference.rule_settings(on=on).get(CODE, {})
    return int(rows.get(MARKET_DAYS, PARAMETERS[MARKET_DAYS].initial))


def articles(viewer: Viewer, given: dict[str, Any]) -> Any:
    """The articles that somebody who keeps the column sees, by the filters of the list."""
    rows = Article.objects.visible_to(viewer)
    if text := given.get("q"):
        rows = rows.filter(
            Q(title_zh__icontains=text) | Q(title_en__icontains=text) | Q(number=text.upper())
        )
    names = ("status", "kind", "level")
    return rows.filter(**{name: given[name] for name in names if given.get(name)})


def column(given: dict[str, Any], *, on: date) -> Any:
    """What stands in the column on a day: by words, country, industry, level and kind."""
    rows = Article.objects.in_force(on)
    if text := given.get("q"):
        rows = rows.filter(
            Q(title_zh__icontains=text)
            | Q(title_en__icontains=text)
            | Q(summary_zh__icontains=text)
            | Q(summary_en__icontains=text)
        )
    if country := given.get("country"):
        rows = rows.filter(Q(countries__contains=[country]) | Q(countries=[]))
    if industry := given.get("industry"):
        rows = rows.filter(_of_industry(industry))
    names = ("kind", "level")
    return rows.filter(**{name: given[name] for name in names if given.get(name)})


def countries_told(*, on: date) -> list[str]:
    """The countries that the column speaks of on a day."""
    rows = Article.objects.in_force(on).values_list("countries", flat=True)
    return sorted({country for countries in rows for country in countries})


def told(number: str) -> Article | None:
    """An article by its number, also one that is over or was withdrawn."""
    found: Article | None = Article.objects.told().filter(number=number).first()
    return found


def files_of(articles: Iterable[Article]) -> dict[int, list[ArticleFile]]:
    """The files of articles by the article's id, without their content."""
    found: dict[int, list[ArticleFile]] = {}
    rows = ArticleFile.objects.filter(article__in=list(articles)).defer("content")
    for row in rows.order_by("id"):
        found.setdefault(row.article_id, []).append(row)
    return found


def for_viewer(viewer: Viewer, *, on: date) -> list[Shown]:
    """The articles in force that concern where the viewer's firms export to, gravest first."""
    since = on - timedelta(days=market_days(on))
    rows = ExportMarket.objects.filter(enterprise_id__in=viewer.own_ids, last_date__gte=since)
    markets = list(rows.values_list("country", "heading").distinct())
    if not markets:
        return []
    order = Case(
        *(When(level=level, then=rank) for rank, level in enumerate(reversed(LEVELS))),
        default=len(LEVELS),
    )
    countries = sorted({country for country, _ in markets})
    near = Article.objects.in_force(on).filter(Q(countries__overlap=countries) | Q(countries=[]))
    found = []
    for article in near.order_by(order, "-id"):
        goods = goods_of(article.industries, article.hs)
        met = {c for c, h in markets if concerns(article.countries, goods, c, h)}
        if met:
            found.append(Shown(article, tuple(sorted(met))))
    return found


def markets_of(viewer: Viewer, *, on: date) -> list[tuple[str, int]]:
    """The countries that the viewer's firms export to, with how many headings."""
    since = on - timedelta(days=market_days(on))
    rows = ExportMarket.objects.filter(enterprise_id__in=viewer.own_ids, last_date__gte=since)
    found: dict[str, set[str]] = {}
    for country, heading in rows.values_list("country", "heading"):
        found.setdefault(country, set()).add(heading)
    return sorted((country, len(headings)) for country, headings in found.items())


def exporters(countries: Iterable[str], goods: Iterable[str], *, on: date) -> list[int]:
    """The enterprises that export there what an article speaks of; empty means everything."""
    rows = ExportMarket.objects.filter(last_date__gte=on - timedelta(days=market_days(on)))
    if wanted := list(countries):
        rows = rows.filter(country__in=wanted)
    condition = Q()
    for code in goods:
        condition |= Q(heading__startswith=code[:4])
    return sorted(set(rows.filter(condition).values_list("enterprise_id", flat=True)))


def subscriptions(user_id: int) -> list[Subscription]:
    """What a person follows."""
    return list(Subscription.objects.of(user_id).order_by("country", "hs"))


def series(viewer: Viewer, given: dict[str, Any]) -> Any:
    """The series that somebody sees, each with its latest value and day."""
    latest = SeriesValue.objects.filter(series=OuterRef("pk")).order_by("-on_date", "-id")
    rows = Series.objects.visible_to(viewer).annotate(
        latest=Subquery(latest.values("value")[:1]),
        latest_on=Subquery(latest.values("on_date")[:1]),
        latest_level=Subquery(latest.values("level")[:1], output_field=CharField()),
    )
    if text := given.get("q"):
        rows = rows.filter(Q(zh__icontains=text) | Q(en__icontains=text) | Q(code=text.lower()))
    return rows.filter(kind=given["kind"]) if given.get("kind") else rows


def values_of(row: Series) -> list[SeriesValue]:
    """The values that count, one a day, latest day first; at most four hundred."""
    rows = SeriesValue.objects.filter(series=row).order_by("-on_date", "-id").distinct("on_date")
    return list(rows[:MOST_VALUES])


def value_before(row: Series, on: date) -> SeriesValue | None:
    """The value that counts of the last day before a day."""
    return row.values.filter(on_date__lt=on).order_by("-on_date", "-id").first()


def thresholds_of(row: Series) -> list[SeriesThreshold]:
    """All thresholds, those in force first."""
    return list(row.thresholds.order_by("to_date", "test", "level", "-id"))


def as_rule(row: SeriesThreshold) -> Threshold:
    """A threshold as the pure rule reads it."""
    return Threshold(row.test, row.limit, row.level, row.from_date, row.to_date)


def _of_industry(industry: str) -> Q:
    """Articles on an industry, on goods of its chapters, or on all goods."""
    condition = Q(industries__contains=[industry]) | Q(industries=[], hs=[])
    chapters = CHAPTERS.get(industry, ())
    return condition | Q(hs__overlap=list(chapters))
