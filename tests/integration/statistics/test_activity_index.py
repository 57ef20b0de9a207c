"""From published bulletins to the published index, its chain, its revision, its open data."""

import json
from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from accounts.models import AuditEntry
from enterprises.services.refusals import Refusal
from statistics_app.activity_files import parts_csv, series_csv
from statistics_app.models import IndexMethod, IndexRound, MonthCell
from statistics_app.selectors_activity import method_for, series
from statistics_app.services.activity import methods, rounds
from statistics_app.services.activity.rounds import is_unchanged
from tests.factories.activity import NOVEMBER, OCTOBER, Office, traded

pytestmark = pytest.mark.django_db
WEIGHTS = {"IND-SCALE-01": "60", "IND-SCALE-04": "40"}


@pytest.fixture
def office() -> Office:
    return Office()


@pytest.fixture
def begun(office: Office) -> Office:
    """October is published: bulletin, method, index."""
    traded(OCTOBER, "1000.00")
    office.bulletin(OCTOBER)
    office.method(WEIGHTS)
    office.index(OCTOBER)
    return office


def codes_of(refusal: Refusal) -> list[str]:
    return [row["field"] for row in refusal.details["problems"]]


def test_two_people_publish_an_index_that_reads_the_same_ever_after(begun: Office) -> None:
    traded(NOVEMBER, "1100.00", tickets=9)
    begun.bulletin(NOVEMBER)

    row = begun.index(NOVEMBER)

    assert row.value == Decimal("102.00")  # 60 × 1.1 + 40 × 0.9
    assert row.content["before"]["change"] == "2.00"
    MonthCell.objects.all().delete()
    kept = IndexRound.objects.get(pk=row.pk)
    assert is_unchanged(kept)
    assert series_csv(series()) == series_csv(series())
    assert b"2025-11,102.00,preliminary,1" in series_csv(series())
    assert b"IND-SCALE-01" in parts_csv(series())
    trail = AuditEntry.objects.filter(action__startswith="statistics_index.")
    assert [one.action.split(".")[1] for one in trail.order_by("id")] == [
        "drafted", "proposed", "published",
    ] * 2  # fmt: skip


def test_whoever_proposed_it_does_not_publish_it(begun: Office) -> None:
    traded(NOVEMBER, "1100.00")
    begun.bulletin(NOVEMBER)
    row = begun.propose_index(begun.draft_index(NOVEMBER))

    with pytest.raises(Refusal) as refused:
        rounds.decide_index(
            round_id=row.pk, version=row.version, accepted=True, **begun.who(begun.first)
        )

    assert refused.value.code == "statistics_four_eyes"
    with pytest.raises(DatabaseError, match="four_eyes"), transaction.atomic():
        IndexRound.objects.filter(pk=row.pk).update(
            status="published", published_by=row.proposed_by, published_at=row.drafted_at
        )


def test_a_month_without_a_published_bulletin_has_no_index(begun: Office) -> None:
    traded(NOVEMBER, "1100.00")

    with pytest.raises(Refusal) as refused:
        begun.draft_index(NOVEMBER)

    assert codes_of(refused.value) == ["month"]
    assert "公报" in refused.value.text("zh")


def test_months_before_the_first_method_are_not_counted(begun: Office) -> None:
    with pytest.raises(Refusal) as refused:
        begun.draft_index(date(2025, 9, 1))

    assert "2025-10" in refused.value.text("en")


def test_a_revised_bulletin_is_followed_by_another_round_with_its_reason(begun: Office) -> None:
    MonthCell.objects.all().delete()
    traded(OCTOBER, "2000.00")
    begun.bulletin(OCTOBER, "revised", "五家企业更正出口额")
    with pytest.raises(Refusal) as refused:
        begun.draft_index(OCTOBER)
    assert codes_of(refused.value) == ["reason"]

    row = begun.index(OCTOBER, "公报已修订")

    assert (row.round, row.stage, row.value) == (1, "revised", Decimal("100.00"))
    assert IndexRound.objects.published().count() == 2
    assert [one.pk for one in series()] == [row.pk]


