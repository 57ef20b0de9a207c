"""What reviewers work with: the queue, the clock, the history, what changed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db.models import Q, QuerySet
from django.utils import timezone

from enterprises import states
from enterprises.models import Attachment, Filing, FilingVersion, Remark, Review
from enterprises.rules.forms import Change, Form, difference, form_for
from enterprises.rules.parameters import CONFIRMATION_UNTIL
from enterprises.rules.reviewing import stages_of_departments
from enterprises.selectors_filings.serving import service_level_of_row
from enterprises.selectors_filings.values import (
    attachments_of_version,
    files_by_field,
    filing_settings,
    form_of,
    values_of,
)
from enterprises.viewers import Viewer
from reference.selectors import calendar_known_until, working_days_between

PAGE_SIZE: Final = 50
COUNT_LIMIT: Final = 1000


@dataclass(frozen=True, slots=True)
class Clock:
    """How long a review may still take: working days until ``due`` (negative: overdue).

    ``certain`` is false where the calendar of that year is not yet published."""

    due: date
    days_left: int
    overdue: bool
    certain: bool


@dataclass(frozen=True, slots=True)
class ConfirmationDue:
    """A yearly confirmation that is owed: for which year, until when, whether it is late."""

    year: int
    until: date
    overdue: bool


@dataclass(frozen=True, slots=True)
class QueuePage:
    """One page of the queue, the most urgent first. ``after`` is the cursor of the next page,
    empty on the last. Counts stop at ``COUNT_LIMIT``."""

    rows: list[Filing]
    count: int
    capped: bool
    after: str


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One line of a filing's history: a change of status, with the review that caused it."""

    at: datetime
    by_label: str
    version: int
    source: str
    target: str
    note: str
    review: Review | None = None
    remarks: tuple[Remark, ...] = ()


def queue(viewer: Viewer, filters: Mapping[str, str] | None = None, *, on: date) -> QuerySet[Any]:
    """The filings that a reviewer sees, most urgent first, with enterprise, site and reviewer.

    Without a ``status`` these are the ones waiting for a decision of the viewer's departments.
    ``filters``: ``status`` (a status, or ``all``), ``type``, ``kind`` (of enterprise),
    ``department``, ``site`` (a code: its subtree), ``overdue`` (``1``), ``reviewer`` (id of who
    opened it), ``q`` (name, code, unified code or number).
    """
    given = {name: value for name, value in (filters or {}).items() if value}
    rows = Filing.objects.visible_to(viewer).select_related("enterprise", "site", "reviewer")
    status = given.get("status", "")
    if not status:
        rows = rows.filter(
            status__in=sorted(states.IN_QUEUE),
            department__in=sorted(stages_of_departments(viewer.departments)),
        )
    elif status != "all":
        rows = rows.filter(status=status)
    for name in ("type", "department"):
        if name in given:
            rows = rows.filter(**{name: given[name]})
    if "kind" in given:
        rows = rows.filter(data__kinds__contains=[given["kind"]])
    if "site" in given:
        rows = rows.filter(site__path__contains=f"/{given['site']}/")
    if "overdue" in given:
        rows = rows.filter(status__in=sorted(states.IN_QUEUE), due_date__lt=on)
    if given.get("reviewer", "").isdecimal():
        rows = rows.filter(reviewer_id=int(given["reviewer"]))
    if "q" in given:
        rows = rows.filter(_matches(given["q"].strip()))
    return rows.order_by("due_date", "id")


def queue_page(
    viewer: Viewer,
    filters: Mapping[str, str] | None = None,
    *,
    on: date,
    after: str = "",
    size: int = PAGE_SIZE,
) -> QueuePage:
    """One page of :func:`queue` in two queries; ``after`` is the cursor of the page before.
    Each row has ``service``, the level of its enterprise (None: the usual one).

    Filings without a due date (decided ones) come last. A cursor that is none is ignored.
    """
    rows = queue(viewer, filters, on=on).defer("personal")
    place = _cursor(after)
    shown = rows if place is None else rows.filter(_behind(*place))
    shown = shown.annotate(service=service_level_of_row("enterprise_id", on=on))
    found: list[Filing] = list(shown[: size + 1])
    count = rows.order_by().select_related(None)[: COUNT_LIMIT + 1].count()
    last = found[size - 1] if len(found) > size else None
    return QueuePage(
        rows=found[:size],
        count=min(count, COUNT_LIMIT),
        capped=count > COUNT_LIMIT,
        after="" if last is None else f"{last.due_date or ''}_{last.pk}",
    )


def overdue_count(viewer: Viewer, *, on: date) -> int:
    """How many filings wait for the viewer's departments beyond their day, at most the limit."""
    return int(queue(viewer, {"overdue": "1"}, on=on).order_by()[: COUNT_LIMIT + 1].count())


