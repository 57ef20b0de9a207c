"""From counts to tiles, bars and a chart, with the addresses of the records behind them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from enterprises.constants import kind_label
from statistics_app.facts import Cause, Day, Hour, SenderCount
from statistics_app.selectors import MOST_OURS
from zone_portal.framework.templatetags.portal import grouped, seconds, share
from zone_portal.kernel.rules import RULES, language_index

MOST_CAUSES = 8
_PLACEHOLDER = re.compile(r"\{\w*\}")
SPARK_WIDTH, SPARK_HEIGHT = 96, 28


@dataclass(frozen=True, slots=True)
class Change:
    """Against yesterday; ``tone`` says whether that is good (ok), bad or neither."""

    text: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Tile:
    """One figure with its definition, its change and its records."""

    name: str
    value: str
    definition: str
    url: str = ""
    change: Change | None = None
    spark: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """One cause: ``width`` in percent of the longest."""

    label: str
    count: int
    width: int
    url: str


def overview(day: Day) -> dict[str, Any]:
    """The context of the overview."""
    return {
        "day": day,
        "tiles": _tiles(day),
        "chart": _chart(day),
        "bars": _bars(day),
        "documents": _documents(day),
        "senders": [_sender(sender) for sender in day.senders],
    }


def declarations_url(day: Day, **filters: str) -> str:
    """The list of the day's declarations under some filters."""
    query = {"from": day.day.isoformat(), "to": day.day.isoformat(), **filters}
    return f"{reverse('declarations:inventories')}?{urlencode(query)}"


def _tiles(day: Day) -> list[Tile]:
    totals, before = day.totals, day.before
    hours = day.hours
    return [
        *_own_tile(day),
        Tile(
            _("今日接收清单"),
            grouped(totals.received),
            _("今天零时起首次接收的进口与出口清单，不含被退回的。"),
            declarations_url(day),
            _relative(totals.received, before.received),
            _spark([hour.received for hour in hours]),
        ),
        Tile(
            _("一次对碰成功率"),
            share(totals.first_time_rate),
            _("今日清单中已有结论的，从未出现不一致即对碰成功的占比；等待单证的不计入。"),
            declarations_url(day, outcome="matched"),
            _points(totals.first_time_rate, before.first_time_rate),
            _spark([_ratio(hour) for hour in hours if hour.matched + hour.mismatched]),
        ),
        Tile(
            _("清单到首次结果 P95"),
            seconds(day.p95_seconds),
            _("最近 5,000 份清单中，95% 从接收到第一次判定所用的时间不超过此值。"),
        ),
        Tile(
            _("等待单证"),
            grouped(totals.waiting),
            _("今日清单中，还缺订单、支付单或运单，暂不能对碰的。"),
            declarations_url(day, outcome="waiting"),
            _absolute(totals.waiting, before.waiting) if before.received else None,
            _spark([hour.waiting for hour in hours]),
        ),
        Tile(
            _("不一致"),
            grouped(totals.mismatched),
            _("今日清单中，与订单、支付单或运单比对不一致，须由责任方更正的。"),
            declarations_url(day, outcome="mismatched"),
            _absolute(totals.mismatched, before.mismatched) if before.received else None,
            _spark([hour.mismatched for hour in hours]),
        ),
    ]


def _own_tile(day: Day) -> list[Tile]:
    """What the reader's own firm must do next comes first; an official has nothing of the kind."""
    if day.ours is None:
        return []
    return [
        Tile(
            _("轮到本企业"),
            f"{day.ours:,}" if day.ours < MOST_OURS else f"{MOST_OURS:,}+",
            _("不限日期：缺的单证由本企业报送，或不一致由本企业更正的清单。"),
            f"{reverse('declarations:inventories')}?turn=ours",
        )
    ]