def test_what_was_published_cannot_be_changed(begun: Office) -> None:
    with pytest.raises(DatabaseError, match="stays as it is"), transaction.atomic():
        IndexRound.objects.published().update(value=Decimal(1))
    with pytest.raises(DatabaseError, match="stays as it is"), transaction.atomic():
        IndexMethod.objects.update(base_value=Decimal(1))


def test_another_method_continues_the_series(begun: Office) -> None:
    traded(NOVEMBER, "1100.00", tickets=9)
    begun.bulletin(NOVEMBER)
    begun.index(NOVEMBER)

    method = begun.method({"IND-SCALE-01": "100"})
    assert (method.number, method.base_month, method.base_value) == (
        2, NOVEMBER, Decimal("102.00"),
    )  # fmt: skip
    traded(date(2025, 12, 1), "1210.00", tickets=9)

    assert method_for(NOVEMBER) == IndexMethod.objects.get(number=1)
    assert method_for(date(2025, 12, 1)) == method


def test_a_method_begins_where_the_series_ends_when_it_is_proposed(begun: Office) -> None:
    row = begun.draft_method()
    traded(NOVEMBER, "1100.00", tickets=9)
    begun.bulletin(NOVEMBER)
    begun.index(NOVEMBER)

    row = methods.propose_method(method_id=row.pk, version=row.version, **begun.who(begun.first))

    assert (row.base_month, row.base_value) == (NOVEMBER, Decimal("102.00"))
    assert row.base["IND-SCALE-01"]["value"] == "5500.00"


def test_all_that_is_wrong_with_a_method_is_told_when_it_is_proposed(office: Office) -> None:
    traded(OCTOBER, "1000.00")
    office.bulletin(OCTOBER)
    row = office.draft_method()
    row = methods.save_weights(
        method_id=row.pk,
        version=row.version,
        weights={"IND-SCALE-01": "50", "IND-EFF-01": "x"},
        ways={"IND-SCALE-01": "up", "IND-EFF-01": "down"},
        reason="试行新权重",
        **office.who(office.first),
    )

    with pytest.raises(Refusal) as refused:
        methods.propose_method(method_id=row.pk, version=row.version, **office.who(office.first))

    assert codes_of(refused.value) == ["weight-IND-EFF-01", "weight-weights"]
    entry = AuditEntry.objects.filter(action="statistics_index_method.saved").latest("id")
    assert (entry.old or {})["IND-SCALE-04"] == "10 up"


def test_a_method_needs_a_published_month_and_a_reason(office: Office) -> None:
    with pytest.raises(Refusal) as refused:
        methods.draft_method(month=OCTOBER, coverage="A", reason="", **office.who(office.first))
    assert codes_of(refused.value) == ["reason"]

    with pytest.raises(Refusal) as refused:
        office.draft_method()
    assert codes_of(refused.value) == ["month"]


def test_anybody_reads_what_is_published_and_nothing_else(begun: Office) -> None:
    traded(NOVEMBER, "1100.00")
    begun.bulletin(NOVEMBER)
    draft = begun.draft_index(NOVEMBER)
    client = Client()

    answer = client.get("/api/v1/statistics/activity-index/")

    (month,) = json.loads(answer.content)["results"]
    assert (month["month"], month["value"]) == ("2025-10", "100.00")
    assert client.get(f"/api/v1/statistics/activity-index/{draft.pk}/").status_code == 404
    assert client.get(f"/activity-index/{draft.pk}/").status_code == 404
    assert client.get("/api/v1/statistics/activity-index/?x=1").status_code == 400
    whole = json.loads(client.get(f"/api/v1/statistics/activity-index/{month['id']}/").content)
    assert whole["content"]["dimensions"][0]["code"] == "scale"
    for page in ("/activity-index/", "/activity-index/method/", f"/activity-index/{month['id']}/"):
        assert "100" in client.get(page).content.decode(), page
    csv = client.get("/activity-index/files/series/")
    assert csv["Content-Type"].startswith("text/csv")
    assert client.get("/activity-index/files/secret/").status_code == 404
