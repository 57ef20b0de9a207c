"""Signals of the demo zone: invented, and collected like real ones."""

from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction

from accounts.facts import SystemActor
from enterprises.models import Enterprise
from enterprises.services.demo import refuse_unless_demo
from risk.models import Signal
from risk.rules.subjects import Subject, of_enterprise
from risk.services.joint.duties import load_shipped
from risk.services.signals import collect

BY: Final = SystemActor("load_demo_risk_cases")
_OF_FIRMS: Final[tuple[dict[str, Any], ...]] = (
    {
        "type": "RT03",
        "rule": "demo_identities",
        "level": "orange",
        "evidence": {"窗口": "30 天", "证件数": 41, "收货地址": "南昌市****"},
        "hours": 30,
    },
    {
        "type": "RT08",
        "rule": "demo_price",
        "level": "yellow",
        "evidence": {"申报单价": "62.00", "90 天中位价": "118.00"},
        "hours": 26,
    },
    {
        "type": "RT02",
        "rule": "demo_orders",
        "level": "red",
        "evidence": {"窗口": "1 小时", "同一设备订单数": 87},
        "hours": 3,
    },
    {
        "type": "RT13",
        "rule": "bank",
        "level": "orange",
        "source": "bank",
        "text": "收汇金额与出口申报金额连续三个月不符（演示数据）。",
        "evidence": {"收汇": "1200000.00 CNY", "出口": "310000.00 CNY"},
        "hours": 1,
    },
)
_COUNTRY: Final[dict[str, Any]] = {
    "type": "RT17",
    "rule": "news",
    "level": "blue",
    "source": "news",
    "text": "目的国港口罢工，货款回收可能延迟（演示数据）。",
    "evidence": {},
    "hours": 2,
}


@transaction.atomic
def load_demo_cases(*, at: datetime) -> int:
    """Add what is missing and change nothing that is there; returns how many signals were added.

    :raises PortalError: ``demo_is_off``.
    """
    refuse_unless_demo()
    load_shipped(by=BY, at=at)
    firms = list(
        Enterprise.objects.registered()
        .filter(simulated=True, kinds__contains=["ecommerce"])
        .order_by("pk")[: len(_OF_FIRMS)]
    )
    before = Signal.objects.count()
    for place, (firm, told) in enumerate(zip(firms, _OF_FIRMS, strict=False)):
        _collect(of_enterprise(firm.pk, firm.name), told, f"DEMO-{place}", at)
    _collect(Subject("country", "502", "美国 (USA)"), _COUNTRY, "DEMO-C", at)
    return Signal.objects.count() - before


def _collect(subject: Subject, told: dict[str, Any], reference: str, at: datetime) -> None:
    given = {name: value for name, value in told.items() if name != "hours"}
    moment = at - timedelta(hours=told["hours"])
    collect(subject=subject, by=BY, at=moment, reference=reference, **given)
