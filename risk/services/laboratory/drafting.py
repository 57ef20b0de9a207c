"""Drafts of rules: copied from a version, changed, proposed, taken back, released by another.

A version that was released is never changed: a changed rule is a new version. The version before
it ends at the moment at which the new one begins.
"""

from collections.abc import Mapping
from copy import deepcopy
from datetime import date, datetime, time
from typing import Any, Final

from django.db import transaction
from django.db.models import Max, Q
from django.utils.timezone import localdate, make_aware

from accounts.models import User
from accounts.services import audit
from accounts.services.audit import label_of
from enterprises.services.refusals import Refusal
from reference.selectors import rule_settings
from reference.services.rule_settings import NewSetting, put_rule_setting
from risk.models import RuleVersion, Trial
from risk.models.laboratory import DONE
from risk.rules.drafts import editable, problems_of
from risk.rules.indicators.base import WEIGHT
from risk.states import DRAFT, PROPOSED, RELEASED, RETIRED, RULE
from risk.trials import Summary

LONGEST_NOTE: Final = 1000


def draft(*, version_id: int, by: User, at: datetime, note: str = "") -> RuleVersion:
    """Begin a new version of a rule as a copy of one that exists.

    :raises Refusal: ``risk_draft_open`` while another draft of the rule is at work.
    """
    with transaction.atomic():
        old: RuleVersion = RuleVersion.objects.get(pk=version_id)
        rows = RuleVersion.objects.select_for_update().filter(code=old.code)
        if rows.filter(state__in=[DRAFT, PROPOSED]).exists():
            raise Refusal(
                "risk_draft_open",
                409,
                zh="该规则已有草稿，请先完成或撤销。",
                en="The rule has a draft already: finish it or give it up first.",
            )
        last = RuleVersion.objects.filter(code=old.code).aggregate(last=Max("version"))["last"]
        made = RuleVersion.objects.create(
            code=old.code,
            version=last + 1,
            state=DRAFT,
            definition=_as_set(old, localdate(at)),
            note=note[:LONGEST_NOTE],
            by=by,
            by_label=label_of(by)[:128],
            at=at,
        )
        new = {"from_version": old.version, "note": made.note}
        audit.record("risk.rule.drafted", by=by, on=on(made), new=new, at=at)
    return made


def change(
    *, version_id: int, changes: Mapping[str, Any], by: User, at: datetime, note: str = ""
) -> tuple[RuleVersion, list[dict[str, str]]]:
    """Change a draft; returns what is still wrong with it. What is wrong is kept too, so that
    nothing typed is lost.

    :raises Refusal: ``risk_rule_fixed`` once it was proposed.
    """
    with transaction.atomic():
        version = _locked(version_id)
        if version.state != DRAFT:
            raise Refusal(
                "risk_rule_fixed",
                409,
                zh="规则版本提请发布后不能再修改，请起草新版本。",
                en="A proposed version cannot be changed: draft a new one.",
            )
        old, version.definition = version.definition, editable(version.definition, changes)
        version.note = note[:LONGEST_NOTE] or version.note
        version.save(update_fields=["definition", "note"])
        audit.record(
            "risk.rule.changed", by=by, on=on(version), old=old, new=version.definition, at=at
        )
    return version, problems_of(version.definition)


def propose(*, version_id: int, day: date, by: User, at: datetime) -> RuleVersion:
    """Ask a second person to release a draft from a day on.

    :raises Refusal: ``risk_rule_wrong`` with all problems; ``risk_rule_date_past``;
        ``risk_rule_not_tried`` when no trial of exactly this definition was finished;
        ``risk_rule_breaks`` when the last one could not compute it everywhere.
    """
    with transaction.atomic():
        version = _locked(version_id)
        RULE.check(version.state, PROPOSED)
        refuse_wrong(version)
        _refuse_past(day, at)
        trials = Trial.objects.filter(version=version, state=DONE, definition=version.definition)
        _refuse_untried(trials.order_by("-id").first())
        version.state, version.from_at = PROPOSED, make_aware(datetime.combine(day, time.min))
        version.proposed_by, version.proposed_at = by, at
        version.save(update_fields=["state", "from_at", "proposed_by", "proposed_at"])
        new = {"from": day.isoformat()}
        audit.record("risk.rule.proposed", by=by, on=on(version), new=new, at=at)
    return version


def take_back(*, version_id: int, reason: str, by: User, at: datetime) -> RuleVersion:
    """Make a proposed version a draft again.

    :raises Refusal: ``risk_reason_missing``.
    """
    if not reason.strip():
        raise Refusal(
            "risk_reason_missing",
            422,
            zh="请写明理由。",
            en="A reason is needed.",
        )
    with transaction.atomic():
        version = _locked(version_id)
        RULE.check(version.state, DRAFT)
        version.state, version.from_at = DRAFT, None
        version.proposed_by = version.proposed_at = None
        version.save(update_fields=["state", "from_at", "proposed_by", "proposed_at"])
        new = {"reason": reason.strip()[:300]}
        audit.record("risk.rule.taken_back", by=by, on=on(version), new=new, at=at)
    return version


