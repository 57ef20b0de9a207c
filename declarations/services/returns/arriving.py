"""The goods of an import return are back: who says so, since when, and what follows."""

from datetime import date, datetime
from typing import Final

from django.db import transaction

from accounts.models import User
from accounts.services import audit
from accounts.services.audit import Actor, label_of
from declarations.models import Return, ReturnStep
from declarations.return_states import ACCEPTED, APPLIED, APPROVED, COMPLETED, EXPIRED, HOLDING
from declarations.rulebook import day_of
from declarations.rules.return_terms import IMPORT
from declarations.services.holds import may_act
from declarations.services.returns.hearing import is_complete, is_in_time, tell_of
from declarations.services.returns.moving import fits, move, refresh
from enterprises.models import Member
from enterprises.services.refusals import Refusal
from enterprises.viewers import Viewer

ROLES: Final = ("administrator", "declarant")
UNDER_WAY: Final = frozenset({APPLIED, ACCEPTED, APPROVED})
LONGEST: Final = 60


def record_arrival(
    *,
    paper_id: int,
    viewer: Viewer,
    day: date,
    place: str,
    by: Actor,
    at: datetime,
    origin: str = "",
) -> Return:
    """Write down when the goods were back in the original place.

    A firm of the return says it once; customs may correct it while the return is under way. Goods
    that were back in time take an expired return up again; a later day ends it.

    :raises Refusal: 404 ``return_unknown``; 403 ``return_not_yours``; 409 ``return_not_under_way``,
        ``arrival_recorded``, ``return_taken_up``; 422 ``arrival_day_wrong``.
    """
    with transaction.atomic():
        rows = Return.objects.visible_to(viewer).select_for_update().filter(id=paper_id)
        row: Return | None = rows.first()
        if row is None:
            raise Refusal("return_unknown", 404, "没有这项退货。", "There is no such return.")
        _check(row, viewer, day, by, at)
        old = {"arrived_on": str(row.arrived_on or ""), "state": row.state}
        row.arrived_on, row.arrived_at_place = day, place.strip()[:LONGEST]
        _follow(row, by, at)
        audit.record(
            "return.arrived",
            by=by,
            on=("declarations.return", str(paper_id)),
            old=old,
            new={"arrived_on": str(day), "place": row.arrived_at_place, "state": row.state},
            at=at,
            origin=origin,
        )
    return row


def may_record(row: Return, viewer: Viewer, by: Actor) -> bool:
    """Whether somebody may write down the arrival: a person of a firm of the return, a program of
    one, or customs."""
    own = set(row.parties) & set(viewer.own_ids)
    if not isinstance(by, User):
        return bool(own)
    if may_act(by):
        return True
    members = Member.objects.filter(user_id=by.pk, enterprise_id__in=own, role__in=ROLES)
    return bool(own) and members.exists()


def _check(row: Return, viewer: Viewer, day: date, by: Actor, at: datetime) -> None:
    if not may_record(row, viewer, by):
        raise Refusal(
            "return_not_yours",
            403,
            "只有退货企业的管理员、申报员或海关可以登记运抵。",
            "Only administrators and declarants of the firms of the return, and customs, may say "
            "when the goods were back.",
        )
    state = _before_expiry(row) if row.state == EXPIRED else row.state
    if row.kind != IMPORT or state not in UNDER_WAY:
        raise Refusal(
            "return_not_under_way",
            409,
            "该退货当前无需登记运抵。",
            "This return does not wait for its goods.",
        )
    is_customs = isinstance(by, User) and may_act(by)
    if row.arrived_on is not None and not is_customs:
        raise Refusal(
            "arrival_recorded",
            409,
            "运抵日期已登记；如有错误，请联系海关更正。",
            "The day is recorded already; ask customs to correct it.",
        )
    if day > day_of(at) or (row.released_on is not None and day < row.released_on):
        raise Refusal(
            "arrival_day_wrong",
            422,
            "运抵日期不能在今天之后，也不能早于放行日期。",
            "The day cannot lie in the future, nor before the release.",
        )


def _follow(row: Return, by: Actor, at: datetime) -> None:
    """What the day of arrival means for the state."""
    if not is_in_time(row):
        if row.state == EXPIRED:
            refresh(row)
        else:
            move(row, EXPIRED, at=at, by=label_of(by), note=f"arrived {row.arrived_on}")
        return
    state = _before_expiry(row) if row.state == EXPIRED else row.state
    if row.state not in HOLDING and not fits(row):
        raise Refusal(
            "return_taken_up",
            409,
            "该退货逾期后，其数量已被另一退货占用。",
            "Since this return ran out of time, another one returns its goods.",
        )
    if state == APPROVED and is_complete(row, at):
        state = COMPLETED
    if state == row.state:
        refresh(row)
        return
    move(row, state, at=at, by=label_of(by), note=f"arrived {row.arrived_on}")
    if state == COMPLETED:
        tell_of(row, at)


def _before_expiry(row: Return) -> str:
    """Where an expired return stood: a word of customs is not lost with the term."""
    steps = ReturnStep.objects.filter(paper_id=row.id, target=EXPIRED)
    source = steps.order_by("-number").values_list("source", flat=True).first()
    return str(source)
