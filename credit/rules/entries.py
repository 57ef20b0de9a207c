"""What a record must be before it enters the ledger: every problem at once."""

from collections.abc import Iterator
from datetime import date
from typing import Final
from urllib.parse import urlsplit

from credit.facts import NewRecord, Problem
from credit.rules.record_kinds import KINDS, Kind

LONGEST: Final = {"number": 80, "cause": 500, "evidence": 300}
NEEDED: Final = {"cause": ("事由", "The cause"), "value": ("数值", "The value")}
MOST_COUNT: Final = 2_000_000_000


def check_entry(record: NewRecord, *, today: date, person: bool = False) -> list[Problem]:
    """All that is wrong with a record on the day it is brought."""
    kind = KINDS.get(record.kind)
    if kind is None:
        return [
            Problem("kind", "credit_kind_unknown", record.kind, "没有这种信用记录", "No such kind")
        ]
    return [
        *_dates(record, today),
        *_texts(record),
        *_grade(record, kind),
        *_count(record, kind),
        *_needed(record, kind),
        *_person(kind, person),
    ]


def _dates(record: NewRecord, today: date) -> Iterator[Problem]:
    if record.occurred_date > today:
        yield Problem(
            "occurred_date",
            "credit_date_in_future",
            record.occurred_date.isoformat(),
            "发生日期不能晚于今天",
            "The day of the event lies in the future",
        )
    starts = record.from_date or record.occurred_date
    if record.to_date is not None and record.to_date <= starts:
        yield Problem(
            "to_date",
            "credit_period_empty",
            record.to_date.isoformat(),
            "失效日期应晚于生效日期",
            "The period of effect ends before it begins",
        )


def _texts(record: NewRecord) -> Iterator[Problem]:
    if not record.number.strip():
        yield Problem("number", "credit_number_missing", "", "缺少文号", "The number is missing")
    for name, most in LONGEST.items():
        text = getattr(record, name)
        if len(text) > most:
            yield Problem(
                name,
                "credit_text_too_long",
                text[:40],
                f"不能超过 {most} 字",
                f"At most {most} characters",
            )
    if record.evidence and urlsplit(record.evidence).scheme not in {"", "https", "http"}:
        yield Problem(
            "evidence",
            "credit_evidence_not_a_link",
            record.evidence[:40],
            "证据应为网址或本平台地址",
            "The evidence must be a web address or an address of this portal",
        )


def _grade(record: NewRecord, kind: Kind) -> Iterator[Problem]:
    if not kind.grades:
        if record.grade:
            yield Problem(
                "grade",
                "credit_grade_not_wanted",
                record.grade,
                "此类记录没有等级",
                "Records of this kind carry no grade",
            )
        return
    day = record.from_date or record.occurred_date
    if kind.grade_on(record.grade, day) is None:
        known = "、".join(g.code for g in kind.grades if g.applies_on(day))
        yield Problem(
            "grade",
            "credit_grade_unknown",
            record.grade,
            f"当日有效的等级为 {known}",
            f"Grades in force on that day: {known.replace('、', ', ')}",
        )


def _count(record: NewRecord, kind: Kind) -> Iterator[Problem]:
    good, total = record.good, record.total
    if kind.shape == "tally":
        if good is None or total is None:
            yield Problem(
                "total", "credit_count_missing", "", "缺少合格数或总数", "good and total are needed"
            )
        elif not 0 <= good <= total or total == 0 or total > MOST_COUNT:
            yield Problem(
                "good",
                "credit_count_wrong",
                f"{good}/{total}",
                "合格数应在 0 与总数之间，总数大于 0",
                "good must lie between 0 and total, total above 0",
            )
    elif good is not None or total is not None:
        yield Problem(
            "total",
            "credit_count_not_wanted",
            f"{good}/{total}",
            "此类记录不填数量",
            "Records of this kind carry no counts",
        )
    if record.value is not None and record.value < 0:
        yield Problem(
            "value",
            "credit_value_negative",
            str(record.value),
            "金额不能为负",
            "The amount is negative",
        )


def _needed(record: NewRecord, kind: Kind) -> Iterator[Problem]:
    for name in kind.needs:
        if getattr(record, name) in {None, ""}:
            zh, en = NEEDED[name]
            yield Problem(
                name, "credit_column_missing", "", f"此类记录须填写{zh}", f"{en} is needed"
            )


def _person(kind: Kind, person: bool) -> Iterator[Problem]:
    if person and not kind.persons:
        yield Problem(
            "kind",
            "credit_not_of_persons",
            kind.code,
            "此类记录不得针对自然人",
            "The law allows no such record of a natural person",
        )
