"""The lines of a filing: what was entered and found, one at a time or as a file."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from enterprises import dossiers
from enterprises.models import Filing
from enterprises.pages.base import UNPROCESSABLE, FilingPage, status_of
from enterprises.pages.drafts import Draft
from enterprises.pages.finding import crumbs_to, editable_or_404, open_or_404
from enterprises.pages.labels import filing_label, language
from enterprises.pages.line_kinds import KINDS, LineKind, modes_of
from enterprises.rules.findings import from_stored
from enterprises.rules.goods import MODES
from enterprises.selectors_goods import CHUNK, line_counts, lines_seen
from enterprises.services.filing.steps import WRITERS
from enterprises.services.refusals import Refusal
from enterprises.states import OPEN_FOR_APPLICANT
from reference.selectors import rows as code_rows
from zone_portal.framework.exporting import csv_response
from zone_portal.framework.paging import with_parameters
from zone_portal.framework.spreadsheets import XLSX, template
from zone_portal.kernel.csv_rows import RowError
from zone_portal.kernel.errors import PortalError

ON_PAGE = 100
MOST_ERRORS = 200
"""So many errors of a file are shown; who has more mends these first."""

SEVERITIES = ("error", "warning", "note")


class LinesPage(FilingPage):
    """The lines of a filing that a person may see; to who may edit them with the ways to do it."""

    template_name = "enterprises/lines.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        filing = open_or_404(self, kwargs["filing"])
        kind = kind_or_404(filing)
        if request.GET.get("format") == "csv":
            return _file(kind, lines_seen(kind.model, filing, self.viewer))
        return super().get(request, *args, opened=filing, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        filing: Filing = kwargs.get("opened") or open_or_404(self, kwargs["filing"])
        kind = kind_or_404(filing)
        draft = Draft(filing, self.now)
        editable = filing.status in OPEN_FOR_APPLICANT and self.may_write(filing)
        rows = lines_seen(kind.model, filing, self.viewer)
        counts = line_counts(rows)
        steps = draft.steps("lines") if editable else []
        return (
            super().get_context_data(**kwargs)
            | self._page(kind, filing, rows)
            | {
                "filing": filing,
                "kind": kind,
                "state": filing_label(filing.status),
                "title": filing.title or draft.reference,
                "editable": editable,
                "columns": kind.columns,
                "counts": counts,
                "chips": self._chips(counts),
                "most": settings.FILING_LINES_AT_MOST,
                "file_url": with_parameters(self.request.GET, format="csv", start=None),
                "template_url": reverse("enterprises:lines_template", args=[kind.type]),
                "steps": steps,
                "done": sum(step.is_done for step in steps),
                "crumbs": [
                    *crumbs_to(draft, link=editable),
                    {"url": "", "label": str(kind.title)},
                ],
            }
        )

    def may_write(self, filing: Filing) -> bool:
        return dossiers.role_in(self.person.pk, filing.enterprise_id) in WRITERS

    def _page(self, kind: LineKind, filing: Filing, rows: Any) -> dict[str, Any]:
        """One page of lines by their number; ``start`` in the address is the first of them."""
        severity = self.request.GET.get("finding", "")
        if severity in SEVERITIES:
            rows = rows.filter(findings__contains=[{"severity": severity}])
        text = self.request.GET.get("start", "")
        start = int(text) if text.isascii() and text.isdecimal() and len(text) < 8 else 0
        shown = list(rows.filter(line__gte=start)[: ON_PAGE + 1])
        before = rows.filter(line__lt=start).order_by("-line")[:ON_PAGE] if start else ()
        first = min((row.line for row in before), default=None)
        following = shown[ON_PAGE].line if len(shown) > ON_PAGE else None
        return {
            "lines": [line_view(kind, row, filing) for row in shown[:ON_PAGE]],
            "previous": "" if first is None else self._address(first),
            "following": "" if following is None else self._address(following),
            "severity": severity,
        }

    def _address(self, start: int) -> str:
        return with_parameters(self.request.GET, start=str(start))

    def _chips(self, counts: Mapping[str, int]) -> list[dict[str, Any]]:
        words = {"": _("全部"), "error": _("有误"), "warning": _("需注意"), "note": _("有提示")}
        chosen = self.request.GET.get("finding", "")
        return [
            {
                "label": word,
                "count": counts[code or "all"],
                "url": f"?finding={code}" if code else "?",
                "current": chosen == code,
            }
            for code, word in words.items()
            if not code or counts[code] or chosen == code
        ]


class LinePage(FilingPage):
    """One line to fill in; every problem stands at its field."""

    template_name = "enterprises/line.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        filing = editable_or_404(self, kwargs["filing"])
        kind = kind_or_404(filing)
        draft = Draft(filing, self.now)
        number: int | None = kwargs.get("line")
        row = None
        if number is not None:
            row = lines_seen(kind.model, filing, self.viewer).filter(line=number).first()
            if row is None:
                raise Http404
        typed = kwargs.get("typed") or (kind.typed(row) if row else {})
        problems: Sequence[Mapping[str, str]] = kwargs.get("problems", ())
        steps = draft.steps("lines")
        heading = _("第 %(number)s 行") % {"number": number} if row else _("新增一行")
        lines_url = reverse("enterprises:filing_lines", args=[filing.pk])
        order = {name: place for place, name in enumerate(kind.fields)}
        return super().get_context_data(**kwargs) | {
            "filing": filing,
            "kind": kind,
            "heading": heading,
            "number": number,
            "fields": [_field(kind, name, typed, problems, filing) for name in kind.fields],
            "problems": [
                {"field": p["field"], "label": kind.label_of(p["field"]), "text": p[_words()]}
                for p in sorted(problems, key=lambda p: order.get(p["field"], -1))
            ],
            "findings": [{"severity": f.severity, "text": f.text(language())} for f in _kept(row)],
            "lists": {
                table: [(code.code, code.name(language())) for code in code_rows(table).values()]
                for table in dict.fromkeys(kind.tables.values())
            },
            "lines_url": lines_url,
            "steps": steps,
            "done": sum(step.is_done for step in steps),
            "crumbs": [
                *crumbs_to(draft, link=True),
                {"url": lines_url, "label": str(kind.title)},
                {"url": "", "label": heading},
            ],
        }

    def post(self, request: HttpRequest, filing: int, line: int | None = None) -> HttpResponse:
        kind = kind_or_404(editable_or_404(self, filing))
        typed = {name: " ".join(request.POST.getlist(name)) for name in kind.fields}
        try:
            kind.put(filing_id=filing, values=typed, line=line, **self.deed())
        except Refusal as refusal:
            if refusal.code not in {"line_refused", "lines_too_many"}:
                raise
            problems = refusal.details.get("problems") or [
                {"field": "", "zh": refusal.text("zh"), "en": refusal.text("en")}
            ]
            context = self.get_context_data(
                filing=filing, line=line, typed=typed, problems=problems
            )
            return self.render_to_response(context, status=UNPROCESSABLE)
        messages.success(request, _("已保存。"))
        if request.POST.get("next") == "another":
            return redirect("enterprises:filing_line_new", filing=filing)
        return redirect("enterprises:filing_lines", filing=filing)


class UploadPage(LinesPage):
    """A file of lines; all errors of all rows at once, on the page of the lines."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, filing: int) -> HttpResponse:
        kind = kind_or_404(editable_or_404(self, filing))
        file = request.FILES.get("file")
        if file is None:
            return self._refused(filing, _("请选择要上传的文件。"))
        content = file.read(settings.FILING_SHEET_BYTES + 1)
        replace_all = request.POST.get("replace") == "yes"
        try:
            report = kind.upload(
                filing_id=filing, content=content, replace_all=replace_all, **self.deed()
            )
        except PortalError as refusal:
            if status_of(refusal) in {403, 404}:
                raise
            return self._refused(filing, refusal.text(language()))
        if report.errors:
            text = ngettext(
                "文件中有 %(count)s 处错误，没有录入任何一行",
                "文件中有 %(count)s 处错误，没有录入任何一行",
                len(report.errors),
            ) % {"count": len(report.errors)}
            return self._refused(filing, text, report.errors)
        done = _("新增 %(created)s 行，替换 %(updated)s 行。")
        messages.success(request, done % {"created": report.created, "updated": report.updated})
        return redirect("enterprises:filing_lines", filing=filing)

    def _refused(self, filing: int, text: str, errors: Sequence[RowError] = ()) -> HttpResponse:
        context = self.get_context_data(filing=filing)
        kind: LineKind = context["kind"]
        context["refusal"] = text
        context["row_errors"] = [
            {
                "line": error.line,
                "field": kind.label_of(error.field),
                "value": error.value,
                "text": error.zh if language().startswith("zh") else error.en,
            }
            for error in errors[:MOST_ERRORS]
        ]
        context["more_errors"] = max(0, len(errors) - MOST_ERRORS)
        return self.render_to_response(context, status=UNPROCESSABLE)