def release(*, version_id: int, by: User, at: datetime) -> RuleVersion:
    """Release a proposed version: the second person. A version whose day is today begins now, and
    the version before it ends at that moment.

    :raises Refusal: ``risk_rule_four_eyes`` for who drafted or proposed it;
        ``risk_rule_date_past``; ``risk_rule_later_exists``.
    """
    with transaction.atomic():
        version = _locked(version_id)
        RULE.check(version.state, RELEASED)
        if by.pk in {version.by_id, version.proposed_by_id}:
            raise Refusal(
                "risk_rule_four_eyes",
                409,
                zh="起草人和提请人不能自己发布，须由另一人决定。",
                en="Neither who drafted nor who proposed it may release it: another person must.",
            )
        assert version.from_at is not None  # noqa: S101 - a proposed version has its day
        _refuse_past(localdate(version.from_at), at)
        begins = max(version.from_at, at)
        _end_before(version, begins)
        version.state, version.from_at = RELEASED, begins
        version.released_by, version.released_at = by, at
        version.save(update_fields=["state", "from_at", "released_by", "released_at"])
        _set_figures(version, localdate(begins), by, at)
        new = {"from": begins.isoformat()}
        audit.record("risk.rule.released", by=by, on=on(version), new=new, at=at)
    return version


def give_up(*, version_id: int, by: User, at: datetime) -> RuleVersion:
    """Retire a draft that nobody wants; it and its trials stay for whoever asks later."""
    with transaction.atomic():
        version = _locked(version_id)
        if version.state != DRAFT:
            RULE.check(version.state, DRAFT)
        RULE.check(version.state, RETIRED)
        version.state, version.from_at, version.to_at = RETIRED, at, at
        version.save(update_fields=["state", "from_at", "to_at"])
        audit.record("risk.rule.given_up", by=by, on=on(version), at=at)
    return version


def on(version: RuleVersion) -> tuple[str, str]:
    """How the audit trail names a version."""
    return ("risk.rule", str(version.pk))


def _as_set(version: RuleVersion, day: date) -> dict[str, Any]:
    """A definition with the figures that the zone has set for its rule: where a draft begins."""
    settings = rule_settings(on=day).get(version.code, {})
    told = deepcopy(version.definition)
    told["weight"] = settings.get(WEIGHT, told["weight"])
    for name, initial in told["thresholds"].items():
        told["thresholds"][name] = settings.get(name, initial)
    return dict(told)


def _set_figures(version: RuleVersion, day: date, by: User, at: datetime) -> None:
    """Thresholds and weight are dated rows: where one is set otherwise, the version's own begins
    with it."""
    settings = rule_settings(on=day).get(version.code, {})
    told = {**version.definition["thresholds"], WEIGHT: version.definition["weight"]}
    for name, value in told.items():
        if settings.get(name, value) != value:
            note = f"{version}"
            put_rule_setting(NewSetting(version.code, name, value, day, note=note), by=by, at=at)


def _locked(version_id: int) -> RuleVersion:
    found: RuleVersion = RuleVersion.objects.select_for_update().get(pk=version_id)
    return found


def refuse_wrong(version: RuleVersion) -> None:
    """:raises Refusal: ``risk_rule_wrong`` with all problems, when there are any."""
    problems = problems_of(version.definition)
    if problems:
        raise Refusal(
            "risk_rule_wrong",
            422,
            zh="规则定义有误，不能使用。",
            en="The definition of the rule is wrong: it cannot be used.",
            details={"problems": problems},
        )


def _refuse_untried(trial: Trial | None) -> None:
    """What was never tried is not released, nor what could not be computed when it was."""
    if trial is None:
        raise Refusal(
            "risk_rule_not_tried",
            409,
            zh="请先用历史数据试算当前定义，再提请发布。",
            en="Try the present definition over past days before proposing its release.",
        )
    broken = Summary.read(trial.summary).broken
    if broken:
        raise Refusal(
            "risk_rule_breaks",
            409,
            zh=f"试算中有 {broken} 票无法计算（例如除数为零），请先改正规则。",
            en=f"The rule could not be computed on {broken} declarations of its trial (it divides "
            "by zero, for example): correct it first.",
            details={"broken": broken, "trial": trial.pk},
        )


def _refuse_past(day: date, at: datetime) -> None:
    if day < localdate(at):
        raise Refusal(
            "risk_rule_date_past",
            422,
            zh="生效日期不能早于今天。",
            en="The effective date lies in the past.",
        )


def _end_before(version: RuleVersion, moment: datetime) -> None:
    """End the version in force; one that begins later is in the way."""
    others = RuleVersion.objects.select_for_update().filter(code=version.code, state=RELEASED)
    if others.filter(from_at__gte=moment).exists():
        raise Refusal(
            "risk_rule_later_exists",
            409,
            zh="同时或之后已有发布的版本。",
            en="A version was released for that moment or a later one.",
        )
    others.filter(Q(to_at__isnull=True) | Q(to_at__gt=moment)).update(to_at=moment)
