"""The public side: only what may be public, as long as it may, never a natural person."""

import csv
import io
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Notice
from credit.facts import NewRecord
from credit.models import PublicationBatch, PublishedRating, Record, Subject
from credit.services.publishing import approve_batch, propose_batch, withdraw_batch
from credit.services.rating import rate
from credit.services.recording import mark, record_many, revoke
from credit.services.subjects import subject_of_person
from enterprises.models import Enterprise
from reference.services.rule_settings import NewSetting, put_rule_setting
from tests.factories.credit import AT, BY, DAY, recorded, source, subject
from tests.factories.credit_sharing import cycle, keeper
from tests.factories.members import MemberFactory
from tests.factories.officials import official
from tests.integration.declarations.conftest import Desk, new_desk

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate


@pytest.fixture
def desk(db: None) -> Desk:
    return new_desk()


def page(path: str, client: Client | None = None, status: int = 200, **query: str) -> str:
    response = (client or Client()).get(path, query)
    assert response.status_code == status, path
    body = b"".join(response) if response.streaming else response.content
    return str(body.decode())


def entered(firm: Subject, kind: str, number: str, **columns: Any) -> Record:
    """A record of today: what is public depends on the day it is asked for."""
    return recorded(firm, kind, number, at=timezone.now(), **columns)


def told(firm: Subject) -> Any:
    assert firm.enterprise is not None
    return Client().get(f"/api/v1/credit/public/{firm.enterprise.uscc}/").json()


def numbers(firm: Subject) -> list[str]:
    return [row["number"] for row in told(firm)["records"]]


def test_what_may_be_public_is_shown_and_nothing_else() -> None:
    firm = subject()
    entered(firm, "customs_penalty", "P-公示", grade="minor", occurred_date=TODAY())
    recorded(firm, "tax_grade", "T-B", grade="B")
    recorded(firm, "tax_penalty", "P-过期", grade="minor", occurred_date=date(2026, 1, 5))
    recorded(firm, "overdue_tax", "逾期", grade="minor")
    recorded(firm, "match", "2026-10", good=1, total=2)
    assert firm.enterprise is not None
    shown = page(f"/credit/public/{firm.enterprise.uscc}/")
    assert numbers(firm) == ["P-公示"]
    assert "P-公示" in shown
    for hidden in ("T-B", "P-过期", "逾期", "2026-10"):
        assert hidden not in shown.partition("<main")[2], hidden


def test_repaired_and_revoked_records_leave_the_page_disputed_ones_say_so() -> None:
    firm = subject()
    kept = entered(firm, "market_penalty", "M1", grade="serious", occurred_date=TODAY())
    wrong = entered(firm, "market_penalty", "M2", grade="serious", occurred_date=TODAY())
    mark(record_id=kept.pk, mark="disputed", reason="异议", by=BY, at=timezone.now())
    revoke(record_id=wrong.pk, reason="录错", by=BY, at=timezone.now())
    assert [(row["number"], row["disputed"]) for row in told(firm)["records"]] == [("M1", True)]
    mark(record_id=kept.pk, mark="repaired", reason="已修复", by=BY, at=timezone.now())
    assert numbers(firm) == []


def notices(firm: Subject) -> list[str]:
    told = Notice.objects.filter(user__memberships__enterprise=firm.enterprise).order_by("id")
    return list(told.values_list("text_zh", flat=True))


def test_a_firm_is_told_when_a_record_becomes_public_and_when_it_is_no_more() -> None:
    firm, trader = subject(), subject(kinds=["individual"])
    for one in (firm, trader):
        MemberFactory.create(enterprise=one.enterprise, role="declarant")
        recorded(one, "tax_grade", "T-B", grade="B")
    rows = [
        (one.pk, NewRecord("market_penalty", f"M{n}", DAY, grade="minor"))
        for one in (firm, trader)
        for n in (1, 2)
    ]
    record_many(rows, source=source(), by=BY, at=AT)
    assert record_many(rows, source=source(), by=BY, at=AT) == 0
    first, second = Record.objects.filter(subject=firm, kind="market_penalty").order_by("id")
    revoke(record_id=first.pk, reason="录错", by=BY, at=AT)
    mark(record_id=second.pk, mark="repaired", reason="已修复", by=BY, at=AT)
    assert [text.partition("。")[0] for text in notices(firm)] == [
        "您的 2 条信用记录已公示：市场监管行政处罚",
        "不再公示您的信用记录：市场监管行政处罚（M1）",
        "不再公示您的信用记录：市场监管行政处罚（M2）",
    ]
    assert notices(trader) == []


