"""Telling firms what anybody may read of them from now on, and what no longer."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from django.urls import reverse
from django.utils.timezone import localtime

from credit.models import Record, Subject
from credit.rules.disclosing import Event, disclosed
from credit.rules.record_kinds import KINDS
from credit.selectors_public import disclosed_records, disclosures
from enterprises.services.notices import notify_firms
from zone_portal.kernel.rules import Text

KIND: Final = "credit_disclosed"
ROLES: Final = ("administrator", "declarant")
TOLD_ELSEWHERE: Final = frozenset({"registration", "negative_list"})
"""A filing and a case tell of these themselves."""
PUBLIC_KINDS: Final = frozenset(
    code for code, kind in KINDS.items() if kind.public and code not in TOLD_ELSEWHERE
)
MOST_NAMED: Final = 4


def tell_disclosed(records: Sequence[Record], *, at: datetime) -> int:
    """Tell firms of new records that anybody may read from today on: each firm once, however many
    they are. Returns how many people were told."""
    shown = _shown_of_public(records, at)
    words = {firm: _disclosed_words(rows) for firm, rows in shown.items()}
    return notify_firms(words, ROLES, kind=KIND, at=at, link=reverse("credit:score"))


def is_public(record: Record, *, at: datetime) -> bool:
    """Whether anybody may read a record at this moment."""
    if record.kind not in PUBLIC_KINDS:
        return False
    if not Subject.objects.public().filter(pk=record.subject_id).exists():
        return False
    return any(one.record.pk == record.pk for one in disclosed_records(record.subject_id, at=at))


def tell_withdrawn(record: Record, *, reason: str, at: datetime) -> int:
    """Tell the firm that a record of its own, which anybody could read, is public no more."""
    zh, en = KINDS[record.kind].title
    words = (
        f"不再公示您的信用记录：{zh}（{record.number}）。原因：{reason}",
        f"A record of yours is public no more: {en} ({record.number}). Reason: {reason}",
    )
    firms = Subject.objects.public().filter(pk=record.subject_id)
    told = dict.fromkeys(firms.values_list("enterprise_id", flat=True), words)
    return notify_firms(told, ROLES, kind=KIND, at=at, link=reverse("credit:score"))


def _shown_of_public(records: Sequence[Record], at: datetime) -> dict[int, list[Record]]:
    """Of these new records those that may be read today, by enterprise."""
    chosen = [row for row in records if row.kind in PUBLIC_KINDS]
    if not chosen:
        return {}
    day = localtime(at).date()
    events = [
        Event(row.pk, row.kind, row.grade, row.occurred_date, row.from_date, row.to_date)
        for row in chosen
    ]
    shown = disclosed(events, disclosures(on=day), on=day)
    subjects = Subject.objects.public().filter(pk__in={row.subject_id for row in chosen})
    firms = dict(subjects.values_list("pk", "enterprise_id"))
    found: dict[int, list[Record]] = {}
    for row in chosen:
        if row.pk in shown and row.subject_id in firms:
            found.setdefault(firms[row.subject_id], []).append(row)
    return found


def _disclosed_words(rows: Sequence[Record]) -> Text:
    if len(rows) == 1:
        zh, en = KINDS[rows[0].kind].title
        number = rows[0].number
        return (
            f"您的一条信用记录已公示：{zh}（{number}）。如有异议，可在信用页面提出。",
            f"A record of yours is public now: {en} ({number}). If it is wrong, object to it on "
            "the page of your credit.",
        )
    names = _titles(rows)
    return (
        f"您的 {len(rows)} 条信用记录已公示：{names[0]}。如有异议，可在信用页面提出。",
        f"{len(rows)} records of yours are public now: {names[1]}. If one is wrong, object to it "
        "on the page of your credit.",
    )


def _titles(rows: Iterable[Record]) -> Text:
    """The kinds of these records, each once, the first few."""
    kinds = list(dict.fromkeys(row.kind for row in rows))
    titles = [KINDS[code].title for code in kinds[:MOST_NAMED]]
    more = len(kinds) > MOST_NAMED
    zh = "、".join(title[0] for title in titles) + ("等" if more else "")
    return zh, ", ".join(title[1] for title in titles) + (" …" if more else "")
