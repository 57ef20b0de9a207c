"""The list of incentives and sanctions: drafted, proposed by one, published by another."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db import transaction

from accounts.models import User
from accounts.services import audit
from accounts.services.audit import Actor, label_of
from credit.models import MeasureItem
from credit.rules.supervision.effects import GROUNDS, wrong_value
from credit.rules.supervision.listed_measures import SHIPPED
from credit.rules.supervision.people import OFFICE
from credit.services.supervision.common import Deed
from credit.services.supervision.measuring import end_measures_of_item
from enterprises.services.refusals import Refusal
from enterprises.viewers import Viewer

ON_TYPE: Final = "credit.measure_item"


@dataclass(frozen=True, slots=True)
class Figures:
    """What may be set when a row is proposed: its value and from when it is to act."""

    value: str
    from_date: date


def load_shipped(*, by: Actor, at: datetime) -> int:
    """Draft the shipped rows that are not there yet; returns how many."""
    known = set(MeasureItem.objects.values_list("code", flat=True))
    rows = [
        MeasureItem(
            code=row.code,
            zh=row.zh,
            en=row.en,
            kind=row.kind,
            effect=row.effect,
            value=row.value,
            grounds=list(row.grounds),
            department=row.department,
            basis=row.basis,
            origin=row.origin,
            unverified=row.unverified,
            drafted_by_label=label_of(by)[:128],
            drafted_at=at,
        )
        for row in SHIPPED
        if row.code not in known
    ]
    return len(MeasureItem.objects.bulk_create(rows))


@transaction.atomic
def propose_item(
    *, item_id: int, figures: Figures, viewer: Viewer, by: User, at: datetime, origin: str = ""
) -> MeasureItem:
    """Propose a drafted row for publication, with its figure confirmed.

    :raises Refusal: ``credit_item_unknown``, ``credit_not_yours``, ``credit_item_published``,
        ``credit_item_value`` (422).
    """
    row = _lock(item_id, viewer)
    if row.published_at is not None:
        raise _published()
    wrong = wrong_value(row.effect, figures.value)
    if wrong is not None:
        raise Refusal("credit_item_value", 422, wrong[0], wrong[1])
    if figures.from_date < Deed(by, at).day:
        raise Refusal(
            "credit_item_in_past",
            422,
            "起始日期不能早于今天：措施不溯及既往。",
            "It cannot begin before today: no measure reaches back.",
        )
    row.value, row.from_date = figures.value, figures.from_date
    row.unverified = False
    row.proposed_by, row.proposed_at = by, at
    row.save(update_fields=["value", "from_date", "unverified", "proposed_by", "proposed_at"])
    _note(row, "credit_measure_item.proposed", by, at, origin)
    return row


@transaction.atomic
def publish_item(
    *, item_id: int, viewer: Viewer, by: User, at: datetime, origin: str = ""
) -> MeasureItem:
    """A second person publishes a proposed row; from its day on it acts.

    :raises Refusal: ``credit_item_unknown``, ``credit_not_yours``, ``credit_item_published``,
        ``credit_item_unproposed`` (409), ``credit_four_eyes`` (403).
    """
    row = _lock(item_id, viewer, supervisor=True)
    if row.published_at is not None:
        raise _published()
    if row.proposed_by_id is None:
        raise Refusal(
            "credit_item_unproposed",
            409,
            "该措施尚未有人提请公布。",
            "Nobody has proposed this measure yet.",
        )
    if row.proposed_by_id == by.pk:
        raise Refusal(
            "credit_four_eyes",
            403,
            "提请人不能自己公布，须由另一位复核负责人公布。",
            "Who proposed it cannot publish it: another supervisor must.",
        )
    row.published_by, row.published_at = by, at
    row.save(update_fields=["published_by", "published_at"])
    _note(row, "credit_measure_item.published", by, at, origin)
    return row


@transaction.atomic
def end_item(
    *, item_id: int, viewer: Viewer, by: User, at: datetime, origin: str = ""
) -> MeasureItem:
    """Take a published row off the list from today on; what rested on it ends today.

    :raises Refusal: ``credit_item_unknown``, ``credit_not_yours``, ``credit_item_unproposed``.
    """
    row = _lock(item_id, viewer, supervisor=True)
    day = Deed(by, at).day
    if row.published_at is None or row.from_date is None or row.to_date is not None:
        raise Refusal(
            "credit_item_not_in_force", 409, "该措施未在施行。", "This measure is not in force."
        )
    row.to_date = max(day, row.from_date)
    row.save(update_fields=["to_date"])
    end_measures_of_item(row, Deed(by, at, origin))
    _note(row, "credit_measure_item.ended", by, at, origin)
    return row


def grounds_label(grounds: list[str], *, chinese: bool) -> str:
    """For whom a row is meant, in words."""
    return "、".join(GROUNDS[ground][0 if chinese else 1] for ground in grounds)


def _lock(item_id: int, viewer: Viewer, *, supervisor: bool = False) -> MeasureItem:
    roles = {"supervisor"} if supervisor else {"reviewer", "supervisor"}
    row = MeasureItem.objects.select_for_update().filter(pk=item_id).first()
    if row is None or not viewer.is_official:
        raise Refusal("credit_item_unknown", 404, "清单中没有该措施。", "No such measure.")
    if not (viewer.sees_all and OFFICE in viewer.departments and viewer.roles & roles):
        raise Refusal(
            "credit_not_yours",
            403,
            "奖惩措施清单由综试区办公室管理，公布须由复核负责人办理。",
            "The zone office keeps the list; a supervisor publishes.",
        )
    return row


def _published() -> Refusal:
    return Refusal(
        "credit_item_published",
        409,
        "该措施已公布，不能修改；可先终止再另行公布。",
        "This measure is published and never changes: end it and publish another.",
    )


def _note(row: MeasureItem, action: str, by: User, at: datetime, origin: str) -> None:
    audit.record(
        action,
        by=by,
        on=(ON_TYPE, str(row.pk)),
        new={
            "code": row.code,
            "value": row.value,
            "from": row.from_date.isoformat() if row.from_date else None,
            "to": row.to_date.isoformat() if row.to_date else None,
        },
        at=at,
        origin=origin,
    )
