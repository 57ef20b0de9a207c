"""Setting the parameters of rules: always for a period, always by somebody."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from accounts.services import audit
from accounts.services.audit import Actor, Change, label_of
from reference.models import RuleSetting
from reference.services.versions import new_version
from zone_portal.kernel.errors import PortalError


@dataclass(frozen=True, slots=True)
class NewSetting:
    """A value for one parameter in [valid_from, valid_to); ``valid_to`` None is open."""

    rule_code: str
    parameter: str
    value: str
    valid_from: date
    valid_to: date | None = None
    note: str = ""


def add_missing_rule_settings(settings: Iterable[NewSetting], *, by: Actor, at: datetime) -> int:
    """Add the settings of parameters that have no row yet; returns how many were added.

    First values of new rules come this way: what somebody set later is never touched.
    """
    known = set(RuleSetting.objects.values_list("rule_code", "parameter"))
    missing = [s for s in settings if (s.rule_code, s.parameter) not in known]
    if not missing:
        return 0
    with new_version(at=at):
        added = RuleSetting.objects.bulk_create(
            [_row(setting, by=by, at=at) for setting in missing], ignore_conflicts=True
        )
        audit.record_many(
            (Change("rule_setting.added", _on(s), new=_values(s)) for s in missing), by=by, at=at
        )
    return len(added)


def put_rule_setting(setting: NewSetting, *, by: Actor, at: datetime) -> RuleSetting:
    """Set a parameter from a day on: the value before ends there, a later one stays.

    :raises PortalError: ``setting_overlaps`` when the period reaches into a later value.
    """
    with new_version(at=at):
        rows = RuleSetting.objects.select_for_update().filter(
            rule_code=setting.rule_code, parameter=setting.parameter
        )
        valid_to = _end(setting, rows.filter(valid_from__gt=setting.valid_from))
        before = rows.filter(valid_from__lt=setting.valid_from).order_by("valid_from").last()
        if before is not None and (before.valid_to is None or before.valid_to > setting.valid_from):
            RuleSetting.objects.filter(id=before.id).update(valid_to=setting.valid_from)
        old = rows.filter(valid_from=setting.valid_from).first()
        row = _row(setting, by=by, at=at)
        row.valid_to = valid_to
        row.id = old.id if old is not None else row.id
        row.save()
        audit.record(
            "rule_setting.put",
            by=by,
            on=_on(setting),
            old=_values(old or before),
            new=_values(row),
            at=at,
        )
    return row


def _end(setting: NewSetting, later: Any) -> date | None:
    """Where the new period ends: where it says, else where the next value begins."""
    following: date | None = (
        later.order_by("valid_from").values_list("valid_from", flat=True).first()
    )
    if following is None:
        return setting.valid_to
    if setting.valid_to is not None and setting.valid_to > following:
        raise PortalError(
            "setting_overlaps",
            details={"next": following.isoformat()},
            zh=f"自 {following} 起已有另一取值",
            en=f"another value begins on {following}",
        )
    return setting.valid_to or following


def _row(setting: NewSetting, *, by: Actor, at: datetime) -> RuleSetting:
    return RuleSetting(
        rule_code=setting.rule_code,
        parameter=setting.parameter,
        value=setting.value,
        valid_from=setting.valid_from,
        valid_to=setting.valid_to,
        note=setting.note,
        author=label_of(by),
        set_at=at,
    )


def _on(setting: NewSetting) -> tuple[str, str]:
    return ("reference.rulesetting", f"{setting.rule_code}.{setting.parameter}"[:64])


def _values(setting: NewSetting | RuleSetting | None) -> dict[str, Any] | None:
    if setting is None:
        return None
    return {
        "value": setting.value,
        "valid_from": setting.valid_from.isoformat(),
        "valid_to": setting.valid_to.isoformat() if setting.valid_to else None,
    }
