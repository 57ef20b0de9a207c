"""Figures of alerts and cases that the zone may set: first values, then dated settings."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Final

from zone_portal.kernel.rules import Parameter

CODE: Final = "RISK-CASE"
"""The rule code under which the settings of cases are kept."""
TECHNICAL: Final = "RISK-TECHNICAL"
"""The rule code of what is watched in the portal itself (RT20)."""
SINCE: Final = date(2018, 1, 1)

COOL_DOWN: Final = "cool_down"
ESCALATE_EVERY: Final = "escalate_every"
REVIEW: Final = "review"
ASSISTANCE: Final = "assistance"
DELIVERY_TRIES: Final = "delivery_tries"
ASSIGN: Final = "assign_"
HANDLE: Final = "handle_"
GRADE: Final = "grade_"


def _term(value: str, zh: str, en: str) -> Parameter:
    """``value`` is a number and a unit: ``wd`` working days, ``h`` hours on end."""
    return Parameter(value, (zh, en), "text", unverified=True)


PARAMETERS: Final[Mapping[str, Parameter]] = MappingProxyType(
    {
        COOL_DOWN: _term(
            "24h",
            "同一规则、同一主体在此时间内只产生一条预警，其后的信号计入该预警",
            "Within this time one rule raises one alert of one subject; later signals count on it",
        ),
        ESCALATE_EVERY: _term("1wd", "超期后每隔多久上报一级", "Late cases rise a step so often"),
        REVIEW: _term("5wd", "处置后复查的期限", "Term for the review after handling"),
        ASSISTANCE: _term("3wd", "协助请求的答复期限", "Term for answering a request"),
        DELIVERY_TRIES: Parameter(
            "8",
            ("向部门系统送达的次数", "Tries at delivering to a department's system"),
            "integer",
            unverified=True,
        ),
        f"{ASSIGN}blue": _term("2wd", "蓝色：评估和分派期限", "Blue: to be assigned within"),
        f"{ASSIGN}yellow": _term("1wd", "黄色：评估和分派期限", "Yellow: to be assigned within"),
        f"{ASSIGN}orange": _term("4h", "橙色：评估和分派期限", "Orange: to be assigned within"),
        f"{ASSIGN}red": _term("1h", "红色：评估和分派期限", "Red: to be assigned within"),
        f"{HANDLE}blue": _term("10wd", "蓝色：处置期限", "Blue: to be handled within"),
        f"{HANDLE}yellow": _term("5wd", "黄色：处置期限", "Yellow: to be handled within"),
        f"{HANDLE}orange": _term("48h", "橙色：处置期限", "Orange: to be handled within"),
        f"{HANDLE}red": _term("24h", "红色：处置期限", "Red: to be handled within"),
        f"{GRADE}blue": Parameter(
            "40", ("蓝色起点分", "Score from which blue begins"), unverified=True
        ),
        f"{GRADE}yellow": Parameter(
            "60", ("黄色起点分", "Score from which yellow begins"), unverified=True
        ),
        f"{GRADE}orange": Parameter(
            "75", ("橙色起点分", "Score from which orange begins"), unverified=True
        ),
        f"{GRADE}red": Parameter(
            "90", ("红色起点分", "Score from which red begins"), unverified=True
        ),
    }
)

FAILED_LOGINS: Final = "failed_logins"
REVEALS: Final = "reveals"
BAD_SIGNATURES: Final = "bad_signatures"
BACKLOG: Final = "backlog"
LATE_RECEIPTS: Final = "late_receipts"
CERTIFICATES: Final = "certificates"
BACKUPS: Final = "backups"
LOOKED_BACK: Final = "looked_back"

TECHNICAL_PARAMETERS: Final[Mapping[str, Parameter]] = MappingProxyType(
    {
        LOOKED_BACK: _term("1h", "统计窗口", "Window over which is counted"),
        FAILED_LOGINS: Parameter(
            "20",
            ("窗口内同一来源地址的登录失败次数", "Failed sign-ins from one address in the window"),
            "integer",
            unverified=True,
        ),
        REVEALS: Parameter(
            "30",
            ("窗口内同一人员查看个人信息原文的次数", "Reveals of personal data by one person"),
            "integer",
            unverified=True,
        ),
        BAD_SIGNATURES: Parameter(
            "5",
            ("窗口内同一企业验签失败的报文数", "Messages of one firm with a bad signature"),
            "integer",
            unverified=True,
        ),
        BACKLOG: Parameter(
            "600",
            ("待判定积压的最长等待（秒）", "Longest wait of work in the queue"),
            "integer",
            "seconds",
            unverified=True,
        ),
        LATE_RECEIPTS: Parameter(
            "600",
            ("报文待转发的最长等待（秒）", "Longest wait of a message on its way to customs"),
            "integer",
            "seconds",
            unverified=True,
        ),
        CERTIFICATES: Parameter(
            "30",
            ("签名证书到期前多少天预警", "Days before a signing certificate expires"),
            "integer",
            "days",
            unverified=True,
        ),
        BACKUPS: Parameter(
            "26",
            ("最近一次报告的备份最长相隔（小时）", "Age of the newest backup that was reported"),
            "integer",
            "hours",
            unverified=True,
        ),
    }
)
