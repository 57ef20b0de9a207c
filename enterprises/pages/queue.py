"""The review queue: what waits for a decision, the most urgent first."""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cached_property
from itertools import islice
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.labels import DEPARTMENTS, name_of
from enterprises import dossiers
from enterprises import selectors_filings as filings
from enterprises.constants import KINDS, kind_label
from enterprises.models import Filing
from enterprises.pages.base import refuse_unless_official
from enterprises.pages.drafts import reference_of
from enterprises.pages.labels import (
    FILING_TYPES,
    clock_label,
    filing_label,
    kind_names,
    language,
    service_label,
    stage_name,
)
from enterprises.rules.service_levels import STANDARD
from enterprises.states import FILING_LABELS
from enterprises.viewers import Viewer, viewer_for
from zone_portal.framework.forms import give_choices
from zone_portal.framework.lists import (
    Field,
    FilterForm,
    ListPage,
    ListRow,
    choice_filter,
    text_filter,
)
from zone_portal.framework.paging import KeysetPage, with_parameters

CHUNK = 500


class QueueForm(FilterForm):
    """Filters of the queue, as they stand in the address."""

    q = text_filter(gettext_lazy("企业、代码或备案号"), 100)
    status = choice_filter(
        gettext_lazy("状态"),
        [
            ("all", gettext_lazy("全部状态")),
            *((code, zh) for code, (zh, _en) in FILING_LABELS.items()),
        ],
    )
    type = choice_filter(gettext_lazy("备案种类"), FILING_TYPES.items())
    department = choice_filter(gettext_lazy("审核部门"), DEPARTMENTS.items())
    site = choice_filter(gettext_lazy("受理平台"), [])
    kind = choice_filter(gettext_lazy("企业类型"), [(code, code) for code in KINDS])
    overdue = choice_filter(gettext_lazy("期限"), [("1", gettext_lazy("已超期"))])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everything: Any = ("", _("全部"))
        give_choices(
            self,
            "status",
            [
                ("", _("待我部门审核")),
                ("all", _("全部状态")),
                *((code, filing_label(code).text) for code in FILING_LABELS if code != "draft"),
            ],
        )
        give_choices(
            self,
            "kind",
            [
                everything,
                *((code, kind_label(code, language())) for code in KINDS),
            ],
        )
        give_choices(
            self,
            "site",
            [
                everything,
                *((row.code, name_of(row)) for row in dossiers.open_sites()),
            ],
        )


class QueuePage(ListPage):
    """Officials work from here; the clock of each filing is told in words and colour."""

    title = pgettext_lazy("办理", "备案审核")
    form_class = QueueForm
    file_name = "filings"
    more_filters = ("department", "kind")
    template_name = "enterprises/queue.html"
    empty_title = gettext_lazy("没有待审核的备案")
    empty_text = gettext_lazy("企业提交后会出现在这里，最急的在最前面。")
    columns = (
        Field("subject", gettext_lazy("企业"), form="link"),
        Field("clock", gettext_lazy("期限"), form="state"),
        Field("service", gettext_lazy("服务等级"), form="state"),
        Field("type", gettext_lazy("备案种类")),
        Field("kinds", gettext_lazy("企业类型")),
        Field("stage", gettext_lazy("环节")),
        Field("state", gettext_lazy("状态"), form="state"),
        Field("site", gettext_lazy("受理平台"), shown=False),
        Field("submitted", gettext_lazy("提交时间"), form="moment", shown=False),
        Field("due", gettext_lazy("应办结日期"), shown=False),
        Field("reviewer", gettext_lazy("审核人"), shown=False),
        Field("version", gettext_lazy("版本"), form="count", numeric=True, shown=False),
        Field("reference", gettext_lazy("受理号 / 备案号"), form="word"),
    )

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        refuse_unless_official(request)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        overdue = filings.overdue_count(self.viewer, on=self.today())
        words = {"newer_label": _("回到最前"), "older_label": _("下一页")}
        return super().get_context_data(**kwargs) | {"overdue": overdue, **words}

    def page(self, form: QueueForm) -> Any:
        found = filings.queue_page(
            self.viewer,
            form.chosen(),
            on=self.today(),
            after=self.request.GET.get("after", ""),
        )
        older = with_parameters(self.request.GET, after=found.after) if found.after else ""
        first = with_parameters(self.request.GET, after=None) if "after" in self.request.GET else ""
        return KeysetPage(found.rows, found.count, found.capped, first, older)

    def rows(self, form: QueueForm) -> list[Filing]:
        return [row for chunk in self.chunks(form) for row in chunk]

    def lines(self, rows: Iterable[Filing]) -> list[ListRow]:
        return [_line(row, self.today()) for row in rows]

    def chunks(self, form: QueueForm) -> Iterable[Sequence[Filing]]:
        viewer, after = self.viewer, ""
        while True:
            found = filings.queue_page(
                viewer, form.chosen(), on=self.today(), after=after, size=CHUNK
            )
            yield found.rows
            after = found.after
            if not after:
                return

    @cached_property
    def viewer(self) -> Viewer:
        """Who looks, found once for the page."""
        return viewer_for(self.request.user)

    def today(self) -> date:
        return timezone.localdate()

    def views(self) -> list[tuple[str, str]]:
        return [
            (_("待我部门审核"), ""),
            (_("已超期"), "overdue=1"),
            (_("退回补正中"), "status=returned"),
            (_("已备案"), "status=approved"),
            (_("已暂停"), "status=suspended"),
            (_("全部"), "status=all"),
        ]


def _line(row: Filing, on: date) -> ListRow:
    told = filings.clock(row, on=on)
    kinds = kind_names(row.data.get("kinds") or row.enterprise.kinds)
    shown = _("、").join(islice(kinds, 2))
    more = _(" 等 %(count)s 类") % {"count": len(kinds)} if len(kinds) > 2 else ""
    return ListRow(
        reverse("enterprises:review", args=[row.pk]),
        {
            "subject": row.title or row.enterprise.name or reference_of(row),
            "clock": clock_label(told.days_left if told else None, row.due_date),
            "service": service_label(getattr(row, "service", None) or STANDARD),
            "type": FILING_TYPES[row.type],
            "kinds": shown + more,
            "stage": stage_name(row.department) if row.department else "",
            "state": filing_label(row.status),
            "site": name_of(row.site),
            "submitted": row.submitted_at,
            "due": row.due_date.isoformat() if row.due_date else "",
            "reviewer": row.reviewer.name if row.reviewer else "",
            "version": row.version,
            "reference": row.number or reference_of(row),
        },
    )
