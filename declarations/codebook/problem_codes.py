"""The entries of refusals: problem+json of the interface, and the same codes on pages."""

import json
from functools import cache
from pathlib import Path
from typing import Final

from declarations.codebook.entries import PROBLEM, Entry
from declarations.messages.envelope import REASONS
from zone_portal.framework.problems import PROBLEMS, TYPE_PREFIX
from zone_portal.kernel.csv_rows import read_rows
from zone_portal.kernel.rules import Text

_FILE: Final = Path(__file__).resolve().parent.parent / "data" / "refusals.csv"
_BASIS: Final = ("本平台接口规范（RFC 9457）", "Interface of this platform (RFC 9457)")
_RESEND: Final = (
    "请按说明更正报文后重新发送；重发是安全的，不会重复入库。",
    "Correct the message as it says and send it again: resending is safe, nothing is kept twice.",
)
_APPS: Final[dict[str, Text]] = {
    "accounts": ("登录、账号与人员管理", "signing in, accounts and people"),
    "enterprises": ("备案、成员、委托与授权", "filings, members, mandates and consents"),
    "declarations": ("单证报送与处理", "sending and handling documents"),
    "credit": ("信用记录、评分、共享与公示", "credit: records, scores, sharing, disclosure"),
    "risk": ("风险信号、预警、事项与联控", "risk: signals, alerts, cases, joint control"),
    "statistics_app": ("统计、目标与直报", "statistics, targets and direct reports"),
    "taxation": ("税款、额度与担保", "taxes, quota and guarantees"),
    "reference": ("代码表与参数", "code tables and settings"),
    "zone_portal": ("文件读取", "reading files"),
}


def problem_entries() -> list[Entry]:
    """Those of the edge, of reading messages, and of the domain; each code once."""
    found = {entry.code: entry for entry in _of_messages()}
    found |= {entry.code: entry for entry in _of_edge()}
    return [*found.values(), *(entry for entry in _of_domain() if entry.code not in found)]


def _of_edge() -> list[Entry]:
    return [
        _entry(
            code,
            known.status,
            known.title,
            known.detail if known.detail[0] else _RESEND,
            ("各接口地址", "any address of the interface"),
        )
        for code, known in PROBLEMS.items()
    ]


def _of_messages() -> list[Entry]:
    place = _Place()
    return [
        _entry(
            code,
            status,
            (zh.format_map(place), en.format_map(place)),
            _RESEND,
            ("POST /api/v1/messages/，网页报送", "POST /api/v1/messages/, sending on the page"),
        )
        for code, (status, zh, en) in REASONS.items()
    ]


@cache
def _of_domain() -> tuple[Entry, ...]:
    rows = read_rows(_FILE.read_bytes(), ("code", "meaning_zh", "meaning_en"))
    return tuple(
        _entry(
            row["code"],
            int(row["status"] or 0),
            (row["meaning_zh"], row["meaning_en"]),
            (row["remedy_zh"], row["remedy_en"]),
            _APPS[row["app"]],
        )
        for row in rows
    )


class _Place(dict[str, str]):
    """What a reader fills in of the message at hand."""

    def __missing__(self, name: str) -> str:
        return "…"


def _entry(code: str, status: int, title: Text, remedy: Text, occurs: Text) -> Entry:
    answer = {
        "type": f"{TYPE_PREFIX}{code}",
        "title": title[1],
        **({"status": status} if status else {}),
        "detail": remedy[1],
        "code": code,
    }
    meant = f"（HTTP {status}）" if status else ""
    return Entry(
        code=code,
        family=PROBLEM,
        title=title,
        meaning=(f"{title[0].rstrip('。')}{meant}。", f"{title[1].rstrip('.')}{_http(status)}."),
        remedy=remedy,
        basis=_BASIS,
        responsible="portal" if status >= 500 else "caller",
        occurs=occurs,
        example=json.dumps(answer, ensure_ascii=False, indent=2),
    )


def _http(status: int) -> str:
    return f" (HTTP {status})" if status else ""
