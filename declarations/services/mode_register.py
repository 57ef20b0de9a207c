"""Writing the register of modes: what is shipped, and a pilot from draft to release by two people.

Only the zone office at the hub keeps it. One person drafts and proposes, another releases; from
then on every process judges by it. What was accepted before its first day is not touched: a
version can only begin today or later.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import Max, Q

from accounts.facts import HUB_PATH, SystemActor
from accounts.models import User
from accounts.selectors import postings_of
from accounts.services import audit
from declarations.models import Mode
from declarations.models.modes import DRAFT, OPEN, PROPOSED, REJECTED, RELEASED
from declarations.rulebook import day_of, tables_on, template_of_row
from declarations.rules.mode_checks import mode_problems
from declarations.rules.modes import (
    SHIPPED,
    ZONE,
    Template,
    definition_of,
    shipped,
    template_of,
)
from declarations.services.standards import replace_standards
from enterprises.services.refusals import Refusal, problems_refusal
from reference.services.versions import new_version

KEEPERS: Final = frozenset({"administrator"})
RELEASERS: Final = frozenset({"administrator", "supervisor"})
ON: Final = "declarations.mode"
LONGEST: Final = 500
_KEY = ("code", "direction", "version")


def keeps_modes(user: Any, *, roles: frozenset[str] = KEEPERS) -> bool:
    """Whether a person keeps the register: the zone office's at the hub, in one of the roles."""
    return isinstance(user, User) and any(
        posting.department == "zone" and posting.site_path == HUB_PATH and posting.role in roles
        for posting in postings_of(user)
    )


def load_shipped_modes(*, at: datetime) -> tuple[int, int]:
    """Bring the shipped versions in; returns how many were added and how many left out because a
    version of the zone's own is in force in their time."""
    known = {(m.code, m.direction, m.version): m for m in Mode.objects.filter(origin=SHIPPED)}
    missing = [t for t in shipped() if (t.code, t.direction, t.version) not in known]
    changed = [
        row
        for t in shipped()
        if (row := known.get((t.code, t.direction, t.version))) is not None and _differs(row, t)
    ]
    if not missing and not changed:
        return 0, 0
    by = SystemActor("load_rules")
    with new_version(at=at):
        Mode.objects.bulk_update(
            changed, ["definition", "zh", "en", "basis", "verified"], batch_size=100
        )
        added = sum(_add_shipped(template, at=at) for template in missing)
        audit.record(
            "modes.loaded",
            by=by,
            on=(ON, SHIPPED),
            new={"added": added, "changed": len(changed)},
            at=at,
        )
    return added, len(missing) - added


def _differs(row: Mode, template: Template) -> bool:
    """Whether the shipped text of a version has changed; brings the row in line."""
    new = {
        "definition": definition_of(template),
        "zh": template.name[0],
        "en": template.name[1],
        "basis": template.basis,
        "verified": template.verified,
    }
    differing = [name for name, value in new.items() if getattr(row, name) != value]
    for name in differing:
        setattr(row, name, new[name])
    return bool(differing)


def _add_shipped(template: Template, *, at: datetime) -> bool:
    own = Mode.objects.filter(
        code=template.code, direction=template.direction, status=RELEASED
    ).filter(Q(valid_to__isnull=True) | Q(valid_to__gt=template.valid_from))
    if template.valid_to is not None:
        own = own.filter(valid_from__lt=template.valid_to)
    if own.filter(Q(origin=ZONE) | Q(valid_from__gte=template.valid_from)).exists():
        return False
    own.update(valid_to=template.valid_from)
    Mode.objects.create(
        **_columns(template), status=RELEASED, origin=SHIPPED, author="load_rules", drafted_at=at
    )
    return True


@transaction.atomic
def save_draft(*, values: Mapping[str, Any], by: User, at: datetime, origin: str = "") -> Mode:
    """Keep a template as the draft of the next version of its mode; an open draft is replaced.

    ``values`` has the fields of a template in ``data/modes.json``.

    :raises Refusal: ``modes_not_yours``, ``mode_invalid`` (422, details problems),
        ``mode_in_review``.
    """
    _must_keep(by, KEEPERS)
    problems = mode_problems(values, currencies=tables_on(day_of(at)).currencies)
    if problems:
        raise problems_refusal(
            "mode_invalid",
            problems,
            "模板填写有误，请更正后再保存。",
            "Some of the template is wrong: correct it and save again.",
        )
    own = Mode.objects.select_for_update().filter(
        code=values["code"], direction=values["direction"]
    )
    row: Mode | None = own.filter(status__in=OPEN).first()
    if row is not None and row.status == PROPOSED:
        raise Refusal(
            "mode_in_review",
            409,
            "该监管方式已有版本在待复核，请先等待复核结果。",
            "A version of this mode is waiting for its second pair of eyes.",
        )
    last = own.aggregate(last=Max("version"))["last"] or 0
    version = row.version if row is not None else last + 1
    columns = _columns(template_of({**values, "version": version}, origin=ZONE))
    if row is None:
        row = Mode(status=DRAFT, origin=ZONE)
    for name, value in columns.items():
        setattr(row, name, value)
    row.drafted_by, row.drafted_at, row.author = by, at, audit.label_of(by)
    row.save()
    _record("mode.drafted", row, by=by, at=at, origin=origin)
    return row


