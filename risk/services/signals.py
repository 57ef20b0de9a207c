"""Collecting signals: from rules and watches of the portal, departments, banks, complaints, news.

A signal counts on the alert of its rule and subject, or raises one; alerts of a subject are handled
in one case. What declared rules and watches report is assessed by the dated standard at once;
what others report waits for an officer.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from accounts.constants import HUB
from accounts.models import Site
from accounts.services import audit
from accounts.services.audit import Actor, label_of
from credit.services.supervision.common import Deed, next_number
from enterprises.models import Enterprise
from risk.models import Alert, Case, Signal
from risk.rules.cases import parameters, states
from risk.rules.cases.grading import ORDER, RED, Graded, graded, higher
from risk.rules.cases.merging import COUNT, JOIN, Last, placed
from risk.rules.subjects import Subject
from risk.rules.types import TYPES
from risk.selectors_cases import due, lead_of, standard, term
from risk.services.cases import telling
from risk.services.cases.common import PREFIX
from risk.services.cases.steps import move_case, note_case

ON_TYPE: Final = "risk.signal"
MOST_SCORE: Final = Decimal(100)


@dataclass(frozen=True, slots=True)
class Report:
    """One observation as a service brings it; ``level`` empty is graded by ``score``."""

    type: str
    rule: str
    subject: Subject
    level: str
    score: Decimal | None
    source: str
    evidence: Mapping[str, Any]
    text: str = ""
    reference: str = ""


@dataclass(frozen=True, slots=True)
class _Aim:
    """The subject as it is in the database: who is gone has no enterprise any more."""

    subject: Subject
    enterprise: Enterprise | None
    site: Site


@transaction.atomic
def collect(
    *,
    type: str,  # noqa: A002  the word of the interface
    rule: str,
    subject: Subject,
    level: str = "",
    evidence: Mapping[str, Any],
    by: Actor,
    at: datetime,
    score: Decimal | int | None = None,
    source: str = "rule",
    text: str = "",
    reference: str = "",
    origin: str = "",
) -> Signal:
    """Take in one signal. ``evidence`` is JSON with personal values masked; ``level`` empty is
    graded by ``score`` (0–100), and what stays below the lowest level raises no alert. The same
    ``reference`` of the same reporter is taken once and answers with the first.

    :raises ValueError: for an unknown type, level or source: programs of the portal send these.
    """
    if type not in TYPES or source not in states.SOURCES or level not in {"", *ORDER}:
        raise ValueError(f"no signal of type {type!r}, source {source!r}, level {level!r}")
    exact = None if score is None else min(Decimal(score), MOST_SCORE)
    report = Report(type, rule, subject, level, exact, source, evidence, text, reference)
    deed = Deed(by, at, origin)
    _queue_up(subject)
    if reference and (known := _known(report, by)) is not None:
        return known
    if not report.level and exact is not None:
        report = replace(report, level=standard(on=deed.day).level(exact))
    alert = _alert(report, deed) if report.level else None
    row = Signal.objects.create(
        source=source,
        reference=reference[:80],
        type=type,
        rule=rule[:40],
        subject_kind=subject.kind,
        subject_key=subject.key[:80],
        subject_label=subject.label[:200],
        level=report.level,
        score=exact,
        text=text.strip()[:2000],
        evidence=dict(evidence),
        alert=alert,
        at=at,
        by_label=label_of(by)[:128],
    )
    if source not in states.BY_ITSELF:
        told = {"type": type, "level": report.level, "source": source}
        on = (ON_TYPE, str(row.pk))
        audit.record("risk_signal.reported", by=by, on=on, new=told, at=at, origin=origin)
    return row


def _queue_up(subject: Subject) -> None:
    """One signal of a subject at a time, so that two never open two cases."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 6))",
            [f"{subject.kind}:{subject.key}"],
        )


def _known(report: Report, by: Actor) -> Signal | None:
    return Signal.objects.filter(
        source=report.source, by_label=label_of(by)[:128], reference=report.reference[:80]
    ).first()


