"""The column, plans and quality in the demo zone: everything through the services that people use;
what it says is invented."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from django.db import transaction

from accounts.facts import SystemActor
from accounts.models import User
from enterprises.models import Enterprise
from enterprises.services.demo import refuse_unless_demo
from enterprises.services.demo_values import PDF
from enterprises.services.demo_zone import demo_applicant
from enterprises.viewers import viewer_for
from risk.models import Article, Complaint, GoodsBatch, Plan, PlanRun, Recall, Series
from risk.rules.column.article import Content
from risk.rules.quality.complaints import Telling
from risk.services.column import articles, files, series
from risk.services.matters.core import Deed
from risk.services.plans import points, preparing, running
from risk.services.quality import complaints, goods, telling

BY: Final = SystemActor("load_demo_risk_matters")
OFFICER: Final = "zone"
SUPERVISOR: Final = "supervisor"
SIGNER: Final = "mall"
SOURCE: Final = "演示来源（虚构）"


@transaction.atomic
def load_demo_matters(*, at: datetime) -> int:
    """Add what is missing and change nothing that is there; returns how many things were added.

    :raises PortalError: ``demo_is_off``.
    """
    refuse_unless_demo()
    preparing.load_shipped(by=BY, at=at)
    added = points.load_shipped(by=BY, at=at)
    if not Article.objects.exists():
        added += _articles(at)
    if not Series.objects.exists():
        added += _series(at)
    if not PlanRun.objects.exists():
        added += _drill(at)
    if not Complaint.objects.exists():
        added += _complaint(at)
    if not GoodsBatch.objects.exists() and not Recall.objects.exists():
        added += _goods(at)
    return added


def _articles(at: datetime) -> int:
    day = Deed(BY, at).day
    contents = (
        Content(
            title_zh="美国市场买家拖欠增多（演示）",
            title_en="More late payers in the United States (demo)",
            kind="payment_default",
            level="yellow",
            countries=("502",),
            industries=("apparel",),
            summary_zh="近一季度小额货款拖欠上升，部分买家在收货后要求大幅折扣。",
            summary_en="Late payment of small sums rose in the last quarter; some buyers ask for "
            "large discounts once the goods are with them.",
            advice_zh="缩短账期，发货前投保或收取定金，保留签收凭证。",
            advice_en="Shorten terms, insure or take a deposit before shipping, keep the proof of "
            "delivery.",
            case_zh="某企业以到货后付款方式发出三批服装，买家收货后失联，因未投保未能追回。",
            case_en="A firm shipped three lots of clothes on open account; the buyer vanished and, "
            "for want of insurance, nothing came back.",
            source=SOURCE,
            from_date=day,
            until_date=day + timedelta(days=120),
        ),
        Content(
            title_zh="海外仓所在港口作业延误（演示）",
            title_en="Delays at ports of overseas warehouses (demo)",
            kind="logistics",
            level="blue",
            summary_zh="部分港口排队时间延长，海外仓补货周期平均增加一周。",
            summary_en="Queues at some ports are longer; restocking overseas takes a week more.",
            advice_zh="提前补货，与平台约定合理的发货时限。",
            advice_en="Restock earlier and agree fair dispatch times with platforms.",
            source=SOURCE,
            from_date=day,
            until_date=day + timedelta(days=60),
        ),
    )
    for content in contents:
        row = articles.draft_article(content=content, **_deed(OFFICER, at))
        if content.case_zh:
            name = "演示附件.pdf"
            files.attach(article_id=row.pk, name=name, content=PDF, **_deed(OFFICER, at))
        row = articles.propose_article(article_id=row.pk, version=row.version, **_deed(OFFICER, at))
        articles.publish_article(article_id=row.pk, version=row.version, **_deed(SUPERVISOR, at))
    return len(contents)


def _series(at: datetime) -> int:
    day = Deed(BY, at).day
    new = series.NewSeries(
        "us-late-payment",
        "credit",
        "美国买家拖欠指数（演示）",
        "Late payment in the United States (demo)",
        SOURCE,
        "点",
        "502",
    )
    row = series.set_up(new=new, **_deed(OFFICER, at))
    series.set_threshold(
        series_id=row.pk,
        test="above",
        limit=Decimal(80),
        level="orange",
        from_date=day,
        **_deed(SUPERVISOR, at),
    )
    values = (52, 55, 54, 58, 61, 64)
    for weeks, value in enumerate(reversed(values)):
        series.record_value(
            series_id=row.pk,
            on=day - timedelta(weeks=weeks),
            value=Decimal(value),
            **_deed(OFFICER, at),
        )
    return 1


def _drill(at: datetime) -> int:
    row = Plan.objects.filter(code="data-security", status="draft").first()
    if row is None:
        return 0
    row = preparing.propose_plan(plan_id=row.pk, version=row.version, **_deed(OFFICER, at))
    preparing.release_plan(plan_id=row.pk, version=row.version, **_deed(SUPERVISOR, at))
    run = running.start_run(
        plan_id=row.pk,
        drill=True,
        reason="下半年例行演练：模拟个人信息批量读取。（演示）",
        **_deed(OFFICER, at),
    )
    running.do_step(
        run_id=run.pk,
        place=1,
        text="演练首报：时间、系统、影响范围和已采取的措施已报告。（演示）",
        **_deed(OFFICER, at),
    )
    return 2


def _complaint(at: datetime) -> int:
    told = telling.tell(
        telling=Telling(
            "quality",
            _firm("mall").name,
            "儿童水杯（演示）",
            "收到时杯盖已经破损，要求换货或退款。（演示）",
            "演示甲",
            "demo@example.org",
        ),
        at=at,
    )
    complaints.take_up(
        complaint_id=told.row.pk,
        version=told.row.version,
        firm=_firm("mall").code,
        **_deed(OFFICER, at),
    )
    return 1


def _goods(at: datetime) -> int:
    firm, day = _firm("mall"), Deed(BY, at).day
    made = day - timedelta(days=60)
    new = goods.NewBatch("儿童水杯（演示）", "DEMO-2026-07", "142", 1200, produced_date=made)
    batch = goods.add_batch(firm_id=firm.pk, new=new, **_deed(SIGNER, at))
    stages = (
        ("source", 60, "南昌", "虚构制造有限公司", 1200),
        ("import", 40, "南昌综合保税区", firm.name, 1200),
        ("storage", 39, "南昌综合保税区", "虚构仓储有限公司", 1200),
        ("sale", 20, "线上", firm.name, 700),
        ("delivery", 15, "全国", "虚构快递有限公司", 690),
    )
    for stage, ago, place, party, quantity in stages:
        passed = goods.Stage(stage, day - timedelta(days=ago), place, party, quantity)
        goods.pass_stage(batch_id=batch.pk, given=passed, **_deed(SIGNER, at))
    defect = goods.Defect(
        "recall",
        "儿童水杯（演示）",
        "企业主动报告（演示）",
        "yellow",
        "杯盖部件可能脱落，有误吞风险。",
        "停止使用，联系企业退货退款。",
        1200,
        batches=("DEMO-2026-07",),
    )
    row = goods.report_defect(given=defect, firm="", firm_id=firm.pk, **_deed(SIGNER, at))
    goods.publish_recall(recall_id=row.pk, version=row.version, **_deed(OFFICER, at))
    return 2


def _deed(username: str, at: datetime) -> dict[str, Any]:
    person = User.objects.get(username=username)
    return {"viewer": viewer_for(person), "by": person, "at": at}


def _firm(key: str) -> Enterprise:
    return Enterprise.objects.get(code=demo_applicant(key).code)
