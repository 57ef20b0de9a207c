"""Reading cases, claims, warnings and commitments: queues, clocks, what the public may read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from credit.models import (
    Case,
    Claim,
    ClaimFile,
    Commitment,
    CreditWarning,
    Record,
    Subject,
)
from credit.rules.record_kinds import KINDS as RECORD_KINDS
from credit.rules.supervision import clocks, states
from credit.rules.supervision.clocks import CLOCKS, CODE, Clock
from credit.selectors import records_as_of, with_mark
from enterprises.models import Enterprise
from enterprises.viewers import Viewer
from reference.selectors import (
    add_working_days,
    calendar_known_until,
    rule_settings,
    working_days_between,
)

MARKET_LISTS: Final = ("abnormal_list", "serious_list")


@dataclass(frozen=True, slots=True)
class ClockState:
    """One clock of a case or claim: since when, until when, whether it was met.

    ``days_left`` counts working days (negative: late), None when it was met; ``certain`` is false
    where the calendar of that year is not yet published."""

    clock: Clock
    since: date
    due: date
    met: date | None
    days_left: int | None
    certain: bool

    @property
    def late(self) -> bool:
        """Whether it ran out, or was met too late."""
        return (
            self.days_left is not None and self.days_left < 0
            if self.met is None
            else (self.met > self.due)
        )


@dataclass(frozen=True, slots=True)
class SetClock:
    """A clock as set for a day."""

    clock: Clock
    value: int


def set_clocks(*, on: date) -> list[SetClock]:
    """Every clock with the value that applies on a day."""
    rows = rule_settings(on=on).get(CODE, {})
    return [SetClock(clock, int(rows.get(clock.code, clock.initial))) for clock in CLOCKS.values()]


def find_firms(viewer: Viewer, q: str) -> list[Enterprise]:
    """Registered enterprises that a viewer sees, by part of the name or by code; at most twenty."""
    text = q.strip()
    if not text:
        return []
    named = Q(name__icontains=text) | Q(uscc=text.upper()) | Q(code=text.upper())
    rows = Enterprise.objects.registered().visible_to(viewer).filter(named)
    return list(rows.order_by("name")[:20])


def own_firms(viewer: Viewer) -> list[Enterprise]:
    """The registered firms that the viewer acts for."""
    rows = Enterprise.objects.registered().filter(pk__in=viewer.own_ids)
    return list(rows.order_by("name"))


def firm_of(viewer: Viewer, enterprise_id: int) -> Enterprise | None:
    """A registered enterprise that a viewer sees."""
    rows: Any = Enterprise.objects.registered().visible_to(viewer)
    found: Enterprise | None = rows.filter(pk=enterprise_id).first()
    return found


def bad_records(enterprise_id: int) -> list[Record]:
    """The records of an enterprise that a case may rest on: bad ones that stand, newest first."""
    moment = timezone.now()
    kinds = [code for code, kind in RECORD_KINDS.items() if kind.tone == "bad"]
    rows: Any = with_mark(records_as_of(moment), moment).filter(
        subject__enterprise_id=enterprise_id, kind__in=kinds
    )
    return list(rows.select_related("source").order_by("-occurred_date", "-pk")[:50])


def own_records(viewer: Viewer) -> list[Record]:
    """The records of the viewer's own firms that stand, newest first."""
    moment = timezone.now()
    rows: Any = with_mark(records_as_of(moment), moment).filter(
        subject__enterprise_id__in=viewer.own_ids
    )
    rows = rows.select_related("source", "subject__enterprise")
    return list(rows.order_by("-occurred_date", "-pk")[:100])


def case_of(viewer: Viewer, case_id: int) -> Case | None:
    """A case that the viewer may see, with everybody named in it."""
    rows: Any = Case.objects.visible_to(viewer).select_related(
        "subject__enterprise",
        "site",
        "opened_by",
        "notified_by",
        "proposed_by",
        "decided_by",
        "published_by",
        "ended_by",
        "entry",
    )
    found: Case | None = rows.filter(pk=case_id).first()
    return found


def claim_of(viewer: Viewer, claim_id: int) -> Claim | None:
    """A claim that the viewer may see."""
    rows: Any = Claim.objects.visible_to(viewer).select_related(
        "subject__enterprise__site",
        "record__source",
        "case",
        "earlier__record",
        "submitted_by",
        "reviewer",
        "decided_by",
    )
    found: Claim | None = rows.filter(pk=claim_id).first()
    return found


