"""What belongs to a case, as tables: alerts, evidence, requests, packages, deliveries."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from risk import selectors_cases, selectors_joint
from risk.models import Case
from risk.pages.case_labels import (
    DELIVERED,
    delivery_label,
    department,
    due_label,
    level_label,
    party_name,
    request_label,
    rule_name,
    values_of,
    verdict_label,
)
from risk.pages.matter import Table
from risk.pages.matter_forms import said
from risk.rules.cases import states


@dataclass(frozen=True, slots=True)
class Link:
    """A cell that leads somewhere."""

    text: str
    url: str


def tables_of(case: Case, now: datetime) -> list[Table]:
    """The tables of a case; requests, packages and deliveries only where there are any."""
    return [
        _alerts(case),
        _signals(case),
        *(
            table
            for table in (_requests(case, now), _packages(case), _deliveries(case))
            if table.rows
        ),
    ]


def _alerts(case: Case) -> Table:
    rows = [
        [
            rule_name(row.rule),
            level_label(row.level),
            str(row.count),
            _moment(row.raised_at),
            _moment(row.last_at),
            verdict_label(row.verdict),
        ]
        for row in selectors_cases.alerts_of(case)
    ]
    heads = [_("规则"), _("级别"), _("信号数"), _("预警时间"), _("最近信号"), _("复查结论")]
    return Table(_("预警"), heads, rows, _("没有预警"))


def _signals(case: Case) -> Table:
    rows: list[list[Any]] = [
        [
            _moment(row.at),
            said(states.SOURCES[row.source]),
            rule_name(row.rule),
            "；".join(part for part in (row.text, values_of(row.evidence)) if part) or "—",
            row.by_label,
        ]
        for row in selectors_cases.signals_of(case)
    ]
    heads = [_("时间"), _("来源"), _("规则"), _("证据"), _("报告人")]
    return Table(_("信号和证据（最近 50 条）"), heads, rows, _("没有信号"))


def _requests(case: Case, now: datetime) -> Table:
    rows: list[list[Any]] = [
        [
            Link(row.question[:60], reverse("risk:request", args=[row.pk])),
            party_name(row),
            request_label(row.status),
            due_label(row.due_at, now, ended=row.status != states.ASKED),
            row.answer[:120] or "—",
        ]
        for row in selectors_joint.requests_of(case)
    ]
    heads = [_("请求事项"), _("对象"), _("状态"), _("期限"), _("答复")]
    return Table(_("协助请求"), heads, rows)


def _packages(case: Case) -> Table:
    rows: list[list[Any]] = [
        [
            Link(row.number, reverse("risk:package", args=[row.pk])),
            department(row.department),
            row.reason,
            _moment(row.made_at),
            row.sha256[:16],
        ]
        for row in selectors_joint.packages_of(case)
    ]
    heads = [_("编号"), _("接收部门"), _("移交理由"), _("时间"), _("摘要")]
    return Table(_("移交材料"), heads, rows)


def _deliveries(case: Case) -> Table:
    rows: list[list[Any]] = [
        [
            DELIVERED[row.kind],
            department(row.department),
            delivery_label(row.status),
            f"{row.reference}（{_('模拟系统')}）" if row.simulated else row.reference or "—",
            row.error or "—",
        ]
        for row in selectors_joint.deliveries_of(case)
    ]
    heads = [_("内容"), _("部门系统"), _("状态"), _("对方编号"), _("最近错误")]
    return Table(_("向部门系统送达"), heads, rows)


def _moment(moment: datetime) -> str:
    return f"{localtime(moment):%Y-%m-%d %H:%M}"
