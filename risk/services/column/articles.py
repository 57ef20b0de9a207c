"""Articles: written and proposed by one person, published by another, withdrawn with a reason."""

from dataclasses import asdict
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.urls import reverse

from accounts.models import User
from accounts.services.notices import notify_all
from enterprises.models import Member
from enterprises.services.refusals import Refusal
from enterprises.viewers import Viewer
from reference import selectors as reference
from risk.constants import LEVELS
from risk.models import Article, Subscription
from risk.models.column_querysets import KEEPERS
from risk.rules.column.article import Content, concerns, goods_of, problems_of
from risk.rules.matters import DRAFT, DROPPED, PROPOSED, PUBLISHED, WITHDRAWN
from risk.selectors_column import country_codes, exporters
from risk.services.matters.core import (
    DECIDING,
    HANDLING,
    Deed,
    begun,
    lock,
    move,
    must_be_another,
    must_be_current,
    must_hold,
    must_say,
    next_number,
    noted,
    refuse_problems,
)

PREFIX: Final = "HW"
NOTICE: Final = "risk"
READERS: Final = ("administrator", "declarant")
"""Whom of a firm that exports there a new article is told to."""


@transaction.atomic
def draft_article(
    *, content: Content, viewer: Viewer, by: User, at: datetime, origin: str = ""
) -> Article:
    """Begin an article.

    :raises Refusal: ``risk_not_yours``, ``risk_incomplete`` (422, all problems).
    """
    del viewer  # whoever keeps the column may begin one
    must_hold(by, departments=KEEPERS, at=at)
    refuse_problems(problems_of(content, country_codes()))
    row: Article = Article.objects.create(
        number=next_number(PREFIX, Article, at=at),
        status=DRAFT,
        opened_by=by,
        opened_at=at,
        **_columns(content),
    )
    begun(row, Deed(by, at, origin))
    return row


@transaction.atomic
def save_article(
    *,
    article_id: int,
    version: int,
    content: Content,
    viewer: Viewer,
    by: User,
    at: datetime,
    origin: str = "",
) -> Article:
    """Change a draft.

    :raises Refusal: ``risk_matter_unknown``, ``risk_not_yours``, ``risk_changed_meanwhile``,
        ``risk_article_fixed`` (409), ``risk_incomplete``.
    """
    row = _begin(article_id, version, viewer, by, at)
    if row.status != DRAFT:
        raise Refusal(
            "risk_article_fixed",
            409,
            zh="已提请或已发布的信息不能修改；可退回后修改，或撤下后另行发布。",
            en="What was proposed or published does not change: send it back, or publish another.",
        )
    refuse_problems(problems_of(content, country_codes()))
    columns = _columns(content)
    for name, value in columns.items():
        setattr(row, name, value)
    row.save(update_fields=list(columns))
    noted(row, Deed(by, at, origin), name="saved")
    return row


@transaction.atomic
def propose_article(
    *, article_id: int, version: int, viewer: Viewer, by: User, at: datetime, origin: str = ""
) -> Article:
    """Hand a draft to the second person.

    :raises Refusal: as :func:`save_article`; ``transition_refused``.
    """
    row = _begin(article_id, version, viewer, by, at)
    return move(row, PROPOSED, "proposed", Deed(by, at, origin), proposed_by=by)


@transaction.atomic
def send_article_back(
    *,
    article_id: int,
    version: int,
    reasons: str,
    viewer: Viewer,
    by: User,
    at: datetime,
    origin: str = "",
) -> Article:
    """Give a proposed article back to who wrote it; what was proposed is a draft again.

    :raises Refusal: as :func:`save_article`; ``transition_refused``.
    """
    row = _begin(article_id, version, viewer, by, at)
    row.machine().table.check(row.status, DRAFT)
    why = must_say("reasons", reasons)
    return move(row, DRAFT, "sent_back", Deed(by, at, origin), note=why, proposed_by=None)


@transaction.atomic
def drop_article(
    *, article_id: int, version: int, viewer: Viewer, by: User, at: datetime, origin: str = ""
) -> Article:
    """Give a draft up; nobody outside knew of it.

    :raises Refusal: as :func:`save_article`; ``transition_refused``.
    """
    row = _begin(article_id, version, viewer, by, at)
    return move(row, DROPPED, "dropped", Deed(by, at, origin))


@transaction.atomic
def publish_article(
    *, article_id: int, version: int, viewer: Viewer, by: User, at: datetime, origin: str = ""
) -> Article:
    """A supervisor other than who proposed it publishes; followers and exporters are told.

    :raises Refusal: as :func:`save_article`; ``risk_four_eyes``, ``risk_article_over`` (409),
        ``transition_refused``.
    """
    row = _begin(article_id, version, viewer, by, at, roles=DECIDING)
    deed = Deed(by, at, origin)
    row.machine().table.check(row.status, PUBLISHED)
    must_be_another(row.proposed_by_id, by)
    if row.until_date < deed.day:
        raise Refusal(
            "risk_article_over",
            409,
            zh="有效期已过，请退回修改有效期。",
            en="Its validity has passed: send it back and change it.",
        )
    move(row, PUBLISHED, "published", deed, published_by=by, published_at=at)
    _tell(row, deed)
    return row


@transaction.atomic
def withdraw_article(
    *,
    article_id: int,
    version: int,
    reasons: str,
    viewer: Viewer,
    by: User,
    at: datetime,
    origin: str = "",
) -> Article:
    """Take an article out of the column before its time; its page says so and why.

    :raises Refusal: as :func:`save_article`; ``transition_refused``.
    """
    row = _begin(article_id, version, viewer, by, at, roles=DECIDING)
    row.machine().table.check(row.status, WITHDRAWN)
    why = must_say("reasons", reasons)
    deed = Deed(by, at, origin)
    return move(row, WITHDRAWN, "withdrawn", deed, note=why, withdrawn_why=why[:500])


def article_link(row: Article) -> str:
    """Where anybody reads an article."""
    return reverse("risk:column_article", args=[row.number])


def _begin(
    article_id: int,
    version: int,
    viewer: Viewer,
    by: User,
    at: datetime,
    *,
    roles: frozenset[str] = HANDLING,
) -> Article:
    row = lock(Article, article_id, viewer)
    must_hold(by, departments=KEEPERS, at=at, roles=roles)
    must_be_current(row, version)
    return row


def _columns(content: Content) -> dict[str, Any]:
    values = asdict(content)
    return {name: list(v) if isinstance(v, tuple) else v for name, v in values.items()}


def _tell(row: Article, deed: Deed) -> None:
    """Notices to followers and to people of firms that export there, nobody twice."""
    goods = goods_of(row.industries, row.hs)
    followers = [
        one.user_id
        for one in Subscription.objects.filter(user__is_active=True)
        if concerns(row.countries, goods, one.country, one.hs)
    ]
    members = Member.objects.filter(
        enterprise_id__in=exporters(row.countries, goods, on=deed.day),
        role__in=READERS,
        user__is_active=True,
    )
    people = sorted({*followers, *members.values_list("user_id", flat=True)})
    level = LEVELS[row.level]
    notify_all(
        people,
        kind=NOTICE,
        zh=f"海外风险预警（{level[0]}）{_places(row, 'zh-hans')}：{row.title_zh}",
        en=f"Overseas risk warning ({level[1]}) {_places(row, 'en')}: {row.title_en}",
        at=deed.at,
        link=article_link(row),
    )


def _places(row: Article, language: str) -> str:
    names = [reference.label("countries", code, language) for code in row.countries]
    return (", " if language == "en" else "、").join(names)
