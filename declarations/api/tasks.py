"""Repair tasks and the ranking of causes for programs."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from rest_framework.request import Request

from declarations import task_list
from declarations.api import task_schema
from declarations.api.base import ReadView
from declarations.causes import MOST_WEEKS, WEEKS, Ranking, ranking
from declarations.code_catalogue import title_of
from declarations.exports import firms_of
from declarations.messages.receipts import return_time
from declarations.models import Task
from declarations.outlines import shown_time
from declarations.task_list import ListedTask, TaskFilter
from declarations.task_states import TASK, UNFINISHED
from enterprises.facts import EnterpriseFacts
from zone_portal.framework.api import language_of
from zone_portal.framework.api_lists import (
    PAGING,
    answer,
    chosen_of,
    found_or_404,
    keyset,
    number_of,
    page_of,
    refuse_unknown,
)
from zone_portal.framework.exporting import csv_response
from zone_portal.kernel.findings import render
from zone_portal.kernel.rules import RULES, language_index

FILTERS = ("whose", "state", "overdue", "code", "noun", "inventory")
CHOICES = {
    "whose": (task_list.OURS, task_list.OTHERS, task_list.ALL),
    "state": (task_list.UNFINISHED_ONES, *TASK.states),
    "overdue": ("yes",),
    "noun": ("order", "payment", "waybill", "inventory"),
}


class TasksView(ReadView):
    """The tasks that the caller must do or waits for, newest first."""

    @task_schema.tasks
    def get(self, request: Request) -> HttpResponse:
        refuse_unknown(request.GET, (*FILTERS, *PAGING))
        page, viewer, now = page_of(request.GET), self.viewer, timezone.now()
        rows = task_list.tasks(viewer, filter_of(request), at=now)
        language = language_of(request)

        def show(listed: QuerySet[Any]) -> list[dict[str, Any]]:
            return shown_tasks(task_list.with_findings(listed, viewer), language)

        return answer(keyset((rows,), request, page, show))


class TaskView(ReadView):
    """One task."""

    @task_schema.task
    def get(self, request: Request, pk: int) -> HttpResponse:
        refuse_unknown(request.GET, ())
        found = found_or_404(task_list.task_of(pk, self.viewer))
        return answer(shown_tasks([found], language_of(request))[0])


class CausesView(ReadView):
    """Which partner's documents cause which findings; ``?file=csv`` gives a file."""

    @task_schema.causes
    def get(self, request: Request) -> HttpResponse:
        refuse_unknown(request.GET, ("weeks", "file"))
        weeks = number_of(request.GET, "weeks", least=2, most=MOST_WEEKS) or WEEKS
        found = ranking(self.viewer, at=timezone.now(), weeks=weeks)
        shown = shown_ranking(found, language_of(request))
        return _file(shown) if request.GET.get("file") == "csv" else answer(shown)


def filter_of(request: HttpRequest | Request) -> TaskFilter:
    """The filter that an address asks for.

    :raises ValidationError: for a value that is none of its choices.
    """
    asked = chosen_of(request.GET, FILTERS, CHOICES)
    return TaskFilter(
        whose=asked["whose"],
        state=asked["state"],
        overdue=bool(asked["overdue"]),
        code=asked["code"],
        noun=asked["noun"],
        inventory_id=number_of(request.GET, "inventory"),
    )


def shown_tasks(listed: list[ListedTask], language: str) -> list[dict[str, Any]]:
    """Tasks as the interface gives them."""
    firms = firms_of(item.task.enterprise_id for item in listed)
    now = timezone.now()
    return [
        {
            "id": str(item.task.pk),
            "inventory": str(item.task.inventory_id),
            "state": item.task.state,
            "overdue": item.task.state in UNFINISHED and item.task.deadline_at < now,
            "code": item.task.code,
            "responsible": item.task.role,
            "enterprise": _firm(firms.get(item.task.enterprise_id)),
            "ours": item.is_ours,
            "document": _document(item.task),
            "finding": render(item.finding, RULES, language) if item.finding else None,
            "refusal": _refusal(item),
            "opened_at": shown_time(item.task.opened_at),
            "deadline_at": shown_time(item.task.deadline_at),
            "begun_at": shown_time(item.task.begun_at),
            "closed_at": shown_time(item.task.closed_at),
            "link": f"/tasks/{item.task.pk}/",
        }
        for item in listed
    ]


def _document(task: Task) -> dict[str, Any]:
    return {"type": task.kind, "key": task.key, "field": task.field, "line": task.line}


def _refusal(item: ListedTask) -> dict[str, Any] | None:
    """What customs said, for a task that it asks for."""
    receipt = item.receipt
    if receipt is None:
        return None
    return {
        "type": receipt.kind,
        "returnStatus": receipt.return_status,
        "returnTime": return_time(receipt.return_time),
        "returnInfo": item.said,
        "authority": "simulator" if receipt.simulated else "customs",
    }


def _firm(firm: EnterpriseFacts | None) -> dict[str, str] | None:
    return {"code": firm.code, "name": firm.name} if firm else None


def shown_ranking(found: Ranking, language: str) -> dict[str, Any]:
    """The ranking as the interface gives it."""
    index = language_index(language)
    return {
        "total": found.total,
        "weeks": [monday.isoformat() for monday in found.mondays],
        "results": [
            {
                "enterprise": _firm(cause.firm),
                "ours": cause.is_own,
                "responsible": cause.role,
                "noun": cause.noun,
                "code": cause.code,
                "title": title[index] if (title := title_of(cause.code)) else cause.code,
                "count": cause.count,
                "share": round(cause.share, 4),
                "weeks": cause.weeks,
            }
            for cause in found.causes
        ],
    }


def _file(shown: dict[str, Any]) -> HttpResponse:
    names = ("code", "name", "noun", "finding", "title", "count", "share")
    rows = (
        [
            *((row["enterprise"] or {}).get(name, "") for name in ("code", "name")),
            *(row[name] for name in ("noun", "code", "title", "count", "share")),
            *row["weeks"],
        ]
        for row in shown["results"]
    )
    heading = [*names, *shown["weeks"]]
    return csv_response(f"causes-{timezone.localdate():%Y%m%d}", heading, rows)  # type: ignore[return-value]
