"""A firm reads its score, plans its repair and sees who asked; what others see of it."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from accounts.facts import SystemActor
from accounts.models import User
from credit.facts import NewRecord
from credit.models import (
    Cycle,
    PublicationBatch,
    RaterContract,
    RatingDocument,
    RecognitionRow,
    SharingRule,
    Source,
    Subject,
)
from credit.rules.ways_out import month_ends
from credit.selectors import model_on
from credit.services.models import load_shipped
from credit.services.peers import count_peers
from credit.services.publishing import approve_batch, propose_batch
from credit.services.raters import Terms, propose_contract
from credit.services.rating import rate
from credit.services.recording import record
from credit.services.subjects import subject_of
from enterprises.models import Enterprise
from tests.builders.series import new_series
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.officials import official
from tests.journeys.conftest import LANGUAGES, Visitor

Visit = Callable[..., Visitor]
BY = SystemActor("journey")


def keeper() -> User:
    return official("zone", "administrator")


def as_official(visit: Visit, user: User, language: str = "zh-hans") -> Visitor:
    visitor = visit(language=language)
    visitor.user = user
    visitor.sign_in()
    return visitor


def put(of: Subject, kind: str, number: str, day: date, **more: object) -> None:
    source, _ = Source.objects.get_or_create(
        code="journey", defaults={"zh": "市场监管", "en": "Market", "kind": "list",
                                  "department": "market"},
    )  # fmt: skip
    new = NewRecord(kind, number, day, **more)  # type: ignore[arg-type]
    record(subject=of, source=source, new=new, by=BY, at=timezone.now())


def firm_in_trouble(visitor: Visitor) -> Enterprise:
    """A firm with a good past, a fine, a listing and careless declarations, rated three times."""
    now, today = timezone.now(), timezone.localdate()
    load_shipped(at=now)
    firm = Enterprise.objects.get(pk=visitor.desk.firm.id)
    of = subject_of(firm.pk, at=now)
    put(of, "established", "E1", date(2015, 1, 1))
    put(of, "registration", "R1", date(2020, 1, 1), grade="approved")
    put(of, "customs_grade", "C1", today - timedelta(days=90), grade="AA")
    put(of, "tax_grade", "T1", today - timedelta(days=90), grade="D")
    put(of, "tax_grade", "T2", today - timedelta(days=30), grade="B")
    put(of, "national_grade", "N1", today - timedelta(days=30), grade="B")
    put(of, "abnormal_list", "洪市监异〔2026〕12号", today, grade="listed", cause="未按期公示年报")
    put(of, "customs_penalty", "洪关缉违〔2026〕7号", today, grade="general", cause="申报要素不实")
    for last in month_ends(today - timedelta(days=370), today):
        put(of, "match", last.isoformat(), last, good=700, total=1000)
    others = [subject_of(EnterpriseFactory.create().pk, at=now).pk for _ in range(10)]
    model, now = model_on(today), timezone.now()
    assert model is not None
    for days in (60, 30, 0):
        rate(
            subject_ids=[of.pk, *others], model=model, as_of=today - timedelta(days=days),
            trigger="demand", by=BY, at=now,
        )  # fmt: skip
    count_peers(at=now)
    return firm


def published(firm: Enterprise) -> PublicationBatch:
    now, today = timezone.now(), timezone.localdate()
    model = model_on(today)
    assert model is not None
    version = (
        RatingDocument.objects.order_by("-version").first() or RatingDocument(version=0)
    ).version
    document = RatingDocument.objects.create(
        version=version + 1, title="跨境电商主体信用评级管理办法",
        number=f"洪综试〔2026〕{version + 1}号",
        text="正文", from_date=date(2026, 1, 1), objection_days=5, by=keeper(), at=now,
    )  # fmt: skip
    cycle = Cycle.objects.create(
        code=new_series("J"), document=document, model=model, as_of_date=today,
        known_at=now, state="settled", planned_by=keeper(), planned_at=now,
    )  # fmt: skip
    subject = subject_of(firm.pk, at=now).pk
    rate(subject_ids=[subject], model=model, as_of=today, trigger="cycle", by=BY, at=now,
         known_at=now, cycle=cycle)  # fmt: skip
    batch = propose_batch(cycle_id=cycle.pk, by=keeper(), at=now)
    return approve_batch(batch_id=batch.pk, by=keeper(), at=now)


def contract() -> RaterContract:
    now, today = timezone.now(), timezone.localdate()
    rater = EnterpriseFactory.create(kinds=["service"])
    number = f"洪综评〔2026〕{new_series('C')}号"
    terms = Terms(
        rater.code, number, ["grade", "penalties"], 10, today, today + timedelta(days=365)
    )
    return propose_contract(terms=terms, by=keeper(), at=now)


def pages_of_firm(firm: Enterprise) -> Iterator[str]:
    yield from (
        "/credit/score/",
        "/credit/plan/",
        "/credit/plan/?on=2027-06-01&step=leave-abnormal",
    )
    yield from ("/credit/queries/", "/credit/public/", f"/credit/public/?q={firm.uscc}")
    yield f"/credit/public/{firm.uscc}/"


def pages_of_office(batch: PublicationBatch, of: RaterContract) -> Iterator[str]:
    yield from ("/credit/query/", "/credit/queries/", "/credit/sharing/", "/credit/recognition/")
    yield from ("/credit/systems/", "/credit/raters/", "/credit/raters/new/", "/credit/batches/")
    yield from (f"/credit/raters/{of.pk}/", f"/credit/batches/{batch.pk}/")
    yield f"/credit/sharing/{SharingRule.objects.filter(valid_to=None).latest('pk').pk}/"
    yield f"/credit/recognition/{RecognitionRow.objects.filter(valid_to=None).latest('pk').pk}/"
    yield from ("/credit/public/ratings/", f"/credit/public/ratings/{batch.number}/")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pages_of_score_sharing_and_disclosure_fit_in_both_languages(
    visit: Visit, language: str
) -> None:
    visitor = visit(language=language)
    firm = firm_in_trouble(visitor)
    batch, of = published(firm), contract()
    unsigned = {path: visitor.wrong_on(path) for path in (f"/credit/public/{firm.uscc}/",)}
    visitor.sign_in()
    wrong = {path: visitor.wrong_on(path) for path in pages_of_firm(firm)}
    office = as_official(visit, keeper(), language)
    wrong |= {path: office.wrong_on(path) for path in pages_of_office(batch, of)}
    assert {path: found for path, found in (wrong | unsigned).items() if found} == {}


def test_a_firm_plans_its_repair_and_an_official_leaves_a_trace(visit: Visit) -> None:
    visitor = visit()
    firm = firm_in_trouble(visitor)
    page = visitor.sign_in()
    visitor.open("/credit/score/")
    expect(page.locator("#trend-chart svg")).to_be_visible()
    expect(page.locator("main")).to_contain_text("一票否决")
    page.click("text=修复计划与试算")
    expect(page.locator("#plan-title")).to_contain_text("起为 B 级")
    page.locator("form label", has_text="移出：经营异常名录").locator("input").check()
    page.fill("#on", (timezone.localdate() + timedelta(days=120)).isoformat())
    page.click("main form button[type=submit]")
    expect(page.locator("#result-title")).to_be_visible()
    expect(page.locator("main")).to_contain_text("做好所选")

    office = as_official(visit, official("customs"))
    office.open("/credit/query/")
    office.page.fill("#id_uscc", firm.uscc)
    office.page.select_option("#id_purpose", "inspection")
    office.page.fill("#id_reason", "布控参考 2026-77")
    office.page.click("main form >> button[type=submit]")
    expect(office.page.locator("main")).to_contain_text("高级认证企业")
    assert office.wrong() == []

    visitor.open("/credit/queries/")
    expect(page.locator("main")).to_contain_text("布控参考 2026-77")
    assert visitor.wrong() == []


def test_a_rating_is_published_by_two_and_withdrawn(visit: Visit) -> None:
    visitor = visit()
    firm = firm_in_trouble(visitor)
    batch = published(firm)
    visitor.open(f"/credit/public/{firm.uscc}/")
    expect(visitor.page.locator("main")).to_contain_text(batch.number)
    office = as_official(visit, keeper())
    office.open(f"/credit/batches/{batch.pk}/")
    office.page.fill("#reason", "数据有误，重新核定")
    office.page.click("button >> text=撤回批次")
    expect(office.page.locator("main")).to_contain_text("公示页即时不再显示")
    visitor.open(f"/credit/public/{firm.uscc}/")
    expect(visitor.page.locator("main")).not_to_contain_text(batch.number)
    visitor.open(f"/credit/public/ratings/{batch.number}/")
    expect(visitor.page.locator("main")).to_contain_text("数据有误，重新核定")
