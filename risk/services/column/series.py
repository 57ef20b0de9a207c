"""Series: set up, given values, given dated thresholds; a value that crosses one is a signal."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from django.db import IntegrityError, transaction

from accounts.models import User
from accounts.services import audit
from accounts.services.audit import label_of
from enterprises.rules.registration import Problem
from enterprises.services.refusals import Refusal
from enterprises.viewers import Viewer
from reference import selectors as reference
from risk.constants import LEVELS
from risk.models import Series, SeriesThreshold, SeriesValue
from risk.models.column_querysets import KEEPERS
from risk.rules.column.series import TESTS, Crossing, crossing
from risk.rules.column.words import SERIES_KINDS
from risk.rules.subjects import Subject
from risk.selectors_column import as_rule, country_codes, value_before
from risk.services.matters.core import (
    DECIDING,
    Deed,
    must_hold,
    refuse_problems,
    unknown,
)
from risk.services.signals import collect

ON_TYPE: Final = "risk.series"


@dataclass(frozen=True, slots=True)
class NewSeries:
    """A series to be set up."""

    code: str
    kind: str
    zh: str
    en: str
    source: str
    unit: str = ""
    country: str = ""


@transaction.atomic
def set_up(*, new: NewSeries, viewer: Viewer, by: User, at: datetime, origin: str = "") -> Series:
    """Begin to follow a figure.

    :raises Refusal: ``risk_not_yours``, ``risk_incomplete``, ``risk_series_taken`` (409).
    """
    del viewer  # whoever keeps the column may set one up
    must_hold(by, departments=KEEPERS, at=at)
    refuse_problems(_problems(new))
    try:
        with transaction.atomic():
            row: Series = Series.objects.create(
                code=new.code.lower(),
                kind=new.kind,
                zh=new.zh.strip(),
                en=new.en.strip(),
                unit=new.unit.strip(),
                country=new.country,
                source=new.source.strip(),
                created_by=by,
                created_at=at,
            )
    except IntegrityError as error:
        raise Refusal(
            "risk_series_taken", 409, "该代码已被使用。", "This code is taken."
        ) from error
    _note(row, "made", {"code": row.code}, Deed(by, at, origin))
    return row


@transaction.atomic
def record_value(
    *,
    series_id: int,
    on: date,
    value: Decimal,
    viewer: Viewer,
    by: User,
    at: datetime,
    origin: str = "",
) -> Crossing | None:
    """Enter the value of a day; where it crosses a threshold of that day a signal is raised.

    :raises Refusal: ``risk_matter_unknown``, ``risk_not_yours``, ``risk_incomplete``.
    """
    row = _lock(series_id, viewer)
    must_hold(by, departments=KEEPERS, at=at)
    deed = Deed(by, at, origin)
    if on > deed.day:
        text = on.isoformat()
        refuse_problems(
            [
                Problem(
                    "on", "risk_day_ahead", text, "日期不能晚于今天。", "The day is still to come."
                )
            ]
        )
    before = value_before(row, on)
    rules = [as_rule(threshold) for threshold in row.thresholds.all()]
    crossed = crossing(value, before.value if before else None, rules, on)
    kept = SeriesValue.objects.create(
        series=row,
        on_date=on,
        value=value,
        level=crossed.level if crossed else "",
        recorded_by=by,
        recorded_by_label=label_of(by)[:128],
        recorded_at=at,
    )
    _note(row, "entered", {"on": on.isoformat(), "value": str(value), "level": kept.level}, deed)
    if crossed is not None:
        collect(
            type=SERIES_KINDS[row.kind][2],
            rule=f"series:{row.code}",
            subject=_subject(row),
            level=crossed.level,
            evidence=_evidence(row, on, crossed),
            by=by,
            at=at,
            origin=origin,
        )
    return crossed


@transaction.atomic
def set_threshold(
    *,
    series_id: int,
    test: str,
    limit: Decimal,
    level: str,
    from_date: date,
    viewer: Viewer,
    by: User,
    at: datetime,
    origin: str = "",
) -> SeriesThreshold:
    """Set a limit from a day on; the one of the same test and level ends there.

    :raises Refusal: ``risk_matter_unknown``, ``risk_not_yours`` (a supervisor sets limits),
        ``risk_incomplete``.
    """
    row = _lock(series_id, viewer)
    must_hold(by, departments=KEEPERS, at=at, roles=DECIDING)
    deed = Deed(by, at, origin)
    open_one = row.thresholds.filter(test=test, level=level, to_date__isnull=True).first()
    refuse_problems(_threshold_problems(test, level, from_date, deed.day, open_one))
    if open_one is not None:
        open_one.to_date = from_date
        open_one.save(update_fields=["to_date"])
    made = SeriesThreshold.objects.create(
        series=row,
        test=test,
        limit=limit,
        level=level,
        from_date=from_date,
        set_by=by,
        set_by_label=label_of(by)[:128],
        set_at=at,
    )
    new = {"test": test, "limit": str(limit), "level": level, "from": from_date.isoformat()}
    _note(row, "put", new, deed)
    return made


def _lock(series_id: int, viewer: Viewer) -> Series:
    row = Series.objects.visible_to(viewer).select_for_update().filter(pk=series_id).first()
    if not isinstance(row, Series):
        raise unknown()
    return row


def _problems(new: NewSeries) -> list[Problem]:
    found = [
        Problem(field, "risk_text_missing", "", zh, en)
        for field, text, zh, en in (
            ("zh", new.zh, "请填写中文名称。", "Give the Chinese name."),
            ("en", new.en, "请填写英文名称。", "Give the English name."),
            ("source", new.source, "请写明来源。", "Name the source."),
        )
        if not text.strip()
    ]
    if not (new.code.isascii() and new.code.replace("-", "").isalnum()):
        found.append(
            Problem(
                "code",
                "risk_code_wrong",
                new.code[:40],
                "代码由字母、数字和连字符组成。",
                "A code has letters, digits and hyphens.",
            )
        )
    if new.kind not in SERIES_KINDS:
        found.append(
            Problem("kind", "risk_choice_unknown", new.kind, "请选择种类。", "Choose a kind.")
        )
    if new.country and new.country not in country_codes():
        found.append(
            Problem(
                "country",
                "risk_country_unknown",
                new.country,
                "没有该国家（地区）。",
                "No such country.",
            )
        )
    return found


def _threshold_problems(
    test: str, level: str, from_date: date, today: date, present: SeriesThreshold | None
) -> list[Problem]:
    found = []
    if test not in TESTS:
        found.append(
            Problem("test", "risk_choice_unknown", test, "请选择条件。", "Choose a condition.")
        )
    if level not in LEVELS:
        found.append(
            Problem("level", "risk_choice_unknown", level, "请选择级别。", "Choose a level.")
        )
    if from_date < today or (present is not None and from_date <= present.from_date):
        found.append(
            Problem(
                "from_date",
                "risk_day_past",
                from_date.isoformat(),
                "起始日期不能早于今天，也不能不晚于现行阈值。",
                "It begins today at the earliest, and after the limit in force.",
            )
        )
    return found


def _subject(row: Series) -> Subject:
    """The country that a series speaks of, or the market as a whole."""
    if row.country:
        return Subject("country", row.country, reference.label("countries", row.country, "zh-hans"))
    return Subject("market", row.code, row.zh)


def _evidence(row: Series, on: date, crossed: Crossing) -> dict[str, str]:
    return {
        "series": row.code,
        "title_zh": row.zh,
        "title_en": row.en,
        "source": row.source,
        "on": on.isoformat(),
        "value": str(crossed.value),
        "previous": str(crossed.previous) if crossed.previous is not None else "",
        "test": crossed.threshold.test,
        "limit": str(crossed.threshold.limit),
    }


def _note(row: Series, name: str, new: dict[str, str], deed: Deed) -> None:
    audit.record(
        f"risk_series.{name}",
        by=deed.by,
        on=(ON_TYPE, str(row.pk)),
        new=new,
        at=deed.at,
        origin=deed.origin,
    )