def files_of(claim: Claim) -> list[ClaimFile]:
    """The papers of a claim without their content."""
    return list(claim.files.defer("content").order_by("pk"))


def cases(viewer: Viewer, filters: Mapping[str, str], *, on: date) -> QuerySet[Case]:
    """The cases that a viewer sees. ``filters``: ``status`` (one, ``open`` by default, ``all``),
    ``cause``, ``late`` (``1``), ``q`` (name, code or number)."""
    rows: Any = Case.objects.visible_to(viewer).select_related("subject__enterprise", "site")
    given = {name: value for name, value in filters.items() if value}
    status = given.get("status", "open")
    if status == "open":
        rows = rows.exclude(status__in=[states.REMOVED, states.DISMISSED, states.PUBLISHED])
    elif status != "all":
        rows = rows.filter(status=status)
    if "cause" in given:
        rows = rows.filter(cause=given["cause"])
    if given.get("late") == "1":
        rows = rows.filter(
            Q(status=states.ENDING, removal_due_date__lt=on)
            | Q(status=states.NOTIFIED, statement_until_date__lt=on)
        )
    if "q" in given:
        text = given["q"].strip()
        rows = rows.filter(
            Q(number=text.upper())
            | Q(decision_number=text.upper())
            | Q(subject__enterprise__name__icontains=text)
            | Q(subject__enterprise__uscc=text.upper())
        )
    found: QuerySet[Case] = rows
    return found


def claims(viewer: Viewer, filters: Mapping[str, str], *, on: date) -> QuerySet[Claim]:
    """The claims that a viewer sees. ``filters``: ``status`` (one, ``open`` by default, ``all``),
    ``kind``, ``late`` (``1``), ``q``."""
    rows: Any = Claim.objects.visible_to(viewer).select_related(
        "subject__enterprise", "record", "case", "reviewer"
    )
    given = {name: value for name, value in filters.items() if value}
    status = given.get("status", "open")
    if status == "open":
        rows = rows.filter(status__in=sorted(states.CLAIM_IN_QUEUE))
    elif status != "all":
        rows = rows.filter(status=status)
    if "kind" in given:
        rows = rows.filter(kind=given["kind"])
    if given.get("late") == "1":
        rows = rows.filter(status__in=sorted(states.CLAIM_IN_QUEUE), due_date__lt=on)
    if "q" in given:
        text = given["q"].strip()
        rows = rows.filter(
            Q(number=text.upper())
            | Q(subject__enterprise__name__icontains=text)
            | Q(subject__enterprise__uscc=text.upper())
        )
    found: QuerySet[Claim] = rows
    return found


def case_clocks(case: Case, *, on: date) -> list[ClockState]:
    """The clocks of a case, in the order in which they ran."""
    return list(_case_clocks(case, on))


def claim_clocks(claim: Claim, *, on: date) -> list[ClockState]:
    """The clocks of a claim: the mark of an objection, and its decision."""
    found: list[ClockState] = []
    since = _day(claim.submitted_at)
    if since is None or claim.due_date is None:
        return found
    met = _day(claim.decided_at)
    if claim.status == states.WITHDRAWN:
        met = on
    if claim.mark_due_date is not None:
        found.append(_state(clocks.MARK, since, claim.mark_due_date, _day(claim.marked_at), on))
    code = clocks.OBJECTION_ASKED if claim.asked_at else clocks.CLAIM_CLOCK[claim.kind]
    if claim.kind != "statement":
        found.append(_state(code, since, claim.due_date, met, on))
    return found


def warnings(viewer: Viewer, filters: Mapping[str, str]) -> QuerySet[CreditWarning]:
    """The warnings that a viewer sees. ``filters``: ``status`` (``open`` by default, ``all``),
    ``q``."""
    rows: Any = CreditWarning.objects.visible_to(viewer).select_related("subject__enterprise")
    given = {name: value for name, value in filters.items() if value}
    status = given.get("status", "open")
    if status == "open":
        rows = rows.filter(status__in=[states.ISSUED, states.REPLIED])
    elif status != "all":
        rows = rows.filter(status=status)
    if "q" in given:
        text = given["q"].strip()
        rows = rows.filter(Q(number=text.upper()) | Q(subject__enterprise__name__icontains=text))
    found: QuerySet[CreditWarning] = rows
    return found


