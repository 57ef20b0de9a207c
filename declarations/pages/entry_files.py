"""Files of documents: templates to download, upload, the preview of every error, sending."""

from collections import defaultdict
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from declarations import entered
from declarations.messages.catalogue import KINDS
from declarations.models import EntryJob
from declarations.pages.entry_base import (
    STATES,
    TABLES,
    UNPROCESSABLE,
    EntryPage,
    crumbs,
    kind_choices,
    language,
)
from declarations.services.entry import files
from declarations.sheets.layout import ENTERED, layout_of
from declarations.sheets.problems import RowProblem
from declarations.sheets.writing import as_excel, csv_heading, failed_rows, template
from reference.selectors import rows as code_rows
from zone_portal.framework.exporting import csv_response
from zone_portal.framework.pages import is_partial, origin_of
from zone_portal.framework.spreadsheets import XLSX
from zone_portal.kernel.errors import PortalError
from zone_portal.kernel.findings import render
from zone_portal.kernel.rules import RULES

ON_PAGE: Final = 100
MOST_COLUMNS: Final = 6
"""Columns named one by one above the errors; the others are counted together."""
FORMS: Final = ("xlsx", "csv")
BUSY: Final = frozenset({"waiting", "checking", "sending"})


class Hub(EntryPage):
    """Where entry by hand begins: a file, a form; and what was begun before."""

    template_name = "declarations/entry/hub.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = entered.entries_of(self.viewer, self.person.pk)
        choices = kind_choices()
        return super().get_context_data(**kwargs) | {
            "firms": self.firms,
            "kinds": choices,
            "chosen": self.request.POST.get("kind", self.request.GET.get("kind", "")),
            "most_rows": files.limits().rows,
            "most_mega": files.limits().size // 1_048_576,
            "files": [_listed(job) for job in found.files],
            "drafts": [_drafted(draft) for draft in found.drafts],
            "templates": [_drafted(draft) for draft in found.templates],
            "sent": [_drafted(draft) for draft in found.sent],
        }

    def post(self, request: HttpRequest) -> HttpResponse:
        """Take an uploaded file; a worker reads it."""
        file, firm, kind = (
            request.FILES.get("file"),
            self.chosen_firm(),
            request.POST.get("kind", ""),
        )
        if firm is None:
            return self._refused(_("您没有报送权限。"))
        if kind not in ENTERED:
            return self._refused(_("请选择单证类型。"), "kind")
        if file is None:
            return self._refused(_("请选择要导入的文件。"), "file")
        try:
            job = files.take_file(
                content=file.read(files.limits().size + 1),
                name=file.name or "",
                kind=kind,
                enterprise=firm,
                by=self.person,
                at=timezone.now(),
                origin=origin_of(request),
            )
        except PortalError as refusal:
            return self._refused(refusal.text(language()), "file")
        return redirect("declarations:entry_file", pk=job.pk)

    def _refused(self, sentence: str, field: str = "") -> HttpResponse:
        context = self.get_context_data(refusal=sentence, refused_field=field)
        return self.render_to_response(context, status=UNPROCESSABLE)


