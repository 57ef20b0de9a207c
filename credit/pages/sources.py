"""The register of sources, deliveries with all their row errors, and delivering a file."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from credit.constants import IMPORT_ORIGINS, IMPORT_STATES, SOURCE_KINDS
from credit.models import ImportRun, Record, Source, SourceRun
from credit.models.querysets import OFFICE
from credit.pages.office import (
    WRITERS,
    ZonePage,
    crumbs,
    errors_of,
    found_or_404,
    is_office,
)
from credit.pages.sharing_base import CreditPage, said
from credit.rules.import_rows import COLUMNS
from credit.rules.record_kinds import KINDS
from credit.services.adapters import SIMULATOR, adapter_of, fetch_source
from credit.services.importing import accept
from enterprises.viewers import viewer_for
from zone_portal.framework.forms import give_choices
from zone_portal.framework.lists import Field, FilterForm, Label, ListPage, ListRow, choice_filter
from zone_portal.framework.spreadsheets import XLSX, template
from zone_portal.kernel.errors import PortalError

CHUNK = 200
STATE_TONES = {"waiting": "info", "running": "info", "done": "ok", "failed": "bad"}
MOST_PROBLEMS_SHOWN = 500


class SourcesPage(ZonePage):
    """Where records come from: how many, how fresh, what failed."""

    template_name = "credit/sources.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        latest = SourceRun.objects.order_by("source_id", "-at", "-id").distinct("source_id")
        runs = {run.source_id: run for run in latest}
        failures = dict(
            SourceRun.objects.filter(outcome="failed", at__gte=self.now - timedelta(days=30))
            .values_list("source_id")
            .annotate(n=Count("id"))
        )
        good = dict(
            SourceRun.objects.exclude(outcome="failed").values_list("source_id").annotate(Max("at"))
        )
        counts = dict(Record.objects.values_list("source_id").annotate(n=Count("id")))
        today = timezone.localdate(self.now)
        rows = [
            {
                "source": row,
                "name": said((row.zh, row.en)),
                "kind": said(SOURCE_KINDS[row.kind]),
                "department": row.get_department_display(),
                "records": counts.get(row.pk, 0),
                "last": runs.get(row.pk),
                "good_at": good.get(row.pk),
                "failures": failures.get(row.pk, 0),
                "state": freshness(row, runs.get(row.pk), good.get(row.pk), today),
                "connected": adapter_of(row) is not None,
                "simulated": settings.CREDIT_ADAPTERS.get(row.adapter) == SIMULATOR,
            }
            for row in Source.objects.order_by("id")
        ]
        return super().get_context_data(**kwargs) | {"rows": rows}


class FetchSourcePage(ZonePage):
    """Asking a connected source now."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        source = found_or_404(Source.objects.filter(pk=kwargs["pk"]).first())
        run = fetch_source(source=source, at=self.now)
        told = _("已对接：读取 %(read)s 条，入库 %(kept)s 条。") % {
            "read": run.read,
            "kept": run.kept,
        }
        if run.outcome == "failed":
            messages.error(request, _("对接失败：%(error)s") % {"error": run.error})
        else:
            messages.success(request, told)
        return redirect("credit:sources")


def freshness(source: Source, last: SourceRun | None, good_at: Any, today: date) -> Label:
    """Whether a source delivered when it should."""
    if not source.active:
        return Label("idle", _("已停用"))
    if last is not None and last.outcome == "failed":
        return Label("bad", _("最近一次失败"))
    if source.expected_days is None:
        return Label("idle", _("不定期"))
    if good_at is None:
        return Label("warn", _("从未提供"))
    late = (today - timezone.localdate(good_at)).days - source.expected_days
    if late > 0:
        return Label("warn", _("逾期 %(days)s 天") % {"days": late})
    return Label("ok", _("正常"))


class ImportForm(FilterForm):
    """Filters of deliveries."""

    state = choice_filter(gettext_lazy("状态"), [])
    source = choice_filter(gettext_lazy("来源"), [])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        give_choices(
            self,
            "state",
            [
                ("", _("全部")),
                *((code, said(texts)) for code, texts in IMPORT_STATES.items()),
            ],
        )
        give_choices(
            self,
            "source",
            [
                ("", _("全部")),
                *((row.code, said((row.zh, row.en))) for row in Source.objects.order_by("id")),
            ],
        )