class DropPage(FilingPage):
    """The button that takes chosen lines out."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, filing: int) -> HttpResponse:
        kind = kind_or_404(editable_or_404(self, filing))
        chosen = [int(text) for text in request.POST.getlist("line") if text.isdecimal()]
        if not chosen:
            messages.warning(request, _("请先勾选要删除的行。"))
            return redirect("enterprises:filing_lines", filing=filing)
        count = kind.drop(filing_id=filing, lines=chosen, **self.deed())
        text = ngettext("已删除 %(count)s 行。", "已删除 %(count)s 行。", count)
        messages.success(request, text % {"count": count})
        return redirect("enterprises:filing_lines", filing=filing)


class TemplatePage(FilingPage):
    """The Excel file to fill in."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        kind = KINDS.get(kwargs["type"])
        if kind is None:
            raise Http404
        content = template(
            str(kind.title),
            [(kind.label_of(name), str(kind.help.get(name, ""))) for name in kind.fields],
            [[kind.sample.get(name, "") for name in kind.fields]],
            [("", _("第二行是示例，填写时请替换。代码见“检查规则”和海关代码表。"))],
            _("填写说明"),
        )
        response = HttpResponse(content, content_type=XLSX)
        response["Content-Disposition"] = f'attachment; filename="{kind.type}-template.xlsx"'
        return response


