"""Complaints, notices, recalls and batches, made by the services that people use."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from risk.models import BrandAuthorisation, Complaint, GoodsBatch, Recall, RightsNotice
from risk.rules.quality.complaints import Telling
from risk.services.quality import complaints, goods, rights, telling
from tests.factories.officials import official
from tests.factories.supervision import AT, TODAY, Party, deed

TELLING = Telling(
    "quality", "虚构小店", "儿童水杯", "收到时已经破损，要求换货。", "虚构人", "19900000000"
)


def told(**more: Any) -> telling.Told:
    """A complaint that came in."""
    return telling.tell(telling=replace(TELLING, **more), at=AT)


def taken_up(firm: Party, **more: Any) -> Complaint:
    """A complaint in the hands of the firm, or a report under investigation."""
    row = told(**more).row
    return complaints.take_up(
        complaint_id=row.pk,
        version=row.version,
        firm=firm.enterprise.code,
        **deed(official("market", "reviewer")),
    )


def forwarded(firm: Party, **more: Any) -> RightsNotice:
    """A notice of which the merchant knows."""
    officer = official("market", "reviewer")
    given = rights.Infringement("权利人公司", "示例牌", "TM-1", "儿童水杯", "同款商品带有示例牌。")
    row = rights.receive(given=replace(given, **more), firm=firm.enterprise.code, **deed(officer))
    return rights.forward(
        notice_id=row.pk,
        version=row.version,
        measures="已断开商品链接并保存证据。",
        **deed(officer),
    )


def claimed(firm: Party, **more: Any) -> BrandAuthorisation:
    """An authorisation that is to be verified."""
    given = rights.Claim(
        "示例牌", "权利人公司", "A-1", "本平台销售水杯", TODAY, TODAY + timedelta(days=365)
    )
    return rights.claim(
        firm_id=firm.enterprise.pk, given=replace(given, **more), **deed(firm.person)
    )


def recalled(firm: Party, **more: Any) -> Recall:
    """A recall that the firm reported."""
    given = goods.Defect(
        "recall",
        "儿童水杯",
        "企业主动报告",
        "orange",
        "部件脱落，有误吞风险。",
        "停止使用，退货退款。",
        100,
        batches=("B-1",),
    )
    return goods.report_defect(
        given=replace(given, **more),
        firm="",
        firm_id=firm.enterprise.pk,
        **deed(firm.person),
    )


def batched(firm: Party, **more: Any) -> GoodsBatch:
    """A batch of a firm."""
    new = goods.NewBatch("儿童水杯", "B-1", "142", 100)
    return goods.add_batch(
        firm_id=firm.enterprise.pk, new=replace(new, **more), **deed(firm.person)
    )
