"""Articles and series of the overseas column, made by the services that people use."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

from accounts.models import User
from risk.models import Article, Series
from risk.rules.column.article import Content
from risk.services.column import articles, series
from tests.factories.officials import official
from tests.factories.supervision import TODAY, deed


def content(**more: Any) -> Content:
    """An article on clothes in the United States."""
    base = Content(
        title_zh="某市场拖欠增多",
        title_en="More late payers in a market",
        kind="payment_default",
        level="yellow",
        summary_zh="近三个月拖欠案件明显上升。",
        summary_en="Late payments rose for three months.",
        advice_zh="缩短账期，投保后再发货。",
        advice_en="Shorten terms and insure first.",
        source="公开报告（测试）",
        from_date=TODAY - timedelta(days=1),
        until_date=TODAY + timedelta(days=60),
        countries=("502",),
        industries=("apparel",),
    )
    return replace(base, **more)


def drafted(by: User | None = None, **more: Any) -> Article:
    """A draft."""
    writer = by or official("commerce", "reviewer")
    return articles.draft_article(content=content(**more), **deed(writer))


def proposed(by: User | None = None, **more: Any) -> Article:
    """An article that waits for the second person."""
    writer = by or official("commerce", "reviewer")
    row = drafted(writer, **more)
    return articles.propose_article(article_id=row.pk, version=row.version, **deed(writer))


def published(**more: Any) -> Article:
    """An article in the column."""
    row = proposed(**more)
    second = official("commerce", "supervisor")
    return articles.publish_article(article_id=row.pk, version=row.version, **deed(second))


def followed(by: User, **more: Any) -> Series:
    """A series on the United States: red from 90 on, yellow from a rise of 10 %."""
    new = series.NewSeries(
        "us-default", "credit", "美国违约指数", "US defaults", "公开报告", **more
    )
    row = series.set_up(new=new, **deed(by))
    for test, limit, level in (("above", "90", "red"), ("rise", "10", "yellow")):
        series.set_threshold(
            series_id=row.pk,
            test=test,
            limit=Decimal(limit),
            level=level,
            from_date=TODAY,
            **deed(by),
        )
    return row