@transaction.atomic
def propose(*, mode_id: int, by: User, at: datetime, origin: str = "") -> Mode:
    """Give a draft to the second pair of eyes.

    :raises Refusal: ``modes_not_yours``, ``mode_unknown``, ``mode_not_open``, ``mode_backdated``.
    """
    _must_keep(by, KEEPERS)
    row = _locked(mode_id, DRAFT)
    _must_begin_later(row, at)
    row.status, row.proposed_at = PROPOSED, at
    row.save(update_fields=["status", "proposed_at"])
    _record("mode.proposed", row, by=by, at=at, origin=origin)
    return row


@transaction.atomic
def drop(*, mode_id: int, by: User, at: datetime, origin: str = "") -> None:
    """Throw an open version away: a draft, or a proposal that its author takes back.

    :raises Refusal: ``modes_not_yours``, ``mode_unknown``, ``mode_not_open``.
    """
    _must_keep(by, KEEPERS)
    row = _locked(mode_id, *OPEN)
    _record("mode.dropped", row, by=by, at=at, origin=origin)
    row.delete()


def decide(
    *,
    mode_id: int,
    confirmed: bool,
    by: User,
    at: datetime,
    comment: str = "",
    origin: str = "",
) -> Mode:
    """Release a proposed version, or send it back; never by who drafted it.

    The version before ends on the day this one begins, and so does its step table.

    :raises Refusal: ``modes_not_yours``, ``four_eyes``, ``mode_unknown``, ``mode_not_open``,
        ``mode_backdated``, ``mode_overlaps``.
    """
    with new_version(at=at):
        _must_keep(by, RELEASERS)
        row = _locked(mode_id, PROPOSED)
        if row.drafted_by_id == by.pk:
            raise Refusal(
                "four_eyes", 403, "提议人不能自己批准。", "Who proposed it cannot decide it."
            )
        row.decided_by, row.decided_at = by, at
        row.comment = comment.strip()[:LONGEST]
        row.status = REJECTED
        if confirmed:
            _must_begin_later(row, at)
            _make_room(row)
            row.status = RELEASED
        row.save(update_fields=["status", "decided_by", "decided_at", "comment"])
        if confirmed:
            replace_standards(template_of_row(row), on=row.valid_from)
        _record(f"mode.{row.status}", row, by=by, at=at, origin=origin)
    return row


def _make_room(row: Mode) -> None:
    """End the version in force where this one begins; a later one must not be met."""
    own = Mode.objects.filter(code=row.code, direction=row.direction, status=RELEASED)
    later = own.filter(valid_from__gte=row.valid_from)
    if row.valid_to is not None:
        later = later.filter(valid_from__lt=row.valid_to)
    if later.exists():
        raise Refusal(
            "mode_overlaps",
            409,
            "该期间已有后续版本，请调整生效和失效日期。",
            "A later version begins in that time: choose other dates.",
        )
    own.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=row.valid_from)).update(
        valid_to=row.valid_from
    )


def _must_keep(by: User, roles: frozenset[str]) -> None:
    if not keeps_modes(by, roles=roles):
        raise Refusal(
            "modes_not_yours",
            403,
            "监管方式登记由综试区办公室的管理员维护。",
            "The register of modes is kept by the administrators of the zone office.",
        )


def _must_begin_later(row: Mode, at: datetime) -> None:
    today: date = day_of(at)
    if row.valid_from < today:
        raise Refusal(
            "mode_backdated",
            409,
            "生效日期已过：已受理的单证不因新版本而改变，请改为今天或以后。",
            "It would begin in the past, and what was accepted stays as it was: choose today or a "
            "later day.",
        )


def _locked(mode_id: int, *statuses: str) -> Mode:
    row: Mode | None = Mode.objects.select_for_update().filter(pk=mode_id).first()
    if row is None:
        raise Refusal("mode_unknown", 404, "没有这一版本。", "There is no such version.")
    if row.status not in statuses:
        raise Refusal(
            "mode_not_open",
            409,
            "该版本的状态已改变，请刷新页面。",
            "The status of this version has changed meanwhile: reload the page.",
        )
    return row


def _columns(template: Template) -> dict[str, Any]:
    return {
        "code": template.code,
        "direction": template.direction,
        "version": template.version,
        "zh": template.name[0],
        "en": template.name[1],
        "valid_from": template.valid_from,
        "valid_to": template.valid_to,
        "basis": template.basis,
        "verified": template.verified,
        "definition": definition_of(template),
    }


def _record(action: str, row: Mode, *, by: User, at: datetime, origin: str) -> None:
    new = {"mode": row.code, "direction": row.direction, "version": row.version}
    new |= {"valid_from": row.valid_from.isoformat(), "definition": row.definition}
    audit.record(action, by=by, on=(ON, str(row.pk)), new=new, at=at, origin=origin)