def _chart(day: Day) -> dict[str, Any]:
    hours = day.hours
    return {
        "summary": _("今日每小时接收的清单，按目前结果分为对碰一致、等待单证、不一致、待判定。"),
        "labels": [f"{hour.hour}:00" for hour in hours],
        "stacked": True,
        "series": [
            {"name": _("对碰一致"), "tone": "ok", "values": [hour.matched for hour in hours]},
            {"name": _("等待单证"), "tone": "wait", "values": [hour.waiting for hour in hours]},
            {"name": _("不一致"), "tone": "bad", "values": [hour.mismatched for hour in hours]},
            {"name": _("待判定"), "tone": "idle", "values": [hour.pending for hour in hours]},
        ],
    }


def _bars(day: Day) -> list[Bar]:
    most = max((cause.count for cause in day.causes), default=0)
    return [
        Bar(
            label=_cause_label(cause),
            count=cause.count,
            width=max(round(100 * cause.count / most), 1),
            url=declarations_url(day, **_cause_filter(cause)),
        )
        for cause in day.causes[:MOST_CAUSES]
    ]


def _cause_label(cause: Cause) -> str:
    if cause.kind == "waiting":
        return {
            "order": _("缺订单"),
            "payment": _("缺支付单"),
            "waybill": _("缺运单"),
            "inventory": _("缺其余包裹的清单"),
        }.get(cause.code, cause.code)
    return rule_title(cause.code)


def rule_title(code: str) -> str:
    """The title of a rule, a dot for each value it names; an unknown rule is its code."""
    rule = RULES.get(code)
    if rule is None:
        return code
    return _PLACEHOLDER.sub("…", rule.title[language_index(get_language() or "zh")])


def _cause_filter(cause: Cause) -> dict[str, str]:
    if cause.kind == "waiting":
        return {"outcome": "waiting", "waiting": cause.code}
    return {"outcome": "mismatched", "code": cause.code}


def _documents(day: Day) -> list[dict[str, Any]]:
    names = {
        "order": (_("订单"), "orders"),
        "payment": (_("支付单"), "payments"),
        "waybill": (_("运单"), "waybills"),
        "inventory": (_("申报清单"), "inventories"),
    }
    query = urlencode({"from": day.day.isoformat(), "to": day.day.isoformat()})
    return [
        {
            "name": names[noun][0],
            "count": count,
            "url": f"{reverse(f'declarations:{names[noun][1]}')}?{query}",
        }
        for noun, count in day.documents.items()
    ]


def _sender(sender: SenderCount) -> dict[str, Any]:
    language = get_language() or "zh"
    query = urlencode({"sender": sender.code})
    return {
        "row": sender,
        "roles": [kind_label(kind, language) for kind in sender.kinds[:2]],
        "main": rule_title(sender.main_finding) if sender.main_finding else "",
        "url": f"{reverse('declarations:submissions')}?{query}",
    }


def _relative(now: int, then: int) -> Change | None:
    if not then:
        return None
    percent = 100 * (now - then) / then
    return Change(f"{percent:+.1f} %", "ok" if percent >= 0 else "")


def _points(now: float | None, then: float | None) -> Change | None:
    if now is None or then is None:
        return None
    points = 100 * (now - then)
    return Change(f"{points:+.1f}", "ok" if points >= 0 else "bad")


def _absolute(now: int, then: int) -> Change | None:
    """More waiting or mismatched is bad, fewer is good."""
    if now == then:
        return None
    return Change(f"{now - then:+,}", "bad" if now > then else "ok")


def _ratio(hour: Hour) -> float:
    return hour.matched / (hour.matched + hour.mismatched)


def _spark(values: Sequence[float]) -> str:
    """The points of a small line; empty where there is no line to draw."""
    top = max(values, default=0)
    if len(values) < 2 or not top:
        return ""
    step = SPARK_WIDTH / (len(values) - 1)
    return " ".join(
        f"{index * step:.1f},{SPARK_HEIGHT - 3 - (SPARK_HEIGHT - 6) * value / top:.1f}"
        for index, value in enumerate(values)
    )
