"""Watching the portal itself: technical risks (RT20) become alerts like all others."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from django.utils import timezone

from accounts.facts import SystemActor
from risk.models import Alert
from risk.rules.cases import parameters
from risk.rules.cases.grading import ORDER
from risk.rules.cases.technical import TYPE, WATCHES, Counted, expiring, over
from risk.rules.subjects import SYSTEM, Subject
from risk.selectors_alerts import counts, expiring_certificates
from risk.selectors_cases import setting, term
from risk.services.signals import collect

BY: Final = SystemActor("risk_watch")
SOURCE: Final = "technical"


def watch(*, at: datetime) -> int:
    """Look once; returns how many signals were collected. What was told within the cool-down and
    is no graver is not told again."""
    day = timezone.localdate(at)
    since = at - term(parameters.LOOKED_BACK, on=day, code=parameters.TECHNICAL).span
    limits = {
        code: int(setting(code, on=day, code=parameters.TECHNICAL))
        for code in WATCHES
        if code != parameters.CERTIFICATES
    }
    told = 0
    for found in over(counts(since=since, at=at), limits):
        counted = found.counted
        subject = _subject(counted)
        told += _collect(counted.watch, subject, found.level, dict(found.evidence), at=at)
    return told + _certificates(at=at)


def _certificates(*, at: datetime) -> int:
    day = timezone.localdate(at)
    days = int(setting(parameters.CERTIFICATES, on=day, code=parameters.TECHNICAL))
    told = 0
    for row in expiring_certificates(until=at + timedelta(days=days + 1)):
        ends = timezone.localdate(row.valid_to)
        level = expiring(ends, today=day, days=days)
        if level:
            firm = row.enterprise
            subject = Subject("enterprise", str(firm.pk), firm.name, firm.pk)
            evidence = {"serial": row.serial, "valid_to": ends.isoformat()}
            told += _collect(parameters.CERTIFICATES, subject, level, evidence, at=at)
    return told


def _subject(counted: Counted) -> Subject:
    if counted.watch == parameters.BAD_SIGNATURES:
        return Subject("enterprise", counted.key, "", int(counted.key))
    label = counted.key if counted.watch == parameters.REVEALS else WATCHES[counted.watch].zh
    return Subject(SYSTEM, f"{counted.watch}:{counted.key}"[:80], label)


def _collect(
    watch: str, subject: Subject, level: str, evidence: Mapping[str, Any], *, at: datetime
) -> int:
    cool = term(parameters.COOL_DOWN, on=timezone.localdate(at)).span
    last = (
        Alert.objects.filter(
            subject_kind=subject.kind,
            subject_key=subject.key,
            rule=watch,
            raised_at__gt=at - cool,
        )
        .order_by("-raised_at")
        .first()
    )
    if last is not None and ORDER.index(last.level) >= ORDER.index(level):
        return 0
    collect(
        type=TYPE,
        rule=watch,
        subject=subject,
        level=level,
        evidence=evidence,
        by=BY,
        at=at,
        source=SOURCE,
    )
    return 1