def test_a_list_is_shown_until_the_firm_leaves_it() -> None:
    firm = subject()
    entered(firm, "abnormal_list", "A1", grade="listed", cause="未公示年报", occurred_date=TODAY())
    assert numbers(firm) == ["A1"]
    entered(firm, "abnormal_list", "A2", grade="removed", cause="已履行", occurred_date=TODAY())
    assert numbers(firm) == []


def test_natural_persons_and_individual_traders_are_never_found() -> None:
    trader = subject(kinds=["individual"], name="罗个体跨境")
    person = subject_of_person("000000199001010014", "罗模拟", at=AT)
    entered(trader, "customs_penalty", "P1", grade="minor", occurred_date=TODAY())
    entered(person, "customs_penalty", "P2", grade="minor", occurred_date=TODAY())
    assert trader.enterprise is not None
    assert "罗个体跨境" not in page("/credit/public/", q="罗个体")
    page(f"/credit/public/{trader.enterprise.uscc}/", status=404)
    assert Client().get(f"/api/v1/credit/public/{trader.enterprise.uscc}/").status_code == 404
    assert Client().get("/api/v1/credit/public/", {"q": "罗"}).status_code == 400
    assert Client().get("/api/v1/credit/public/", {"q": "罗模拟"}).json()["results"] == []


def test_firms_are_found_by_name_or_code_and_never_listed_unasked() -> None:
    firm = subject(name="洪城可寻有限公司").enterprise
    assert firm is not None
    assert firm.name not in page("/credit/public/")
    for text in ("可寻", firm.uscc, firm.code.lower()):
        assert firm.name in page("/credit/public/", q=text)
    found = Client().get("/api/v1/credit/public/", {"q": firm.uscc}).json()
    assert [row["uscc"] for row in found["results"]] == [firm.uscc]


def test_machines_read_the_same_as_a_file() -> None:
    firm = subject()
    entered(firm, "fx_penalty", "F1", grade="general", occurred_date=TODAY(), cause="=违规")
    assert firm.enterprise is not None
    text = page(f"/api/v1/credit/public/{firm.enterprise.uscc}/", format="csv")
    (row,) = csv.DictReader(io.StringIO(text.lstrip("\ufeff")))
    assert (row["number"], row["kind"], row["cause"]) == ("F1", "fx_penalty", "'=违规")


def published(*firms: Subject) -> PublicationBatch:
    made = cycle()
    numbers = [firm.pk for firm in firms]
    rate(
        subject_ids=numbers, model=made.model, as_of=DAY, trigger="cycle", by=BY, at=AT,
        known_at=AT, cycle=made,
    )  # fmt: skip
    batch = propose_batch(cycle_id=made.pk, by=keeper(), at=AT)
    return approve_batch(batch_id=batch.pk, by=keeper(), at=AT)


def test_a_rating_is_public_only_in_an_approved_batch_and_gone_once_withdrawn() -> None:
    firm, trader = subject(), subject(kinds=["individual"])
    for one in (firm, trader):
        MemberFactory.create(enterprise=one.enterprise)
    assert told(firm)["rating"] is None
    batch = published(firm, trader)
    grade = PublishedRating.objects.get(batch=batch).grade
    assert told(firm)["rating"] == {
        "grade": grade,
        "as_of": "2026-11-20",
        "batch": batch.number,
        "reference_only": True,
    }
    assert firm.enterprise is not None
    assert trader.enterprise is not None
    shown = page(f"/credit/public/ratings/{batch.number}/")
    assert firm.enterprise.name in shown
    assert trader.enterprise.name not in shown
    assert firm.enterprise.uscc in page(f"/credit/public/ratings/{batch.number}/", format="csv")
    withdraw_batch(batch_id=batch.pk, reason="模型参数有误", by=keeper(), at=AT)
    assert told(firm)["rating"] is None
    gone = page(f"/credit/public/ratings/{batch.number}/")
    assert "模型参数有误" in gone
    assert firm.enterprise.name not in gone
    (listed,) = Client().get("/api/v1/credit/published/").json()["results"]
    assert (listed["state"], listed["reason"]) == ("withdrawn", "模型参数有误")
    assert [batch.number in text for text in notices(firm)] == [True, True]
    assert "模型参数有误" in notices(firm)[-1]
    assert notices(trader) == []


