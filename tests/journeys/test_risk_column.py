"""An overseas warning reaches the firm that exports there; a complaint is answered and closed; a
plan is started for a case and its clock runs."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.utils import timezone
from playwright.sync_api import expect

from accounts.models import User
from enterprises.models import Enterprise, Member
from enterprises.viewers import viewer_for
from risk.models import Complaint, ExportMarket, Plan
from risk.rules.types import TYPES
from risk.services.column import articles, series
from risk.services.plans import points, preparing
from risk.services.quality import complaints, goods
from tests.factories.officials import official
from tests.factories.risk_cases import WATCH
from tests.factories.risk_column import content
from tests.journeys.conftest import Visitor
from tests.journeys.test_risk_cases import raised

Visit = Callable[..., Visitor]
BRAZIL = "410"


def now(user: User) -> dict[str, Any]:
    """Who does it, at this moment: journeys run by the clock on the wall."""
    return {"viewer": viewer_for(user), "by": user, "at": timezone.now()}


def signed_in(visitor: Visitor, user: User) -> Visitor:
    visitor.user = user
    visitor.sign_in()
    return visitor


def look(visitor: Visitor) -> None:
    """The page as it stands must be accessible and fit, at a desk and on a phone."""
    assert visitor.wrong() == [], visitor.page.url


def proposed(writer: User) -> int:
    """A warning on Brazil that waits for its second person."""
    today = timezone.localdate()
    told = content(
        countries=(BRAZIL,),
        title_zh="巴西买家拖欠增多",
        title_en="More late payers in Brazil",
        from_date=today - timedelta(days=1),
        until_date=today + timedelta(days=30),
    )
    row = articles.draft_article(content=told, **now(writer))
    return articles.propose_article(article_id=row.pk, version=row.version, **now(writer)).pk


def test_a_warning_reaches_the_firm_that_exports_there(visit: Visit) -> None:
    firm, office = visit(), visit()
    ExportMarket.objects.create(
        enterprise_id=firm.desk.firm.id,
        country=BRAZIL,
        heading="6109",
        last_date=timezone.localdate(),
    )
    article = proposed(official("commerce", "reviewer"))

    page = signed_in(office, official("commerce", "supervisor")).open(f"/risk/articles/{article}/")
    look(office)
    page.click("button:text-is('发布')")
    expect(page.locator(".headline")).to_contain_text("已发布")

    firm.sign_in()
    shown = firm.open("/risk/column/")
    expect(shown.locator("#own-title")).to_be_visible()
    look(firm)
    shown.click("section:has(#own-title) >> text=巴西买家拖欠增多")
    expect(shown.locator("main")).to_contain_text("缩短账期")
    look(firm)
    firm.open("/risk/subscriptions/")
    shown.select_option("select[name=country]", BRAZIL)
    shown.fill("input[name=hs]", "61")
    shown.click("button:text-is('订阅')")
    expect(shown.locator("main table")).to_contain_text("巴西")
    look(firm)


def test_a_complaint_is_answered_by_the_firm_and_closed(visit: Visit) -> None:
    consumer, firm, market = visit(), visit(), visit()
    consumer.foreseen = ("422",)
    page = consumer.open("/risk/report/")
    page.click("main button[type=submit]")
    expect(page.locator(".error-summary")).to_be_visible()
    look(consumer)
    page.select_option("select[name=kind]", "quality")
    page.fill("input[name=firm_name]", firm.desk.firm.name)
    page.fill("input[name=goods]", "儿童水杯")
    page.fill("textarea[name=text]", "收到时杯盖已经破损，要求换货。")
    page.fill("input[name=name]", "虚构人")
    page.fill("input[name=contact]", "19900000000")
    page.click("main button[type=submit]")
    expect(page.locator("main")).to_contain_text("查询码")
    look(consumer)
    row = Complaint.objects.get(firm_name=firm.desk.firm.name)
    secret = page.locator("dd.code").nth(1).inner_text()

    officer = official("market", "reviewer")
    complaints.take_up(
        complaint_id=row.pk, version=row.version, firm=firm.desk.firm.code, **now(officer)
    )
    firm.sign_in()
    own = firm.open("/risk/complaints/")
    own.click(f"a[href='/risk/complaints/{row.pk}/']")
    expect(own.locator("main")).not_to_contain_text("19900000000")
    own.fill("textarea[name=text]", "已为消费者换货并承担运费。")
    own.click("button:text-is('提交答复')")
    expect(own.locator("main")).to_contain_text("已为消费者换货")
    look(firm)

    desk = signed_in(market, officer).open(f"/risk/complaints/{row.pk}/")
    look(market)
    desk.fill("#settled-outcome", "双方达成一致，企业已换货。")
    desk.click("button:text-is('达成和解')")
    expect(desk.locator("main")).to_contain_text("双方达成一致")

    consumer.open("/risk/report/standing/")
    page.fill("input[name=number]", row.number)
    page.fill("input[name=secret]", secret)
    page.click("main button[type=submit]")
    expect(page.locator("main")).to_contain_text("双方达成一致")
    look(consumer)


def test_a_plan_is_started_for_a_case_and_its_clock_runs(visit: Visit) -> None:
    office = visit()
    chief = official("zone", "supervisor")
    case = raised(Enterprise.objects.get(pk=office.desk.firm.id))
    plan = in_force(chief, official("zone", "supervisor"), case.type)

    page = signed_in(office, chief).open(f"/risk/cases/{case.pk}/")
    page.click(f"a[href^='/risk/plans/{plan.pk}/start/']")
    look(office)
    page.fill("textarea[name=reason]", "发现批量冒用身份，需要协同处置。")
    page.click("main button[type=submit]")
    expect(page.locator("main")).to_contain_text("剩余")
    look(office)
    page.select_option("#step-place", "1")
    page.fill("#step-text", "已报告首报：时间、系统和影响范围。")
    page.click("button:text-is('登记完成')")
    expect(page.locator("main")).to_contain_text("完成 ")
    office.open(f"/risk/cases/{case.pk}/")
    expect(page.locator("main")).to_contain_text("响应中")


def test_every_page_of_column_plans_and_goods_is_accessible_and_fits(visit: Visit) -> None:
    office = visit(language="en")
    chief = official("zone", "supervisor")
    firm = office.desk.firm
    signed_in(office, chief)
    plan = in_force(chief, official("zone", "supervisor"), "RT03")
    new = series.NewSeries(f"j-{firm.id}", "credit", "违约指数", "Defaults", "公开报告")
    followed = series.set_up(new=new, **now(chief))
    points.load_shipped(by=WATCH, at=timezone.now())
    seller = Member.objects.get(enterprise_id=firm.id).user
    cups = goods.NewBatch("Cups", f"B-{firm.id}", "142", 100)
    batch = goods.add_batch(firm_id=firm.id, new=cups, **now(seller))

    paths = (
        "/risk/articles/", "/risk/articles/new/", "/risk/series/", f"/risk/series/{followed.pk}/",
        "/risk/points/", f"/risk/plans/{plan.pk}/", "/risk/plans/", "/risk/plans/new/",
        "/risk/plan-runs/", "/risk/complaints/", "/risk/notices/", "/risk/notices/new/",
        "/risk/authorisations/", "/risk/recalls/", "/risk/batches/", f"/risk/batches/{batch.pk}/",
        "/risk/trace/", f"/risk/trace/{batch.code}/", "/risk/recalls/public/", "/risk/column/",
    )  # fmt: skip
    wrong = {path: office.wrong_on(path) for path in paths}
    assert {path: found for path, found in wrong.items() if found} == {}


def in_force(first: User, second: User, case_type: str) -> Plan:
    """The shipped plan for a type of risk, released by two people."""
    preparing.load_shipped(by=WATCH, at=timezone.now())
    area = TYPES[case_type].area
    row: Plan = next(one for one in Plan.objects.order_by("-pk") if area in one.areas)
    if row.status == "draft":
        row = preparing.propose_plan(plan_id=row.pk, version=row.version, **now(first))
        row = preparing.release_plan(plan_id=row.pk, version=row.version, **now(second))
    return row
