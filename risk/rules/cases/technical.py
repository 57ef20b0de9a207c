"""Technical risks of the portal itself (RT20): counts in, signals out. Pure.

Each watch says what it counted against which limit; nothing is said of what stays below.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from risk.rules.cases import parameters
from risk.rules.cases.grading import ORANGE, RED, YELLOW

TYPE: Final = "RT20"
TWICE: Final = 2
FIVE_TIMES: Final = 5


@dataclass(frozen=True, slots=True)
class Watch:
    """One thing that is watched: its code is the rule of its signals."""

    code: str
    zh: str
    en: str
    level: str


WATCHES: Final[Mapping[str, Watch]] = {
    watch.code: watch
    for watch in (
        Watch(
            parameters.FAILED_LOGINS,
            "同一来源地址频繁登录失败",
            "Many failed sign-ins from one address",
            YELLOW,
        ),
        Watch(
            parameters.REVEALS,
            "同一人员大量查看个人信息原文",
            "One person reveals personal data in bulk",
            ORANGE,
        ),
        Watch(
            parameters.BAD_SIGNATURES,
            "同一企业报文验签失败",
            "Messages of one firm with bad signatures",
            ORANGE,
        ),
        Watch(parameters.BACKLOG, "待判定积压", "Backlog of declarations to decide", YELLOW),
        Watch(
            parameters.LATE_RECEIPTS,
            "报文转发迟滞",
            "Messages late on their way to customs",
            YELLOW,
        ),
        Watch(
            parameters.CERTIFICATES,
            "签名证书即将到期",
            "A signing certificate expires soon",
            YELLOW,
        ),
        Watch(parameters.BACKUPS, "备份超期未报告", "No backup was reported in time", YELLOW),
    )
}


@dataclass(frozen=True, slots=True)
class Counted:
    """What was counted of one thing: ``key`` tells it apart, ``count`` is what the limit is held
    against, ``evidence`` says where it was counted."""

    watch: str
    key: str
    count: int
    evidence: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Found:
    """A count over its limit, with its level and what is told as evidence."""

    counted: Counted
    level: str
    evidence: Mapping[str, Any]


def over(counts: Iterable[Counted], limits: Mapping[str, int]) -> Iterator[Found]:
    """The counts that reach their limit. Five times the limit is red, twice one level higher than
    the watch begins with."""
    for counted in counts:
        limit = limits[counted.watch]
        if counted.count < limit:
            continue
        level = _level(WATCHES[counted.watch].level, counted.count, limit)
        evidence = {"count": counted.count, "limit": limit, **counted.evidence}
        yield Found(counted, level, evidence)


def _level(start: str, count: int, limit: int) -> str:
    if count >= FIVE_TIMES * limit:
        return RED
    if count >= TWICE * limit:
        return ORANGE if start == YELLOW else RED
    return start


def expiring(valid_to: date, *, today: date, days: int) -> str:
    """The level of a certificate that ends on a day: yellow within ``days``, orange within a third
    of them, red when it has ended; empty before."""
    left = (valid_to - today).days
    if left > days:
        return ""
    if left < 0:
        return RED
    return ORANGE if left * 3 <= days else YELLOW
