"""Contributions, records, steps of a plan in the words of the page."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from credit.models import Record
from credit.pages.sharing_base import said
from credit.rules.record_kinds import KINDS
from credit.rules.ways_out import KEEP, LEAVE, REPAIR, WAYS, Step
from credit.selectors_score import Group, Line
from zone_portal.framework.lists import Label

MARKS: Mapping[str, tuple[str, str, str]] = {
    "disputed": ("warn", "异议处理中", "Under objection"),
    "upheld": ("idle", "异议不成立", "Objection refused"),
    "repaired": ("ok", "已修复", "Repaired"),
}


def shown_group(group: Group) -> dict[str, Any]:
    """A dimension with its lines."""
    return {
        "code": group.code,
        "title": said(group.title),
        "points": plain(group.points),
        "most": plain(group.most) if group.most else "",
        "less": group.points < group.most,
        "width": _width(group.points, group.most),
        "lines": [shown_line(line) for line in group.lines],
    }


def plain(points: Decimal) -> str:
    """Points without empty decimals: ``149``, ``24.5``."""
    text = f"{points:,.2f}"
    return text.rstrip("0").rstrip(".")


def shown_line(line: Line) -> dict[str, Any]:
    """A contribution: its points, why, from which records, and what could be done."""
    lost = line.most - line.points
    return {
        "code": line.part.indicator,
        "title": said(line.title),
        "definition": said(line.definition),
        "basis": line.basis,
        "points": plain(line.points),
        "most": plain(line.most),
        "width": _width(line.points, line.most),
        "full": not line.cap and lost == 0,
        "cap": line.cap,
        "why": why(line),
        "remedy": said(line.remedy) if lost > 0 and not line.cap else "",
        "records": [shown_record(row) for row in line.records],
    }


def why(line: Line) -> str:
    """The sentence of a contribution's figures."""
    words = dict(line.part.words)
    if line.cap:
        return _("最高只能评为 %(grade)s 级") % {"grade": words.get("to", "")}
    for figure, sentence in _SENTENCES.items():
        if figure in words:
            return sentence(line, words)
    return ""


def _rate_words(_line: Line, words: Mapping[str, Any]) -> str:
    if not words["total"]:
        return _("没有数据，按起评比例计分")
    return _("%(good)s / %(total)s 合格") % {
        "good": f"{words['good']:,}",
        "total": f"{words['total']:,}",
    }


def _event_words(_line: Line, words: Mapping[str, Any]) -> str:
    count = int(words["events"])
    if not count:
        return _("没有扣分记录")
    return ngettext("%(count)s 条扣分记录", "%(count)s 条扣分记录", count) % {"count": count}


def _age_words(_line: Line, words: Mapping[str, Any]) -> str:
    years = words["years"]
    return _("成立日期未知") if years is None else _("成立 %(years)s 年") % {"years": years}


def _risk_words(_line: Line, words: Mapping[str, Any]) -> str:
    risk = words["risk"]
    return _("没有图谱风险值") if risk is None else _("风险值 %(risk)s") % {"risk": risk}


def _grade_words(line: Line, words: Mapping[str, Any]) -> str:
    grade = str(words["grade"] or "")
    if not grade:
        return _("没有记录，按未知计分")
    row = line.records[0] if line.records else None
    known = KINDS[row.kind].grade_on(grade, row.from_date) if row is not None else None
    return grade if known is None else said((known.zh, known.en))


_SENTENCES: Mapping[str, Callable[[Line, Mapping[str, Any]], str]] = {
    "total": _rate_words,
    "events": _event_words,
    "grade": _grade_words,
    "years": _age_words,
    "risk": _risk_words,
}
"""By the figure that an indicator gives."""


def shown_record(row: Record) -> dict[str, Any]:
    """A record: what, which number, when, from where; a tally by its month."""
    kind = KINDS[row.kind]
    grade = kind.grade_on(row.grade, row.from_date)
    mark = MARKS.get(getattr(row, "mark", None) or "")
    return {
        "row": row,
        "kind": said(kind.title),
        "grade": "" if grade is None else said((grade.zh, grade.en)),
        "count": "" if row.total is None else f"{row.good:,} / {row.total:,}",
        "day": row.occurred_date,
        "source": said((row.source.zh, row.source.en)),
        "mark": None if mark is None else Label(mark[0], said(mark[1:])),
    }


def shown_step(step: Step, records: Mapping[int, Record], *, today: date) -> dict[str, Any]:
    """A step of a plan: what to do, about what, until it counts."""
    kind = KINDS[step.kind]
    row = records.get(step.record) if step.record is not None else None
    title, way = said(kind.title), said(WAYS[step.way])
    texts = {
        REPAIR: _("信用修复：%(kind)s"),
        LEAVE: _("移出：%(kind)s"),
        KEEP: _("保持：%(kind)s"),
    }
    note = ""
    if step.way == KEEP:
        note = _("以每月 %(monthly)s 票计，至少 %(good)s 票合格") % {
            "monthly": f"{step.monthly:,}",
            "good": f"{step.good:,}",
        }
    elif row is not None:
        note = f"{row.number} · {row.occurred_date.isoformat()}"
    return {
        "code": step.code,
        "title": texts.get(step.way, _("更新：%(kind)s")) % {"kind": title},
        "way": way,
        "note": note,
        "cause": "" if row is None else row.cause,
        "from_date": step.from_date,
        "at_once": step.from_date <= today,
        "record": row,
        "contestable": row is not None and step.way in {REPAIR, LEAVE},
    }


def differences(before: Iterable[Group], after: Iterable[Group]) -> list[dict[str, Any]]:
    """Line by line what changes between two scores; what stays is left out."""
    old = {line.part.indicator: line for group in before for line in group.lines}
    found = []
    seen = set()
    for group in after:
        for line in group.lines:
            seen.add(line.part.indicator)
            known = old.get(line.part.indicator)
            was = known.points if known is not None else Decimal(0)
            if was != line.points:
                found.append(_difference(line, was, line.points))
    gone = [line for code, line in old.items() if code not in seen]
    return found + [_difference(line, line.points, Decimal(0)) for line in gone if line.points]


def _difference(line: Line, was: Decimal, now: Decimal) -> dict[str, Any]:
    change = now - was
    return {
        "title": said(line.title),
        "was": plain(was),
        "now": plain(now),
        "change": f"{'+' if change > 0 else ''}{plain(change)}",
        "tone": "ok" if change > 0 else "bad",
    }


def _width(points: Decimal, most: Decimal) -> str:
    """The length of a bar in per cent."""
    share = max(Decimal(0), points) / most if most else Decimal(0)
    return f"{min(share, Decimal(1)) * 100:.1f}"