class FilePage(EntryPage):
    """One file: how far it is, what is wrong with which rows, and what became of it."""

    template_name = "declarations/entry/file.html"
    fragment_name = "declarations/entry/progress.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        job = own_file(self, kwargs["pk"])
        if is_partial(request) and job.state not in BUSY:
            return HttpResponse(status=204, headers={"HX-Refresh": "true"})
        return super().get(request, *args, job=job, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        job: EntryJob = kwargs["job"]
        firm = self.firm_of(job.enterprise_id)
        text = self.request.GET.get("start", "")
        start = int(text) if text.isascii() and text.isdecimal() and len(text) < 8 else 0
        severity = "warning" if self.request.GET.get("show") == "warnings" else "error"
        found = [p for p in entered.problems_in(job) if p.finding["severity"] == severity]
        return super().get_context_data(**kwargs) | {
            "job": job,
            "kind": KINDS[job.kind].title(language()),
            "state": STATES[job.state],
            "busy": job.state in BUSY,
            "firm": firm.name if firm else "",
            "failed_rows": (job.rows or 0) - (job.good_rows or 0),
            "parts": _parts(job),
            "by_column": _by_column(job),
            "severity": severity,
            "problems": [_shown(problem, job) for problem in found[start : start + ON_PAGE]],
            "first": start + 1,
            "last": min(start + ON_PAGE, len(found)),
            "found": len(found),
            "previous": max(0, start - ON_PAGE) if start else None,
            "following": start + ON_PAGE if start + ON_PAGE < len(found) else None,
            "refusal": _refusal(job),
            "verdicts": entered.verdicts_on(job) if job.state == "sent" else {},
            "emptied": job.state == "checked" and not job.problems,
            "crumbs": crumbs(("", job.name)),
        }

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Send the good documents."""
        job = own_file(self, pk)
        try:
            files.ask_to_send(
                job_id=job.pk, by=self.person, at=timezone.now(), origin=origin_of(request)
            )
        except PortalError as refusal:
            context = self.get_context_data(
                job=own_file(self, pk), send_refusal=refusal.text(language())
            )
            return self.render_to_response(context, status=UNPROCESSABLE)
        return redirect("declarations:entry_file", pk=pk)


class FailedRows(EntryPage):
    """The rows to correct, each with its reasons, as a file that can be sent again."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        job = own_file(self, kwargs["pk"])
        headings, rows = entered.failed_in(job)
        if not headings or kwargs["form"] not in FORMS:
            raise Http404
        reasons: dict[int, list[str]] = defaultdict(list)
        for problem in entered.problems_in(job):
            if problem.is_error:
                reasons[problem.row].append(_reason(problem, job))
        cells = [[*row, "；".join(reasons[number])] for number, row in rows]
        heading, filled = failed_rows(headings, cells, language=language())
        name = f"{job.kind}-{job.pk}-rows-to-correct"
        if kwargs["form"] == "csv":
            return csv_response(name, heading, filled)
        return _excel(name, as_excel(heading, filled, title=_("待更正")))


class TemplateFile(EntryPage):
    """An empty file to fill in, for one kind."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        code, form = kwargs["kind"], kwargs["form"]
        if code not in ENTERED or form not in FORMS:
            raise Http404
        layout = layout_of(code)
        if form == "csv":
            return csv_response(code, csv_heading(layout, language()), [])
        return _excel(
            code,
            template(
                layout,
                language=language(),
                codes=lambda table: (
                    (row.code, row.name(language())) for row in code_rows(table).values()
                ),
                names={table: str(label) for table, label in TABLES.items()},
            ),
        )


def own_file(page: EntryPage, pk: int) -> EntryJob:
    """The person's own file; anybody else's does not exist."""
    found = entered.file_of(page.viewer, page.person.pk, pk)
    if found is None:
        raise Http404
    return found


def _excel(name: str, content: bytes) -> HttpResponse:
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return response


def _listed(job: EntryJob) -> dict[str, Any]:
    return {"job": job, "state": STATES[job.state], "kind": KINDS[job.kind].title(language())}


def _drafted(draft: Any) -> dict[str, Any]:
    return {
        "draft": draft,
        "name": draft.name or _("（未填单号）"),
        "kind": KINDS[draft.kind].title(language()),
        "url": reverse("declarations:entry_form", args=[draft.pk]),
    }


def _parts(job: EntryJob) -> list[dict[str, Any]]:
    """The bar of good and failed rows: x and width in percent."""
    total = job.rows or 0
    if not total:
        return []
    good = 100 * (job.good_rows or 0) / total
    parts = [("ok", 0.0, good), ("bad", good, 100 - good)]
    return [
        {"tone": tone, "x": round(x, 2), "width": round(width, 2)}
        for tone, x, width in parts
        if width
    ]


def _by_column(job: EntryJob) -> list[tuple[str, int]]:
    """How many errors the columns have, the worst first, the rest together."""
    counted = list((job.summary or {}).get("columns", {}).items())
    shown = [(_label(job.kind, column), count) for column, count in counted[:MOST_COLUMNS]]
    rest = sum(count for _column, count in counted[MOST_COLUMNS:])
    return [*shown, (_("其他"), rest)] if rest else shown


def _label(kind: str, column: str) -> str:
    layout = layout_of(kind)
    found = next((c for c in layout.columns if c.name == column), None)
    return found.label(language()) if found else _("整行")


def _shown(problem: RowProblem, job: EntryJob) -> dict[str, Any]:
    words = render(problem.finding, RULES, language())
    return {
        "row": problem.row,
        "number": problem.number or _("（空）"),
        "label": _label(job.kind, problem.column),
        "column": problem.column,
        "value": problem.value,
        "title": words["title"],
        "remedy": words["remedy"],
        "code": problem.finding["code"],
    }


def _reason(problem: RowProblem, job: EntryJob) -> str:
    words = render(problem.finding, RULES, language())
    return f"{_label(job.kind, problem.column)}: {words['title']} {problem.finding['code']}"


def _refusal(job: EntryJob) -> str:
    words = job.refusal or {}
    return str(words.get("zh" if language().startswith("zh") else "en", ""))
