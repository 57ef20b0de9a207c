"""The ledger: what was recorded of whom, as of any day; one record with its editions."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, time, timedelta
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from credit.constants import MARKS
from credit.facts import NewRecord
from credit.models import Record, RecordMark, Source
from credit.pages.office import (
    FormPage,
    ZoneList,
    ZonePage,
    crumbs,
    errors_of,
    found_or_404,
    may_write,
    must_answer,
)
from credit.pages.record_forms import RecordForm
from credit.pages.sharing_base import said
from credit.rules.record_kinds import KINDS
from credit.selectors import records_as_of, with_mark
from credit.services.entering import enter_of_firm
from credit.services.recording import revoke
from zone_portal.framework.forms import give_choices
from zone_portal.framework.lists import (
    Field,
    FilterForm,
    Label,
    ListRow,
    choice_filter,
    day_filter,
    text_filter,
)
from zone_portal.kernel.errors import PortalError

CHUNK = 500
MARK_TONES = {"disputed": "warn", "repaired": "ok"}


class LedgerForm(FilterForm):
    """Filters of the ledger."""

    q = text_filter(gettext_lazy("企业名称或代码"), 100)
    kind = choice_filter(gettext_lazy("记录种类"), [])
    source = choice_filter(gettext_lazy("来源"), [])
    on = day_filter(gettext_lazy("截至哪一天"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everything = [("", _("全部"))]
        give_choices(
            self,
            "kind",
            [
                *everything,
                *((kind.code, said(kind.title)) for kind in KINDS.values()),
            ],
        )
        give_choices(
            self,
            "source",
            [
                *everything,
                *((row.code, said((row.zh, row.en))) for row in Source.objects.order_by("id")),
            ],
        )


class LedgerPage(ZoneList):
    """Records that stand: now, or as of a past day."""

    title = gettext_lazy("信用台账")
    form_class = LedgerForm
    file_name = "credit-ledger"
    empty_title = gettext_lazy("台账里还没有记录")
    empty_text = gettext_lazy("导入部门数据，或等待每日对接后显示在这里。")
    columns = (
        Field("subject", gettext_lazy("企业"), form="link"),
        Field("kind", gettext_lazy("记录种类")),
        Field("result", gettext_lazy("结果")),
        Field("number", gettext_lazy("文号")),
        Field("day", gettext_lazy("发生日期"), form="day"),
        Field("until", gettext_lazy("失效日期"), form="day", shown=False),
        Field("mark", gettext_lazy("标注"), form="state"),
        Field("source", gettext_lazy("来源")),
        Field("by", gettext_lazy("录入人"), shown=False),
        Field("at", gettext_lazy("入库时间"), form="moment", shown=False),
    )

    def rows(self, form: LedgerForm) -> Any:
        given = form.chosen()
        at = moment_of(given.get("on"))
        found = with_mark(records_as_of(at), at).visible_to(self.viewer)
        found = found.select_related("subject__enterprise", "source")
        if text := given.get("q"):
            found = found.filter(_firm(text))
        if kind := given.get("kind"):
            found = found.filter(kind=kind)
        if source := given.get("source"):
            found = found.filter(source__code=source)
        return found

    def lines(self, rows: Iterable[Any]) -> list[ListRow]:
        return [_line(row) for row in rows]

    def chunks(self, form: LedgerForm) -> Iterator[Sequence[Any]]:
        found, last = self.rows(form).order_by("-id"), None
        while chunk := list((found.filter(id__lt=last) if last else found)[:CHUNK]):
            yield chunk
            last = chunk[-1].pk

    def action(self) -> dict[str, Any]:
        if not may_write(self.viewer):
            return {}
        return {"url": reverse("credit:record_new"), "label": _("录入一条")}

    def views(self) -> list[tuple[str, str]]:
        return [
            (_("全部"), ""),
            (_("处罚"), "kind=customs_penalty"),
            (_("名单"), "kind=abnormal_list"),
            (_("自身行为"), "source=own"),
        ]

    def empty_action(self) -> dict[str, Any]:
        return {"url": reverse("credit:imports"), "label": _("去导入")}


def moment_of(day: Any) -> datetime:
    """The last moment of a day, or now."""
    if day is None:
        return timezone.now()
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time()))


def _firm(text: str) -> Q:
    firm = Q(subject__enterprise__name__icontains=text)
    code = text.strip().upper()
    return firm | Q(subject__enterprise__code=code) | Q(subject__enterprise__uscc=code)


def subject_name(row: Any) -> str:
    """The name of an enterprise; a person is never named in a list."""
    firm = row.subject.enterprise
    return firm.name if firm else _("自然人（受限）")


def result_of(row: Record) -> str:
    """What a record says, in a word or a figure."""
    kind = KINDS.get(row.kind)
    grade = kind.grade_on(row.grade, row.from_date) if kind and row.grade else None
    parts = [said((grade.zh, grade.en)) if grade else row.grade]
    if row.total is not None:
        parts.append(f"{row.good} / {row.total}")
    if row.value is not None:
        parts.append(f"{row.value.normalize():f}")
    return " ".join(part for part in parts if part) or "—"


def kind_name(code: str) -> str:
    """A kind of record in words."""
    kind = KINDS.get(code)
    return said(kind.title) if kind else code


def _line(row: Any) -> ListRow:
    mark = row.mark if row.mark in MARK_TONES else ""
    return ListRow(
        reverse("credit:record", args=[row.pk]),
        {
            "subject": subject_name(row),
            "kind": kind_name(row.kind),
            "result": result_of(row),
            "number": row.number,
            "day": row.occurred_date,
            "until": row.to_date,
            "mark": Label(MARK_TONES[mark], said(MARKS[mark])) if mark else "",
            "source": said((row.source.zh, row.source.en)),
            "by": row.by_label,
            "at": row.recorded_at,
        },
    )


class RecordPage(ZonePage):
    """One record: where it comes from, its editions, what was said of it; revoking it."""

    template_name = "credit/record.html"
    hub_only = False

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = found_or_404(self._row(kwargs["pk"]))
        editions = Record.objects.filter(
            subject_id=row.subject_id, kind=row.kind, source_id=row.source_id, number=row.number
        )
        listed = list(editions.order_by("edition"))
        return super().get_context_data(**kwargs) | {
            "record": row,
            "subject": subject_name(row),
            "kind": kind_name(row.kind),
            "result": result_of(row),
            "source": said((row.source.zh, row.source.en)),
            "basis": KINDS[row.kind].basis if row.kind in KINDS else "",
            "editions": [{"row": one, "result": result_of(one)} for one in listed],
            "marks": [
                {"row": one, "word": said(MARKS[one.mark])}
                for one in RecordMark.objects.filter(record=row).order_by("id")
            ],
            "stands": listed[-1].pk == row.pk and not row.withdrawn,
            "crumbs": crumbs("credit:ledger", _("信用台账"), row.number),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        row = found_or_404(self._row(kwargs["pk"]))
        try:
            revoke(record_id=row.pk, reason=request.POST.get("reason", ""), **self.deed())
        except PortalError as refusal:
            if must_answer(refusal):
                raise
            context = self.get_context_data(pk=row.pk, errors=errors_of(refusal))
            return self.render_to_response(context, status=422)
        messages.success(request, _("已撤销，主体将重新评分。原记录保留可查。"))
        return redirect("credit:record", row.pk)

    def _row(self, pk: int) -> Record | None:
        rows = Record.objects.visible_to(self.viewer).filter(pk=pk)
        found: Record | None = rows.select_related("subject__enterprise", "source").first()
        return found


class NewRecordPage(FormPage):
    """Entering one record by hand."""

    hub_only = False
    form_class = RecordForm
    parent = ("credit:ledger", gettext_lazy("信用台账"))
    label = gettext_lazy("录入信用记录")
    intro = gettext_lazy("记录入库后不能修改；有误时以新记录撤销。")
    submit = gettext_lazy("入库")

    def initial(self) -> dict[str, Any]:
        return {"source": "office"}

    def keep(self, given: dict[str, Any]) -> HttpResponse:
        row = enter_of_firm(
            code=given.pop("subject"),
            source_code=given.pop("source"),
            new=NewRecord(**given),
            viewer=self.viewer,
            **self.deed(),
        )
        return redirect("credit:record", row.pk)