def test_a_proposed_batch_is_nobodys_business_outside() -> None:
    firm = subject()
    made = cycle()
    rate(
        subject_ids=[firm.pk],
        model=made.model,
        as_of=DAY,
        trigger="cycle",
        by=BY,
        at=AT,
        cycle=made,
    )
    batch = propose_batch(cycle_id=made.pk, by=keeper(), at=AT)
    page(f"/credit/public/ratings/{batch.number}/", status=404)
    assert Client().get("/api/v1/credit/published/").json()["results"] == []
    assert told(firm)["rating"] is None


def test_nothing_of_the_zones_rating_is_public_while_it_is_switched_off() -> None:
    firm = subject()
    batch = published(firm)
    put_rule_setting(
        NewSetting("CREDIT-RATING", "zone_grade", "off", date(2026, 1, 1)), by=BY, at=AT
    )
    assert told(firm)["rating"] is None
    assert "没有可以公布的企业" in page(f"/credit/public/ratings/{batch.number}/")


def test_the_batch_pages_take_two_people_of_the_hub() -> None:
    first, second = keeper(), keeper()
    firm = subject()
    made = cycle()
    rate(
        subject_ids=[firm.pk],
        model=made.model,
        as_of=DAY,
        trigger="cycle",
        by=BY,
        at=AT,
        cycle=made,
    )
    proposing, approving = Client(), Client()
    proposing.force_login(first)
    approving.force_login(second)
    done = proposing.post("/credit/batches/", {"cycle": str(made.pk)}, follow=True)
    assert "须由另一人批准" in done.content.decode()
    batch = PublicationBatch.objects.get()
    path = f"/credit/batches/{batch.pk}/"
    assert "批准并公布" not in page(path, proposing)
    assert firm.enterprise is not None
    assert firm.enterprise.name in page(path, approving)
    refusal = proposing.post(path, {"deed": "approve"})
    assert refusal.status_code == 409
    assert approving.post(path, {"deed": "approve"}).status_code == 302
    batch.refresh_from_db()
    assert batch.approved_by == second
    assert approving.post(path, {"deed": "withdraw", "reason": ""}).status_code == 409
    reviewer = Client()
    reviewer.force_login(official("zone", "viewer"))
    assert reviewer.post(path, {"deed": "withdraw", "reason": "x"}).status_code == 403


def test_goods_are_public_and_trade_is_the_owners_alone(desk: Desk) -> None:
    desk.send(*desk.set().values())
    desk.decide()
    firm = Enterprise.objects.get(pk=desk.firm.id)
    path = f"/credit/public/{firm.uscc}/"
    member = Client()
    member.force_login(MemberFactory.create(enterprise=firm).user)
    order = f"{desk.series}"
    assert order in page(path, member)
    assert "货物运输与贸易记录" in page(path, member)
    stranger = Client()
    stranger.force_login(MemberFactory.create().user)
    for client in (Client(), stranger):
        assert order not in page(path, client)
        assert "货物运输与贸易记录" not in page(path, client)


def test_who_asks_for_a_subject_learns_its_public_lists() -> None:
    firm = subject()
    entered(firm, "abnormal_list", "A1", grade="listed", cause="未公示年报", occurred_date=TODAY())
    assert firm.enterprise is not None
    found = Client().get("/api/v1/subjects/resolve", {"uscc": firm.enterprise.uscc}).json()
    assert [(row["list"], row["cause"]) for row in found["lists"]] == [
        ("abnormal_list", "未公示年报")
    ]
    assert "未公示年报" in page("/subject/", q=firm.enterprise.uscc)