class ImportsPage(ListPage):
    """Deliveries: the office sees all, a department those of its own sources."""

    title = gettext_lazy("信用数据导入")
    form_class = ImportForm
    file_name = "credit-imports"
    empty_title = gettext_lazy("还没有导入过数据")
    empty_text = gettext_lazy("下载模板填写后上传；有误的行逐条说明，正确的行照常入库。")
    columns = (
        Field("name", gettext_lazy("文件"), form="link"),
        Field("source", gettext_lazy("来源")),
        Field("state", gettext_lazy("状态"), form="state"),
        Field("total", gettext_lazy("行数"), numeric=True),
        Field("kept", gettext_lazy("入库"), numeric=True),
        Field("repeated", gettext_lazy("已有"), numeric=True),
        Field("refused", gettext_lazy("退回"), numeric=True),
        Field("origin", gettext_lazy("方式")),
        Field("by", gettext_lazy("导入人")),
        Field("at", gettext_lazy("时间"), form="moment"),
    )

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.user.is_authenticated and not viewer_for(request.user).is_official:
            raise PermissionDenied
        return super().get(request, *args, **kwargs)

    def rows(self, form: ImportForm) -> Any:
        viewer = viewer_for(self.request.user)
        found = ImportRun.objects.visible_to(viewer).select_related("source").defer("content")
        given = form.chosen()
        if state := given.get("state"):
            found = found.filter(state=state)
        if source := given.get("source"):
            found = found.filter(source__code=source)
        return found.defer("content", "problems")

    def lines(self, rows: Iterable[ImportRun]) -> list[ListRow]:
        return [_line(row) for row in rows]

    def chunks(self, form: ImportForm) -> Iterator[Sequence[Any]]:
        found = self.rows(form).order_by("-id")
        for start in range(0, found.count(), CHUNK):
            yield found[start : start + CHUNK]

    def action(self) -> dict[str, Any]:
        if not sources_of(viewer_for(self.request.user)):
            return {}
        return {"url": reverse("credit:import_new"), "label": _("导入数据")}

    def empty_action(self) -> dict[str, Any]:
        return self.action()


def _line(row: ImportRun) -> ListRow:
    return ListRow(
        reverse("credit:import", args=[row.pk]),
        {
            "name": row.name or f"#{row.pk}",
            "source": said((row.source.zh, row.source.en)),
            "state": Label(STATE_TONES[row.state], said(IMPORT_STATES[row.state])),
            "total": row.total,
            "kept": row.kept,
            "repeated": row.repeated,
            "refused": row.refused,
            "origin": said(IMPORT_ORIGINS[row.origin]),
            "by": row.by_label,
            "at": row.at,
        },
    )


def sources_of(viewer: Any) -> list[Source]:
    """The sources for which somebody may deliver."""
    if not viewer.is_official or not viewer.roles & WRITERS:
        return []
    active = Source.objects.filter(active=True).exclude(adapter="own")
    if not is_office(viewer) or not viewer.sees_all:
        departments = viewer.departments if viewer.sees_all else viewer.departments - {OFFICE}
        active = active.filter(department__in=departments)
    return list(active.order_by("id"))


class NewImportPage(CreditPage):
    """Delivering a file."""

    template_name = "credit/import_new.html"

    def may_open(self) -> None:
        if not sources_of(self.viewer):
            raise PermissionDenied

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "sources": [
                {
                    "code": row.code,
                    "name": said((row.zh, row.en)),
                    "kinds": [said(KINDS[code].title) for code in row.record_kinds],
                }
                for row in sources_of(self.viewer)
            ],
            "errors": kwargs.get("errors", []),
            "chosen": self.request.POST.get("source", ""),
            "crumbs": crumbs("credit:imports", _("信用数据导入"), _("导入数据")),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        allowed = {row.code: row for row in sources_of(self.viewer)}
        source, file = allowed.get(request.POST.get("source", "")), request.FILES.get("file")
        if source is None or file is None:
            id_, text = ("source", _("请选择来源")) if source is None else ("file", _("请选择文件"))
            return self._again([{"id": id_, "text": text}])
        try:
            run = accept(
                source=source,
                content=file.read(settings.CREDIT_DELIVERY_BYTES + 1),
                origin="sheet",
                name=file.name or "",
                by=self.person,
                at=self.now,
            )
        except PortalError as refusal:
            return self._again(errors_of(refusal))
        return redirect("credit:import", run.pk)

    def _again(self, errors: list[dict[str, str]]) -> HttpResponse:
        return self.render_to_response(self.get_context_data(errors=errors), status=422)


class ImportPage(CreditPage):
    """One delivery: progress, counts, every row that was refused."""

    template_name = "credit/import.html"
    fragment_name = "credit/import_progress.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        visible = ImportRun.objects.visible_to(self.viewer).defer("content")
        row = found_or_404(visible.select_related("source").filter(pk=kwargs["pk"]).first())
        side = said(("zh", "en"))
        runs = row.state in {"waiting", "running"}
        return super().get_context_data(**kwargs) | {
            "run": row,
            "source": said((row.source.zh, row.source.en)),
            "state": Label(STATE_TONES[row.state], said(IMPORT_STATES[row.state])),
            "running": runs,
            "problems": [
                {
                    "row": one["row"],
                    "field": column_name(one["field"]),
                    "value": one["value"],
                    "text": one[side],
                }
                for one in row.problems[:MOST_PROBLEMS_SHOWN]
            ],
            "more": max(0, len(row.problems) - MOST_PROBLEMS_SHOWN),
            "crumbs": crumbs("credit:imports", _("信用数据导入"), row.name or f"#{row.pk}"),
        }


def column_name(field: str) -> str:
    """A column as the template heads it."""
    return said((COLUMNS[field][0], field)) if field in COLUMNS else field


class TemplatePage(CreditPage):
    """The Excel file to fill in."""

    def may_open(self) -> None:
        if not self.viewer.is_official:
            raise PermissionDenied

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        columns = [(headings[0], name) for name, headings in COLUMNS.items()]
        notes = [
            (kind.code, said(kind.title), " ".join(grade.code for grade in kind.grades))
            for kind in KINDS.values()
        ]
        content = template(_("信用记录"), columns, [], notes, _("填写说明"))
        response = HttpResponse(content, content_type=XLSX)
        response["Content-Disposition"] = 'attachment; filename="credit-records.xlsx"'
        return response
