"""The score page and the plan: every point explained, fast, and the plan is what happens."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from credit.models import PeerSpread, Record, ScoreModel, Standing, Subject
from credit.rules.ways_out import KEEP, REPAIR, Step, month_ends
from credit.selectors import current_rating, model_on
from credit.selectors_score import outlook, score_page
from credit.selectors_sharing import rated
from credit.services.models import load_shipped
from credit.services.peers import count_peers
from credit.services.rating import rate
from credit.services.recording import mark
from enterprises.models import Enterprise
from reference.services.rule_settings import NewSetting, put_rule_setting
from tests.factories.credit import AT, BY, DAY, recorded, subject
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.members import MemberFactory

pytestmark = pytest.mark.django_db

MILLISECONDS = 300


@pytest.fixture
def model() -> ScoreModel:
    load_shipped(at=AT)
    found = model_on(DAY)
    assert found is not None
    return found


def score_now(of: Subject, model: ScoreModel, at: datetime = AT, day: date = DAY) -> None:
    rate(subject_ids=[of.pk], model=model, as_of=day, trigger="demand", by=BY, at=at)


def firm_in_trouble() -> Subject:
    firm = subject()
    recorded(firm, "established", "E1", occurred_date=date(2015, 1, 1))
    recorded(firm, "registration", "R1", grade="approved", occurred_date=date(2020, 1, 1))
    recorded(firm, "licence", "L1", grade="valid", occurred_date=date(2025, 1, 1))
    recorded(firm, "customs_grade", "C1", grade="AA", occurred_date=date(2026, 4, 2))
    recorded(firm, "tax_grade", "T1", grade="A", occurred_date=date(2026, 4, 2))
    recorded(firm, "abnormal_list", "A1", grade="listed", cause="未按期公示年报")
    recorded(
        firm, "customs_penalty", "P1", grade="general", occurred_date=DAY, cause="申报要素不实"
    )
    for last in month_ends(date(2025, 10, 31), date(2026, 10, 31)):
        recorded(firm, "match", last.isoformat(), good=700, total=1000, occurred_date=last)
    return firm


def member(of: Subject) -> Client:
    client = Client()
    client.force_login(MemberFactory.create(enterprise=of.enterprise).user)
    return client


def text(client: Client, path: str, status: int = 200, **query: Any) -> str:
    response = client.get(path, query)
    assert response.status_code == status
    return str(response.content.decode())


def test_every_point_is_explained_by_its_records(model: ScoreModel) -> None:
    firm = firm_in_trouble()
    score_now(firm, model)
    page = score_page(firm, ["ecommerce"], at=AT)
    assert page is not None
    assert sum(group.points for group in page.groups) == page.own.rating.score
    behind = {row.number for group in page.groups for line in group.lines for row in line.records}
    assert {"A1", "P1", "C1", "T1", "2026-10-31"} <= behind
    shown = text(member(firm), "/credit/score/")
    for words in ("经营异常名录", "A1", "8,400 / 12,000 合格", "一票否决"):
        assert words in shown
    assert str(page.own.rating.score) in shown


def test_a_firm_without_a_score_is_told_when_it_comes() -> None:
    firm = subject()
    assert "还没有评分" in text(member(firm), "/credit/score/")
    assert "还没有评分" in text(member(firm), "/credit/plan/")


def test_the_score_page_opens_in_time_among_thousands(model: ScoreModel) -> None:
    firm = firm_in_trouble()
    firms = Enterprise.objects.bulk_create(EnterpriseFactory.build_batch(3000))
    Subject.objects.bulk_create(Subject(enterprise=row, since=AT) for row in firms)
    numbers = list(Subject.objects.values_list("pk", flat=True))
    rate(subject_ids=numbers, model=model, as_of=DAY, trigger="demand", by=BY, at=AT)
    for week in range(1, 12):
        score_now(firm, model, AT + timedelta(weeks=week), DAY + timedelta(weeks=week))
    count_peers(at=AT)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE credit_record, credit_rating, credit_standing, credit_subject")
    client = member(firm)
    client.get("/credit/score/")
    with CaptureQueriesContext(connection) as asked:
        shown = text(client, "/credit/score/")
    assert "同类：电商企业" in shown
    assert len(asked) <= 22
    assert sum(float(query["time"]) for query in asked) * 1000 < MILLISECONDS
    page = [query["sql"] for query in asked if "credit_" in query["sql"]]
    assert len(page) <= 9


def test_no_small_group_is_compared_with(model: ScoreModel) -> None:
    firm = subject(kinds=["lab"])
    others = [subject(kinds=["lab"]) for _ in range(8)]
    for one in (firm, *others):
        score_now(one, model)
    count_peers(at=AT)
    assert PeerSpread.objects.get(kind="lab").count == 9
    page = score_page(firm, ["lab"], at=AT)
    assert page is not None
    assert (page.places, page.least) == ((), 10)
    shown = text(member(firm), "/credit/score/")
    assert "同类不足 10 家" in shown
    assert "四分位" not in shown
    score_now(subject(kinds=["lab"]), model)
    count_peers(at=AT)
    page = score_page(firm, ["lab"], at=AT)
    assert page is not None
    assert [place.spread.count for place in page.places] == [10]


def do(step: Step, firm: Subject, until: date) -> None:
    """Do what a step says, on the day on which it counts."""
    at = datetime.combine(step.from_date, time(4), UTC)
    if step.way == REPAIR:
        assert step.record is not None
        mark(record_id=step.record, mark="repaired", reason="已整改", by=BY, at=at)
    elif step.way == KEEP:
        begun = step.from_date.replace(day=1) - timedelta(days=1)
        for last in month_ends(begun - timedelta(days=1), until):
            recorded(
                firm,
                step.kind,
                f"later-{last}",
                at=datetime.combine(last, time(4), UTC),
                occurred_date=last,
                good=step.good,
                total=step.monthly,
            )
    else:
        recorded(firm, step.kind, f"later-{step.code}", at=at, occurred_date=step.from_date,
                 grade=step.grade, cause="已履行")  # fmt: skip


def test_what_the_plan_promises_the_ledger_and_the_rating_keep(model: ScoreModel) -> None:
    firm = firm_in_trouble()
    score_now(firm, model)
    own = rated(firm.pk)
    assert own is not None
    assert own.rating.grade == "C"
    found = outlook(firm, own.definition, at=AT)
    promised = found.plan_for("B")
    assert promised.reached
    assert 1 <= len(promised.steps) <= 3
    for step in promised.steps:
        do(step, firm, promised.from_date)
    later = datetime.combine(promised.from_date, time(8), UTC)
    score_now(firm, model, later, promised.from_date)
    kept = current_rating(firm.pk)
    assert kept is not None
    assert (kept.score, kept.grade) == (promised.scored.score, promised.scored.grade)
    assert Standing.objects.get(pk=firm.pk).grade in {"A", "B"}


def test_the_page_says_the_plan_in_one_sentence_and_answers_a_what_if(model: ScoreModel) -> None:
    firm = firm_in_trouble()
    score_now(firm, model)
    client = member(firm)
    shown = text(client, "/credit/plan/")
    assert "件事，" in shown
    assert "起为 B 级" in shown
    record = Record.objects.get(number="A1")
    answer = text(client, "/credit/plan/", step=f"leave-{record.pk}", on="2027-03-01")
    assert "做好所选" in answer
    assert "一票否决" not in answer
    assert "列入经营异常名录" in answer
    assert text(client, "/credit/plan/", status=404, target="Z")


def test_a_member_of_several_firms_chooses_and_never_sees_another(model: ScoreModel) -> None:
    firm, other = firm_in_trouble(), subject()
    score_now(firm, model)
    client = member(firm)
    assert text(client, "/credit/score/", status=404, firm=other.enterprise_id)
    nobody = Client()
    nobody.force_login(MemberFactory.create(enterprise=EnterpriseFactory.create()).user)
    assert Decimal(Standing.objects.get(pk=firm.pk).score) > 0
    assert str(Standing.objects.get(pk=firm.pk).score) not in text(nobody, "/credit/score/")


def test_nothing_of_the_zones_own_rating_is_shown_while_it_is_off(model: ScoreModel) -> None:
    firm = firm_in_trouble()
    score_now(firm, model)
    off = NewSetting("CREDIT-RATING", "zone_grade", "off", date(2026, 1, 1))
    put_rule_setting(off, by=BY, at=AT)
    client = member(firm)
    for path in ("/credit/score/", "/credit/plan/"):
        shown = text(client, path)
        assert "综试区评级目前停用" in shown
        assert str(Standing.objects.get(pk=firm.pk).score) not in shown
