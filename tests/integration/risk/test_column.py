"""The overseas column: two people publish, followers and exporters are told, limits alarm."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Notice
from declarations.models import Inventory
from enterprises.services.tokens import issue_token
from enterprises.viewers import viewer_for
from risk import selectors_column as column
from risk.models import Article, ExportMarket, Signal, Subscription
from risk.services.column import articles, following, markets, series
from tests.factories.members import MemberFactory
from tests.factories.officials import official
from tests.factories.risk_column import content, drafted, followed, proposed, published
from tests.factories.supervision import AT, BY, TODAY, deed, refused_as
from tests.factories.users import UserFactory
from tests.integration.declarations.conftest import new_desk

pytestmark = pytest.mark.django_db


def current(row: Article) -> dict[str, Any]:
    row.refresh_from_db()
    return {"article_id": row.pk, "version": row.version}


def test_an_article_is_published_by_another_supervisor_and_told_to_whom_it_concerns() -> None:
    exporter, other = (MemberFactory.create(role="administrator") for _ in range(2))
    follower = UserFactory.create()
    following.subscribe(country="", hs="6109", by=follower, at=AT)
    following.subscribe(country="502", hs="", by=follower, at=AT)
    rows = [(exporter, "502", "6109"), (other, "502", "8517"), (other, "116", "6109")]
    for member, country, heading in rows:
        ExportMarket.objects.create(
            enterprise_id=member.enterprise_id, country=country, heading=heading, last_date=TODAY
        )
    writer = official("commerce", "supervisor")
    row = proposed(writer)
    with refused_as("risk_four_eyes"):
        articles.publish_article(**current(row), **deed(writer))
    with refused_as("risk_article_fixed"):
        articles.save_article(**current(row), content=content(), **deed(writer))
    with refused_as("risk_not_yours"):
        reviewer = official("commerce", "reviewer")
        articles.publish_article(**current(row), **deed(reviewer))

    articles.publish_article(**current(row), **deed(official("zone", "supervisor")))

    told = Notice.objects.filter(text_zh__contains=row.title_zh)
    assert sorted(told.values_list("user_id", flat=True)) == sorted([follower.pk, exporter.user_id])
    (shown,) = column.for_viewer(viewer_for(exporter.user), on=TODAY)
    assert (shown.article, shown.countries) == (row, ("502",))
    assert column.for_viewer(viewer_for(other.user), on=TODAY) == []
    late = TODAY + timedelta(days=61)
    assert not column.column({}, on=late).exists()


def test_what_is_over_or_changed_meanwhile_is_not_published() -> None:
    second = official("commerce", "supervisor")
    over = proposed(until_date=TODAY, from_date=TODAY)
    with refused_as("risk_article_over"):
        articles.publish_article(**current(over), **deed(second, days=1))
    with refused_as("risk_changed_meanwhile"):
        articles.publish_article(article_id=over.pk, version=1, **deed(second))
    articles.send_article_back(**current(over), reasons="有效期已过，请改有效期。", **deed(second))
    over.refresh_from_db()
    assert (over.status, over.proposed_by) == ("draft", None)
    with refused_as("risk_matter_unknown"):
        articles.drop_article(**current(over), **deed(official("customs", "supervisor")))
    with refused_as("risk_incomplete"):
        drafted(countries=("000",))


def test_a_value_over_its_limit_raises_a_signal_and_a_correction_counts() -> None:
    keeper = official("zone", "supervisor")
    row = followed(keeper, country="502")
    given: dict[str, Any] = {"series_id": row.pk, **deed(keeper)}

    def record(days: int, value: str) -> str:
        crossed = series.record_value(
            on=TODAY - timedelta(days=days), value=Decimal(value), **given
        )
        return crossed.level if crossed else ""

    assert record(3, "50") == ""  # before the limits
    assert record(0, "54") == ""
    assert record(0, "55") == "yellow"
    assert record(0, "95") == "red"
    assert list(Signal.objects.values_list("level", "subject_kind", "subject_key")) == [
        ("yellow", "country", "502"),
        ("red", "country", "502"),
    ]
    assert [one.value for one in column.values_of(row)] == [Decimal(95), Decimal(50)]
    with refused_as("risk_incomplete"):
        record(-1, "1")
    with refused_as("risk_incomplete"):
        series.set_threshold(test="above", limit=Decimal(80), level="red", from_date=TODAY, **given)
    with refused_as("risk_not_yours"):
        reviewer = deed(official("zone", "reviewer"))
        series.set_threshold(
            series_id=row.pk,
            test="above",
            limit=Decimal(80),
            level="red",
            from_date=TODAY,
            **reviewer,
        )


def test_markets_are_learnt_from_own_export_declarations_and_only_once() -> None:
    desk = new_desk()
    sent = desk.send(*desk.set(direction="export").values(), *desk.set(1).values())
    ids = [item.document_id for item in sent]
    for _ in range(2):
        markets.learn(ids, AT)
    found = set(ExportMarket.objects.values_list("enterprise_id", "country"))
    (exported,) = Inventory.objects.filter(kind="CEB603")

    assert found == {(desk.firm.id, exported.country)}


def test_pages_and_api_tell_what_stands_in_the_column(client: Client) -> None:
    today = timezone.localdate()
    days: dict[str, Any] = {
        "from_date": today - timedelta(days=1),
        "until_date": today + timedelta(days=60),
    }
    row = published(**days)
    member = MemberFactory.create(role="administrator")
    ExportMarket.objects.create(
        enterprise_id=member.enterprise_id, country="502", heading="6109", last_date=today
    )

    listed = client.get("/risk/column/", {"country": "502", "industry": "apparel"})
    assert row.title_zh in listed.content.decode()
    assert row.title_zh not in client.get("/risk/column/?level=red").content.decode()
    assert client.get(f"/risk/column/{row.number}/").status_code == 200
    found = client.get("/api/v1/risk/column/?country=502").json()["results"]
    assert [one["number"] for one in found] == [row.number]
    token = issue_token(enterprise=member.enterprise, by=BY, at=timezone.now()).text
    own = client.get("/api/v1/risk/column/own/", headers={"Authorization": f"Bearer {token}"})
    assert own.json()["results"][0]["because"] == ["502"]

    client.force_login(member.user)
    assert row.title_zh in client.get("/risk/column/own/").content.decode()
    assert client.get("/risk/articles/").status_code == 403
    refused = client.post("/risk/subscriptions/", {"country": "", "hs": "x"})
    assert (refused.status_code, Subscription.objects.count()) == (422, 0)
    assert client.post("/risk/subscriptions/", {"country": "502", "hs": ""}).status_code == 302
    (mine,) = Subscription.objects.of(member.user_id)
    assert client.post(f"/risk/subscriptions/{mine.pk}/end/").status_code == 302


def test_an_officer_writes_hands_on_and_withdraws_on_pages(client: Client) -> None:
    today = timezone.localdate()
    writer, second = official("zone", "reviewer"), official("zone", "supervisor")
    client.force_login(writer)
    typed = {
        **{name: value for name, value in vars_of(content()).items() if value},
        "countries": "502 116",
        "from_date": today.isoformat(),
        "until_date": (today + timedelta(days=9)).isoformat(),
    }
    wrong = client.post("/risk/articles/new/", {**typed, "countries": "000"})
    assert (wrong.status_code, Article.objects.count()) == (422, 0)
    assert client.post("/risk/articles/new/", typed).status_code == 302
    row = Article.objects.get()
    page = f"/risk/articles/{row.pk}/"
    assert client.get(f"{page}edit/").status_code == 200
    assert client.post(f"{page}edit/", {**typed, "level": "red"}).status_code == 302
    row.refresh_from_db()
    assert (row.level, row.countries) == ("red", ["502", "116"])
    assert client.post(f"{page}propose/", {"version": row.version}).status_code == 302
    row.refresh_from_db()
    stale = client.post(f"{page}back/", {"version": 1, "reasons": "一二三四五六七八九十"})
    assert stale.status_code == 409

    client.force_login(second)
    assert client.post(f"{page}publish/", {"version": row.version}).status_code == 302
    row.refresh_from_db()
    short = client.post(f"{page}withdraw/", {"version": row.version, "reasons": "短"})
    assert short.status_code == 422
    sent = {"version": row.version, "reasons": "来源已更正，原信息不再成立。"}
    assert client.post(f"{page}withdraw/", sent).status_code == 302
    assert "来源已更正" in client.get(f"/risk/column/{row.number}/").content.decode()
    assert row.number in client.get("/risk/articles/?format=csv").getvalue().decode()
    assert client.get("/risk/series/").status_code == 200


def vars_of(given: Any) -> dict[str, Any]:
    return {name: getattr(given, name) for name in given.__dataclass_fields__}