def kind_or_404(filing: Filing) -> LineKind:
    """The kind of lines that filings of this type have."""
    kind = KINDS.get(filing.type)
    if kind is None:
        raise Http404
    return kind


def line_view(kind: LineKind, row: Any, filing: Filing) -> dict[str, Any]:
    """A line as the table shows it."""
    findings = [
        {"severity": f.severity, "field": kind.label_of(f.field), "text": f.text(language())}
        for f in sorted(_kept(row), key=lambda f: SEVERITIES.index(f.severity))
    ]
    return {
        "number": row.line,
        "url": reverse("enterprises:filing_line", args=[filing.pk, row.line]),
        "cells": kind.cells(row),
        "findings": findings,
    }


def _kept(row: Any) -> list[Any]:
    return from_stored(row.findings) if row is not None else []


def _field(
    kind: LineKind,
    name: str,
    typed: Mapping[str, str],
    problems: Sequence[Mapping[str, str]],
    filing: Filing,
) -> dict[str, Any]:
    given = typed.get(name, "")
    chosen = set(given.split())
    modes = modes_of(filing.data.get("direction")) if name == "modes" else ()
    known = {mode for every in MODES.values() for mode in every}
    return {
        "name": name,
        "id": f"field-{name}",
        "label": kind.label_of(name),
        "help": kind.help.get(name, ""),
        "value": given,
        "needed": name in kind.needed,
        "table": kind.tables.get(name, ""),
        "modes": [
            {"code": mode, "chosen": mode in chosen}
            for mode in (*modes, *sorted(chosen & known - set(modes)))
        ],
        "problems": [problem[_words()] for problem in problems if problem["field"] == name],
    }


def _words() -> str:
    return "zh" if language().startswith("zh") else "en"


def _file(kind: LineKind, rows: Any) -> HttpResponse:
    """The lines as a file that can be uploaded again."""
    lines: Iterable[Any] = (
        [typed[name] for name in kind.fields]
        for typed in (kind.typed(row) for row in rows.iterator(chunk_size=CHUNK))
    )
    response: Any = csv_response(
        f"{kind.type}-lines-{timezone.localdate():%Y%m%d}",
        [kind.label_of(name) for name in kind.fields],
        lines,
    )
    return response  # type: ignore[no-any-return]