def _alert(report: Report, deed: Deed) -> Alert:
    of_subject = {
        "subject_kind": report.subject.kind,
        "subject_key": report.subject.key[:80],
    }
    rows: Any = Alert.objects.filter(**of_subject, rule=report.rule[:40])
    last = rows.order_by("-raised_at", "-pk").first()
    case = (
        Case.objects.select_for_update(of=("self",))
        .select_related("site")
        .filter(**of_subject, status__in=sorted(states.OPEN))
        .first()
    )
    place = placed(
        None if last is None else Last(last.raised_at, last.level),
        report.level,
        has_open_case=case is not None,
        at=deed.at,
        cool_down=term(parameters.COOL_DOWN, on=deed.day).span,
    )
    if place == COUNT:
        Alert.objects.filter(pk=last.pk).update(count=F("count") + 1, last_at=deed.at)
        return last  # type: ignore[no-any-return]
    aim = _aim(report.subject)
    if place == JOIN and case is not None:
        _join(case, report, deed)
    else:
        case = _open(aim, report, deed)
    return Alert.objects.create(
        case=case,
        **of_subject,
        subject_label=case.subject_label,
        enterprise=aim.enterprise,
        site=case.site,
        type=report.type,
        rule=report.rule[:40],
        level=report.level,
        raised_at=deed.at,
        last_at=deed.at,
    )


def _aim(subject: Subject) -> _Aim:
    """Who it is today. An enterprise that was deleted leaves its label, and the hub in charge."""
    enterprise = None
    if subject.enterprise_id is not None:
        rows = Enterprise.objects.select_related("site")
        enterprise = rows.filter(pk=subject.enterprise_id).first()
    if subject.site:
        site = Site.objects.get(code=subject.site)
    elif enterprise is not None:
        site = enterprise.site
    else:
        site = Site.objects.get(code=HUB)
    if enterprise is not None and not subject.label:
        subject = replace(subject, label=enterprise.name)
    return _Aim(subject, enterprise, site)


def _open(aim: _Aim, report: Report, deed: Deed) -> Case:
    now = graded(report.level)
    case = Case.objects.create(
        number=next_number(PREFIX, Case, at=deed.at),
        subject_kind=aim.subject.kind,
        subject_key=aim.subject.key[:80],
        subject_label=aim.subject.label[:200],
        enterprise=aim.enterprise,
        site=aim.site,
        type=report.type,
        level=now.level,
        claimed=now.claimed,
        score=report.score,
        department=lead_of(report.type, on=deed.day),
        opened_at=deed.at,
        due_at=due(f"{parameters.ASSIGN}{report.level}", since=deed.at),
    )
    note_case(
        case, "opened", deed, note=report.rule, told={"type": report.type, "level": now.level}
    )
    if report.source in states.BY_ITSELF:
        move_case(case, states.ASSESSED, "assessed", deed, assessed_at=deed.at)
        move_case(case, states.ALERTED, "alerted", deed, alerted_at=deed.at)
    _tell(case, now, deed)
    return case


def _join(case: Case, report: Report, deed: Deed) -> None:
    """One more alert of the subject; a graver one raises the case and shortens its term."""
    if higher([case.level, case.claimed, report.level]) == higher([case.level, case.claimed]):
        note_case(case, "joined", deed, note=report.rule)
        return
    now = graded(report.level, confirmed=case.level == RED)
    begins = parameters.HANDLE if case.status in states.WITH_UNIT else parameters.ASSIGN
    sooner = due(f"{begins}{report.level}", since=deed.at)
    if case.due_at is not None:
        sooner = min(sooner, case.due_at)
    columns = {"level": higher([case.level, now.level]), "claimed": now.claimed, "due_at": sooner}
    told = {"level": columns["level"], "claimed": now.claimed}
    note_case(case, "raised", deed, note=report.rule, told=told, type=report.type, **columns)
    _tell(case, now, deed)


def _tell(case: Case, now: Graded, deed: Deed) -> None:
    kind = TYPES[case.type].title
    when = "" if case.due_at is None else f"{timezone.localtime(case.due_at):%Y-%m-%d %H:%M}"
    if now.claimed:
        telling.officials(
            case,
            f"风险事项 {case.number}（{kind[0]}）达到红色标准，须两人确认。",
            f"Risk case {case.number} ({kind[1]}) reaches red: two people must confirm it.",
            at=deed.at,
        )
        return
    telling.officials(
        case,
        f"风险事项 {case.number}（{kind[0]}）待办，期限 {when}。",
        f"Risk case {case.number} ({kind[1]}) waits, due {when}.",
        at=deed.at,
    )
