"""The one writer of monthly summaries: lists that were closed, applications, declaration forms.

Everything is said by receipts of customs, and worked in by a follower, each receipt once or more:
nothing is counted twice, since a list belongs to one summary and counts are read from the lists.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, Final

from django.db.models import Count, Q, QuerySet

from declarations.models import (
    Course,
    CustomsReceipt,
    Inventory,
    Paper,
    PaperCourse,
    Summary,
    SummaryList,
    SummaryResult,
)
from declarations.rulebook import SHANGHAI, day_of
from declarations.rules.summarising import CODE, terms_of
from declarations.states import CLEARED, CORRECTABLE, RETURNED
from declarations.summary_states import SUMMARY, standing
from enterprises.selectors import Register
from reference.selectors import rule_settings, work_calendar

APPLICATION: Final = "CEB701"
ANSWER: Final = "CEB702"
RESULT: Final = "CEB792"
EXPORT: Final = "CEB603"


def work_in(receipt_ids: Sequence[int], at: datetime) -> None:
    """Work in receipts of customs, in the order in which customs spoke."""
    rows: Any = CustomsReceipt.objects.filter(id__in=receipt_ids)
    receipts = list(rows.order_by("return_time", "id"))
    touched = _closed(receipts, at) | _returned(receipts)
    papers = {r.document_id for r in receipts if r.kind == ANSWER and r.document_id}
    results = [r for r in receipts if r.kind == RESULT]
    _keep_results(results)
    papers |= {r.document_id for r in results if r.document_id}
    for paper in Paper.objects.filter(id__in=papers, kind=APPLICATION).order_by("id"):
        touched |= attach(paper)
    refresh(touched, at=at)


def _closed(receipts: Iterable[CustomsReceipt], at: datetime) -> set[int]:
    """Enter the lists that were closed; returns the summaries that they belong to."""
    ids = {r.inventory_id for r in receipts if r.inventory_id and r.kind == "CEB604"}
    known = set(
        SummaryList.objects.filter(inventory_id__in=ids).values_list("inventory_id", flat=True)
    )
    courses = Course.objects.filter(inventory_id__in=ids - known, status=CLEARED).in_bulk()
    if not courses:
        return set()
    terms = terms_of(rule_settings(on=day_of(at)).get(CODE, {}))
    rows: Any = Inventory.objects.filter(
        id__in=courses, kind=EXPORT, statistics_flag__in=terms.flags
    )
    register, touched, found = Register(), set(), []
    for row in rows.order_by("id"):
        course = courses[row.id]
        number = course.invt_no or row.invt_no
        if not number:
            continue
        month = day_of(course.status_at).replace(day=1)
        due = terms.due_on(month, work_calendar().is_working)
        summary = _summary_of(row, month, due, register, at)
        touched.add(summary.pk)
        found.append(
            SummaryList(
                inventory_id=row.id,
                summary_id=summary.pk,
                invt_no=number,
                closed_at=course.status_at,
            )
        )
    SummaryList.objects.bulk_create(found, ignore_conflicts=True)
    return touched


def _summary_of(
    row: Inventory, month: date, due: date, register: Register, at: datetime
) -> Summary:
    agent = register.get(row.agent_code)
    found, _ = Summary.objects.get_or_create(
        month=month,
        agent_code=row.agent_code,
        ebc_code=row.ebc_code,
        customs_code=row.customs_code,
        loct_no=row.loct_no or "",
        defaults={
            "agent_name": row.agent_name,
            "ebc_name": row.ebc_name,
            "enterprise_id": agent.id if agent else None,
            "parties": sorted({*row.owners, *([agent.id] if agent else [])}),
            "due_on": due,
            "opened_at": at,
            "changed_at": at,
        },
    )
    return found


def _returned(receipts: Iterable[CustomsReceipt]) -> set[int]:
    """Take out the lists that went back after all, while no application carries them."""
    ids = {r.inventory_id for r in receipts if r.return_status == RETURNED and r.inventory_id}
    rows = SummaryList.objects.filter(inventory_id__in=ids, paper_id=None)
    touched = set(rows.values_list("summary_id", flat=True))
    rows.delete()
    return touched


def attach(paper: Paper) -> set[int]:
    """Join an application with the lists that it carries, or free them where it was refused.

    Returns the summaries concerned. An application of a period carries every open list of its firm
    and district that was closed in it.
    """
    course = PaperCourse.objects.filter(paper_id=paper.id).first()
    own = SummaryList.objects.filter(paper_id=paper.id)
    touched = set(own.values_list("summary_id", flat=True))
    if course is not None and course.status in CORRECTABLE:
        own.update(paper_id=None)
        return touched
    rows = SummaryList.objects.filter(paper_id=None)
    if start := paper.data.get("startTime"):
        rows = rows.filter(
            summary_id__in=Summary.objects.filter(
                agent_code=paper.data.get("agentCode"),
                ebc_code=paper.data.get("ebcCode"),
                customs_code=paper.data.get("customsCode"),
            ).values("id"),
            closed_at__gte=_moment(start),
            closed_at__lte=_moment(paper.data.get("endTime") or start),
        )
    else:
        own_months = Summary.objects.filter(agent_code=paper.data.get("agentCode"))
        rows = rows.filter(invt_no__in=paper.numbers or [], summary_id__in=own_months.values("id"))
    ids = list(rows.values_list("inventory_id", flat=True))
    touched |= set(rows.values_list("summary_id", flat=True))
    SummaryList.objects.filter(inventory_id__in=ids, paper_id=None).update(paper_id=paper.id)
    return touched


def rejoin(paper_id: int, *, at: datetime) -> None:
    """An application was changed or deleted before customs had it: its lists are open again, but
    for those that its new content carries."""
    own = SummaryList.objects.filter(paper_id=paper_id)
    touched = set(own.values_list("summary_id", flat=True))
    if not touched:
        return
    own.update(paper_id=None)
    for paper in Paper.objects.filter(id=paper_id, kind=APPLICATION):
        touched |= attach(paper)
    refresh(touched, at=at)


def _moment(text: str) -> datetime:
    """A time of a message, Shanghai."""
    from_text = datetime.strptime(text[:14], "%Y%m%d%H%M%S")  # noqa: DTZ007  the zone follows
    return from_text.replace(tzinfo=SHANGHAI)


def _keep_results(receipts: Iterable[CustomsReceipt]) -> None:
    """Keep the newest word on every declaration form."""
    for receipt in receipts:
        head = receipt.head
        number = str(head.get("declSeqNo") or "")[:18]
        if not number:
            continue
        later = SummaryResult.objects.filter(decl_seq_no=number, said_at__gt=receipt.return_time)
        if later.exists():
            continue
        SummaryResult.objects.update_or_create(
            decl_seq_no=number,
            defaults={
                "sum_no": str(head.get("sumNo") or "")[:18],
                "entry_id": str(head.get("entryId") or "")[:18],
                "dec_pre_no": str(head.get("decPreNo") or "")[:18],
                "dec_state": str(head.get("decState") or "")[:3],
                "gross_weight": str(head.get("grossWeight") or "")[:20],
                "net_weight": str(head.get("netWeight") or "")[:20],
                "said_at": receipt.return_time,
                "receipt_id": receipt.pk,
            },
        )


def refresh(summary_ids: Iterable[int], *, at: datetime) -> None:
    """Count the lists of some summaries anew and say where they stand."""
    for summary in Summary.objects.select_for_update().filter(id__in=summary_ids).order_by("id"):
        lists = SummaryList.objects.filter(summary_id=summary.pk)
        counted = lists.aggregate(
            lists=Count("inventory_id"), left=Count("inventory_id", filter=Q(paper_id=None))
        )
        summary.lists, summary.left = counted["lists"], counted["left"]
        target = _standing(summary)
        if target != summary.status and target in SUMMARY.allowed(summary.status):
            summary.status = target
        summary.changed_at = at
        summary.save(update_fields=["lists", "left", "status", "changed_at"])


def _standing(summary: Summary) -> str:
    papers = applications_of(summary)
    courses = list(PaperCourse.objects.filter(paper_id__in=papers))
    sums = {course.given_no for course in courses if course.given_no}
    results = SummaryResult.objects.filter(sum_no__in=sums).exclude(entry_id="")
    return standing(
        left=summary.left,
        statuses=[course.status for course in courses],
        sums=len(sums),
        results=results.values("sum_no").distinct().count(),
    )


def applications_of(summary: Summary) -> list[int]:
    """The applications that carry lists of a summary, and the portal's own for it."""
    lists = SummaryList.objects.filter(summary_id=summary.pk, paper_id__isnull=False)
    carried = lists.values_list("paper_id", flat=True).distinct()
    carrying = {paper_id for paper_id in carried if paper_id is not None}
    return sorted(carrying | set(own_applications(summary).values_list("id", flat=True)))


def own_applications(summary: Summary) -> QuerySet[Paper]:
    """The applications that the portal built for a summary."""
    rows: QuerySet[Paper] = Paper.objects.filter(
        kind=APPLICATION, cop_no__startswith=f"{prefix_of(summary)}-"
    )
    return rows


def prefix_of(summary: Summary) -> str:
    """What the numbers of the portal's own applications for a summary begin with."""
    return f"HZ{summary.month:%Y%m}{summary.pk}"
