"""The responsibility table is loaded; liaison officers come and go."""

from datetime import datetime

from django.db import transaction

from accounts.models import Organisation, User
from accounts.services import audit
from accounts.services.audit import Actor
from enterprises.services.refusals import Refusal
from enterprises.viewers import Viewer
from statistics_app.models import Duty, Liaison, MemberUnit
from statistics_app.rules.plan_table import task_rows, units
from statistics_app.services.governance.common import (
    Deed,
    found,
    missing,
    must_be_office,
    refuse_problems,
)


@transaction.atomic
def load_shipped(*, by: Actor, at: datetime) -> int:
    """Add the units and tasks that are not there yet; returns how many tasks were added. A unit
    that has an organisation in this zone is linked to it once it is there."""
    for row in units().values():
        unit, _ = MemberUnit.objects.get_or_create(
            code=row.code, defaults={"zh": row.zh, "en": row.en, "group": row.group}
        )
        if unit.organisation_id is None and row.organisation:
            organisation = Organisation.objects.filter(code=row.organisation).first()
            if organisation is not None:
                unit.organisation = organisation
                unit.save(update_fields=["organisation"])
    by_code = MemberUnit.objects.in_bulk(field_name="code")
    known = set(Duty.objects.values_list("number", flat=True))
    added = 0
    for task in task_rows():
        if task.number in known:
            continue
        duty = Duty.objects.create(
            number=task.number,
            section=task.section,
            zh=task.zh,
            en=task.en,
            deadline_text=task.deadline_text,
            due_date=task.deadline.due,
        )
        duty.leads.set(by_code[code] for code in task.leads)
        duty.participants.set(by_code[code] for code in task.participants)
        added += 1
    if added:
        audit.record(
            "statistics_duty.loaded",
            by=by,
            on=("statistics.duty", "shipped"),
            new={"tasks": added},
            at=at,
        )
    return added


@transaction.atomic
def appoint(
    *, unit_id: int, username: str, viewer: Viewer, by: User, at: datetime, origin: str = ""
) -> Liaison:
    """Make an official the liaison officer of a unit from today on.

    :raises Refusal: ``statistics_unknown``, ``statistics_not_yours``, ``statistics_incomplete``
        (422), ``statistics_liaison_present`` (409).
    """
    unit: MemberUnit = found(MemberUnit.objects.visible_to(viewer), unit_id)
    must_be_office(viewer)
    person = User.objects.filter(
        username=username.strip(), is_official=True, is_active=True
    ).first()
    if person is None:
        refuse_problems(
            [
                missing(
                    "username",
                    "没有这个在用的公务账号",
                    "There is no official in service with this user name",
                )
            ]
        )
        raise AssertionError
    if unit.liaisons.filter(user=person, to_date=None).exists():
        raise Refusal(
            "statistics_liaison_present",
            409,
            "该人员已是本单位联络员。",
            "This person is the unit's liaison officer already.",
        )
    row = Liaison.objects.create(unit=unit, user=person, from_date=Deed(by, at).day, at=at, by=by)
    _note("statistics_liaison.appointed", row, by, at, origin)
    return row


@transaction.atomic
def end_liaison(
    *, liaison_id: int, viewer: Viewer, by: User, at: datetime, origin: str = ""
) -> Liaison:
    """A liaison officer's term ends today.

    :raises Refusal: ``statistics_unknown``, ``statistics_not_yours``.
    """
    row: Liaison = found(Liaison.objects.visible_to(viewer).filter(to_date=None), liaison_id)
    must_be_office(viewer)
    row.to_date = max(Deed(by, at).day, row.from_date)
    row.save(update_fields=["to_date"])
    _note("statistics_liaison.ended", row, by, at, origin)
    return row


def _note(action: str, row: Liaison, by: User, at: datetime, origin: str) -> None:
    audit.record(
        action,
        by=by,
        on=("statistics.unit", str(row.unit_id)),
        new={"user": row.user_id},
        at=at,
        origin=origin,
    )