def warning_of(viewer: Viewer, warning_id: int) -> CreditWarning | None:
    """A warning that a viewer sees."""
    rows: Any = CreditWarning.objects.visible_to(viewer).select_related(
        "subject__enterprise", "issued_by", "public_by", "replied_by"
    )
    found: CreditWarning | None = rows.filter(pk=warning_id).first()
    return found


def commitments(viewer: Viewer) -> QuerySet[Commitment]:
    """The commitments that a viewer sees, with whether each was broken."""
    rows: Any = Commitment.objects.visible_to(viewer).select_related("subject__enterprise")
    found: QuerySet[Commitment] = rows.annotate(
        broken=Exists(Commitment.objects.filter(pk=OuterRef("pk"), breaches__isnull=False))
    )
    return found


def public_cases(*, q: str = "", enterprise_id: int | None = None) -> QuerySet[Case]:
    """The negative list as the public reads it: published and in force, enterprises only."""
    rows: Any = Case.objects.public().select_related("subject__enterprise")
    if enterprise_id is not None:
        rows = rows.filter(subject__enterprise_id=enterprise_id)
    if q:
        text = q.strip()
        rows = rows.filter(
            Q(subject__enterprise__name__icontains=text) | Q(subject__enterprise__uscc=text.upper())
        )
    found: QuerySet[Case] = rows.order_by("-published_at", "-pk")
    return found


def public_warnings(*, on: date) -> QuerySet[CreditWarning]:
    """Warnings that a second person made public, while they last; enterprises only."""
    rows: Any = CreditWarning.objects.filter(
        public_at__isnull=False,
        status__in=[states.ISSUED, states.REPLIED],
        until_date__gte=on,
        subject__in=Subject.objects.public(),
    ).select_related("subject__enterprise")
    found: QuerySet[CreditWarning] = rows.order_by("-public_at")
    return found


def market_lists(*, on: date, q: str = "") -> QuerySet[Record]:
    """The lists of market supervision as it gave them: who is on them on a day. They are theirs;
    the portal only shows what was delivered."""
    moment = timezone.now()
    later = Record.objects.filter(
        subject=OuterRef("subject"),
        kind=OuterRef("kind"),
        occurred_date__gte=OuterRef("occurred_date"),
        grade="removed",
        withdrawn=False,
    )
    rows: Any = (
        with_mark(records_as_of(moment), moment)
        .filter(
            Q(to_date__isnull=True) | Q(to_date__gt=on),
            kind__in=MARKET_LISTS,
            grade="listed",
            from_date__lte=on,
            subject__in=Subject.objects.public(),
        )
        .filter(Q(mark__isnull=True) | ~Q(mark="repaired"))
        .filter(~Exists(later))
        .select_related("subject__enterprise", "source")
    )
    if q:
        rows = rows.filter(subject__enterprise__name__icontains=q.strip())
    found: QuerySet[Record] = rows.order_by("-occurred_date", "-pk")
    return found


def late_removals(*, on: date) -> int:
    """How many ended listings should have left the public page before a day."""
    return Case.objects.filter(status=states.ENDING, removal_due_date__lt=on).count()


def _case_clocks(case: Case, on: date) -> Iterator[ClockState]:
    notified, heard = _day(case.notified_at), _day(case.heard_at)
    decided, published = _day(case.decided_at), _day(case.published_at)
    if notified is not None and case.statement_until_date is not None:
        yield _state(clocks.STATEMENT, notified, case.statement_until_date, heard, on)
    if heard is not None:
        yield _running(clocks.DECISION, heard, decided, on)
    if decided is not None and case.decision == "list":
        met = published or (decided if case.status == states.DISMISSED else None)
        yield _running(clocks.PUBLICATION, decided, met, on)
    if case.ended_at is not None and case.removal_due_date is not None:
        code = clocks.WITHDRAWAL if case.ending == "annulled" else clocks.REMOVAL
        since = timezone.localdate(case.ended_at)
        yield _state(code, since, case.removal_due_date, _day(case.removed_at), on)


def _running(code: str, since: date, met: date | None, on: date) -> ClockState:
    rows = rule_settings(on=since).get(CODE, {})
    days = int(rows.get(code, CLOCKS[code].initial))
    return _state(code, since, add_working_days(since, days), met, on)


def _state(code: str, since: date, due: date, met: date | None, on: date) -> ClockState:
    known = calendar_known_until()
    return ClockState(
        CLOCKS[code],
        since,
        due,
        met,
        None if met is not None else working_days_between(on, due),
        known is not None and due <= known,
    )


def _day(moment: Any) -> date | None:
    return None if moment is None else timezone.localdate(moment)
