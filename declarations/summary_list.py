"""Monthly summaries read for lists, pages and programs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import QuerySet

from declarations.models import Paper, PaperCourse, Summary, SummaryList, SummaryResult
from declarations.outlines import shown_time
from declarations.summary_states import FORM_STATES, form_state
from enterprises.viewers import Viewer

DUE, OVERDUE, DONE = "due", "overdue", "done"
CLOCKS: Final = (DUE, OVERDUE, DONE)
MOST_LISTS: Final = 200
"""Lists shown on the page of a month; the application has them all."""


@dataclass(frozen=True, slots=True)
class SummaryFilter:
    """How the months are narrowed down; empty means everything."""

    month: date | None = None
    status: str = ""
    clock: str = ""
    firm: str = ""


@dataclass(frozen=True, slots=True)
class Application:
    """A 701 of a month: the paper and where it stands."""

    paper: Paper
    course: PaperCourse | None


@dataclass(frozen=True, slots=True)
class Month:
    """A month with its lists, its applications and the declaration forms made of them."""

    summary: Summary
    lists: tuple[SummaryList, ...]
    applications: tuple[Application, ...]
    results: tuple[SummaryResult, ...]


def summaries(viewer: Viewer, wanted: SummaryFilter, *, today: date) -> QuerySet[Summary]:
    """The months that the viewer may see and the filter lets through, newest first by id."""
    rows: QuerySet[Summary] = Summary.objects.visible_to(viewer)
    if wanted.month:
        rows = rows.filter(month=wanted.month.replace(day=1))
    if wanted.status:
        rows = rows.filter(status=wanted.status)
    if wanted.clock == DUE:
        rows = rows.filter(left__gt=0, due_on__gte=today)
    elif wanted.clock == OVERDUE:
        rows = rows.filter(left__gt=0, due_on__lt=today)
    elif wanted.clock == DONE:
        rows = rows.filter(left=0)
    if wanted.firm:
        rows = rows.filter(agent_code=wanted.firm) | rows.filter(ebc_code=wanted.firm)
    return rows


def month_of(viewer: Viewer, summary_id: int) -> Month | None:
    """A month with everything that belongs to it; None where the viewer may not see it."""
    summary = Summary.objects.visible_to(viewer).filter(pk=summary_id).first()
    if summary is None:
        return None
    lists = SummaryList.objects.filter(summary_id=summary_id)
    carried = lists.exclude(paper_id=None).values_list("paper_id", flat=True).distinct()
    carrying = {paper_id for paper_id in carried if paper_id is not None}
    own = f"HZ{summary.month:%Y%m}{summary.pk}-"
    built = Paper.objects.filter(kind="CEB701", cop_no__startswith=own)
    ids = carrying | set(built.values_list("id", flat=True))
    papers = Paper.objects.filter(id__in=ids).defer("lines", "personal", "numbers").order_by("id")
    courses = PaperCourse.objects.in_bulk(list(ids))
    sums = [course.given_no for course in courses.values() if course.given_no]
    return Month(
        summary,
        tuple(lists.order_by("-closed_at")[:MOST_LISTS]),
        tuple(Application(paper, courses.get(paper.id)) for paper in papers),
        tuple(SummaryResult.objects.filter(sum_no__in=sums).order_by("decl_seq_no")),
    )


def outlines(rows: Iterable[Summary], *, today: date) -> list[dict[str, Any]]:
    """Months as programs read them."""
    return [
        {
            "id": str(row.pk),
            "month": f"{row.month:%Y-%m}",
            "agentCode": row.agent_code,
            "ebcCode": row.ebc_code,
            "customsCode": row.customs_code,
            "loctNo": row.loct_no or None,
            "status": row.status,
            "due_on": row.due_on.isoformat(),
            "overdue": bool(row.left) and row.due_on < today,
            "lists": row.lists,
            "left": row.left,
            "sent_at": shown_time(row.sent_at),
        }
        for row in rows
    ]


def state_words(row: SummaryResult) -> dict[str, str]:
    """The state of a declaration form in both languages."""
    zh, en, _tone = FORM_STATES[form_state(entry_id=row.entry_id, dec_pre_no=row.dec_pre_no)]
    return {"zh": zh, "en": en}


def whole(month: Month, *, today: date) -> dict[str, Any]:
    """A month with its lists, applications and declaration forms, as programs read it."""
    (outline,) = outlines([month.summary], today=today)
    return {
        **outline,
        "inventories": [
            {
                "id": str(row.inventory_id),
                "invtNo": row.invt_no,
                "closed_at": shown_time(row.closed_at),
                "application": str(row.paper_id) if row.paper_id else None,
            }
            for row in month.lists
        ],
        "applications": [
            {
                "id": str(found.paper.id),
                "copNo": found.paper.cop_no,
                "status": found.course.status if found.course else None,
                "sumNo": (found.course and found.course.given_no) or None,
                "returnInfo": found.course.info if found.course else "",
            }
            for found in month.applications
        ],
        "declarations": [
            {
                "declSeqNo": row.decl_seq_no,
                "sumNo": row.sum_no,
                "entryId": row.entry_id or None,
                "decPreNo": row.dec_pre_no or None,
                "decState": row.dec_state,
                "state": state_words(row),
                "said_at": shown_time(row.said_at),
            }
            for row in month.results
        ],
    }