def clock(filing: Filing, *, on: date) -> Clock | None:
    """The clock of a filing in review, None for any other."""
    if filing.due_date is None or filing.status not in states.IN_QUEUE:
        return None
    known = calendar_known_until()
    return Clock(
        due=filing.due_date,
        days_left=working_days_between(on, filing.due_date),
        overdue=filing.due_date < on,
        certain=known is not None and filing.due_date <= known,
    )


def working_days_left(filing: Filing, *, on: date) -> int | None:
    """Working days until the filing must be decided; negative when overdue, None out of review."""
    told = clock(filing, on=on)
    return None if told is None else told.days_left


def confirmation_due(filing: Filing, *, on: date) -> ConfirmationDue | None:
    """The yearly confirmation that a filing in force still owes on a day: one query. The year of
    the approval needs none."""
    if filing.approved_at is None or filing.status not in {states.APPROVED, states.CHANGING}:
        return None
    first = timezone.localdate(filing.approved_at).year + 1
    if on.year < first or filing.confirmations.filter(year=on.year).exists():
        return None
    until = date.fromisoformat(f"{on.year}-{filing_settings(on=on)[CONFIRMATION_UNTIL]}")
    return ConfirmationDue(on.year, until, until < on)


def history(filing: Filing) -> list[HistoryEntry]:
    """Everything that happened to a filing, newest first: three queries."""
    reviews = {
        (row.version, row.at): row for row in filing.reviews.select_related("by").order_by("id")
    }
    remarks: dict[int, list[Remark]] = {}
    for remark in filing.remarks.order_by("id"):
        remarks.setdefault(remark.review_id, []).append(remark)
    entries = []
    for step in filing.steps.order_by("-at", "-id"):
        review = reviews.get((step.version, step.at))
        said = tuple(remarks.get(review.pk, ())) if review is not None else ()
        entries.append(
            HistoryEntry(
                step.at,
                step.by_label,
                step.version,
                step.source,
                step.target,
                step.note,
                review,
                said,
            )
        )
    return entries


def open_remarks(filing: Filing) -> list[Remark]:
    """The remarks that the applicant must still answer: those of the version given back."""
    if filing.status != states.RETURNED:
        return []
    return list(filing.remarks.filter(version=filing.version).order_by("id"))


def changes_between(old: FilingVersion | None, new: FilingVersion) -> list[Change]:
    """What ``new`` says otherwise than ``old`` (None: everything is new); personal values masked,
    attachments by name and the start of their digest."""
    return difference(
        _joint_form([old, new] if old else [new]),
        _comparable(old) if old is not None else {},
        _comparable(new),
    )


def version_before(filing: Filing, version: int) -> FilingVersion | None:
    """What a reviewer compares a version with: the approved one, else the one before it."""
    rows = filing.versions.select_related("filing").filter(version__lt=version)
    in_force = filing.approved_version
    if in_force is not None and in_force < version:
        return rows.filter(version=in_force).first()
    return rows.order_by("-version").first()


def rivals(filing: Filing) -> list[Filing]:
    """Other filings under way that claim the same unified or customs code."""
    codes = {name: filing.data.get(name) for name in ("uscc", "customs_code")}
    same = Q(pk__in=())
    for name, value in codes.items():
        if value:
            same |= Q(**{f"data__{name}": value})
    rows = Filing.objects.filter(same, type="enterprise", status__in=sorted(states.IN_QUEUE))
    return list(rows.exclude(pk=filing.pk).select_related("enterprise", "site").order_by("id")[:20])


def _matches(text: str) -> Q:
    return (
        Q(enterprise__name__icontains=text)
        | Q(title__icontains=text)
        | Q(enterprise__code=text.upper())
        | Q(enterprise__uscc=text.upper())
        | Q(number=text.upper())
    )


def _cursor(text: str) -> tuple[date | None, int] | None:
    day, _, number = text.rpartition("_")
    if not (number.isascii() and number.isdecimal()):
        return None
    try:
        return (date.fromisoformat(day) if day else None), min(int(number), 2**63 - 1)
    except ValueError:
        return None


def _behind(day: date | None, number: int) -> Q:
    """What comes after a place in the order (due_date, id), where no due date comes last."""
    if day is None:
        return Q(due_date__isnull=True, pk__gt=number)
    return Q(due_date__gt=day) | Q(due_date=day, pk__gt=number) | Q(due_date__isnull=True)


def _joint_form(versions: Iterable[FilingVersion]) -> Form:
    every = list(versions)
    kinds = {kind for version in every for kind in version.data.get("kinds", ())}
    return form_for(every[-1].filing.type, kinds)


def _comparable(version: FilingVersion) -> dict[str, Any]:
    files = files_by_field(attachments_of_version(version))
    shown = {
        code: [_file_name(row) for row in rows]
        for code, rows in files.items()
        if code in form_of(version).by_code
    }
    return {**values_of(version), **shown}


def _file_name(row: Attachment) -> str:
    return f"{row.name} ({row.sha256[:8]})"
