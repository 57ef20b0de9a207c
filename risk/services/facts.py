"""Facts that others deliver: checked row by row, kept as they came, the newest counts."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

from django.db import transaction
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_naive, make_aware

from accounts.services import audit
from accounts.services.audit import Actor, label_of
from enterprises.services.refusals import Refusal
from risk.models import Fact, FactSource
from risk.rules.fact_kinds import FactKind
from risk.rules.facts import delivered

MOST_ROWS: Final = 10_000
LONGEST_KEY: Final = 64
MOST_PROBLEMS: Final = 200
Problem = dict[str, str]


class ReadFact(NamedTuple):
    """A row that was read: what was told of whom, and when it was observed."""

    kind: FactKind
    key: str
    value: float
    observed_at: datetime


@transaction.atomic
def deliver_facts(
    rows: Sequence[Mapping[str, Any]], *, source: str, by: Actor, at: datetime, origin: str = ""
) -> int:
    """Keep facts of one source; returns how many. All rows or none: every problem is told.

    A row is ``{"fact", "key", "value", "observed_at"}``: the name of a fact that the source
    delivers, the key of its subject (number of the order or waybill, bar code, customs code of the
    enterprise …), a number, and when it was observed (ISO 8601; now when it is left out).

    :raises Refusal: ``source_unknown``, ``facts_missing``, ``facts_too_many``, ``facts_wrong``
        (details: problems).
    """
    held = locked_source(source)
    if not rows:
        raise Refusal("facts_missing", 422, "没有数据。", "There are no facts in it.")
    if len(rows) > MOST_ROWS:
        raise Refusal(
            "facts_too_many",
            413,
            f"一次最多 {MOST_ROWS} 条。",
            f"At most {MOST_ROWS} facts at a time.",
        )
    known = known_of(source)
    problems: list[Problem] = []
    fresh = [read_fact(row, place, known, problems, at) for place, row in enumerate(rows, 1)]
    if problems:
        raise Refusal(
            "facts_wrong",
            422,
            f"{len(problems)} 处有误，未保存任何数据。",
            f"{len(problems)} problems; nothing was kept.",
            details={"problems": problems[:MOST_PROBLEMS]},
        )
    keep(held, [one for one in fresh if one], by=by, at=at, origin=origin)
    return len(rows)


def locked_source(code: str) -> FactSource:
    """A source, locked: deliveries of one come one after the other.

    :raises Refusal: 422 ``source_unknown``.
    """
    held: FactSource | None = FactSource.objects.select_for_update().filter(pk=code).first()
    if held is None:
        raise Refusal("source_unknown", 422, "没有这个数据来源。", "There is no such source.")
    return held


def keep(
    held: FactSource, fresh: Sequence[ReadFact], *, by: Actor, at: datetime, origin: str = ""
) -> None:
    """Keep facts that were checked; their source is connected from now on."""
    label = label_of(by)[:128]
    Fact.objects.bulk_create(
        (
            Fact(
                source=held,
                subject_kind=one.kind.of,
                subject_key=one.key,
                name=one.kind.name,
                value=one.value,
                observed_at=one.observed_at,
                at=at,
                by_label=label,
            )
            for one in fresh
        ),
        batch_size=1000,
    )
    held.connected_at = at
    held.save(update_fields=["connected_at"])
    audit.record(
        "risk.fact_source.delivered",
        by=by,
        on=("risk.fact_source", held.code),
        new={"rows": len(fresh)},
        at=at,
        origin=origin,
    )


def known_of(source: str) -> dict[str, FactKind]:
    """The facts that a source delivers, by name."""
    return {fact.name: fact for fact in delivered().values() if fact.source == source}


def read_fact(
    row: Mapping[str, Any],
    place: int,
    known: Mapping[str, FactKind],
    problems: list[Problem],
    at: datetime,
) -> ReadFact | None:
    """A row as a fact, or None with everything that is wrong added to ``problems``; ``place`` is
    the number or line of the row."""
    before = len(problems)

    def wrong(field: str, zh: str, en: str) -> None:
        problems.append(
            {
                "field": f"{place}.{field}",
                "code": f"{field}_wrong",
                "zh": f"第 {place} 行：{zh}",
                "en": f"Row {place}: {en}",
            }
        )

    fact = known.get(str(row.get("fact", "")))
    if fact is None:
        wrong("fact", "该来源没有这个事实", "the source delivers no such fact")
    key = str(row.get("key", "") or "").strip()
    if not key or len(key) > LONGEST_KEY or "\x00" in key:
        wrong("key", "对象编号缺失或过长", "the key is missing or too long")
    value = _number(row.get("value"))
    if value is None:
        wrong("value", "应为数值", "a number is needed")
    moment = _moment(row.get("observed_at"), at)
    if moment is None:
        wrong("observed_at", "时间有误或在将来", "no time, or in the future")
    if len(problems) > before or fact is None or value is None or moment is None:
        return None
    return ReadFact(fact, key, value, moment)


def _number(given: Any) -> float | None:
    if isinstance(given, bool) or given is None:
        return None
    try:
        number = float(given)
    except (TypeError, ValueError):
        return None
    return number if abs(number) < 1e15 else None


def _moment(given: Any, at: datetime) -> datetime | None:
    if given in (None, ""):
        return at
    try:
        moment = parse_datetime(str(given))
    except ValueError:
        return None
    if moment is None:
        return None
    aware = make_aware(moment) if is_naive(moment) else moment
    return aware if aware <= at else None
