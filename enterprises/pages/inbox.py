"""What a department received: approved filings in its own view, with time and answer."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enterprises import dossiers
from enterprises import selectors_filings as filings
from enterprises.models import Distribution
from enterprises.pages.answering import Part, Row
from enterprises.pages.base import UNPROCESSABLE, FilingPage, refuse_unless_official
from enterprises.pages.labels import (
    FILING_TYPES,
    department_name,
    kind_names,
    language,
    standing_label,
)
from enterprises.pages.queue import CHUNK
from enterprises.services.filing import distributing
from enterprises.services.refusals import Refusal
from enterprises.viewers import viewer_for
from zone_portal.framework.lists import (
    Field,
    FilterForm,
    Label,
    ListPage,
    ListRow,
    choice_filter,
    text_filter,
)

STATES: dict[str, Label] = {
    "new": Label("info", gettext_lazy("未查阅")),
    "seen": Label("warn", gettext_lazy("待答复")),
    "answered": Label("ok", gettext_lazy("已答复")),
}


class InboxForm(FilterForm):
    """Filters of the inbox, as they stand in the address."""

    q = text_filter(gettext_lazy("企业、代码或备案号"), 100)
    state = choice_filter(
        gettext_lazy("办理"), [(code, label.text) for code, label in STATES.items()]
    )
    type = choice_filter(gettext_lazy("备案种类"), FILING_TYPES.items())


class InboxPage(ListPage):
    """The list of what came in, newest first."""

    title = gettext_lazy("部门收件")
    form_class = InboxForm
    file_name = "inbox"
    empty_title = gettext_lazy("还没有收到备案")
    empty_text = gettext_lazy("备案通过后会自动送达有关部门，各部门只看到与职责有关的栏目。")
    columns = (
        Field("subject", gettext_lazy("企业"), form="link"),
        Field("state", gettext_lazy("办理"), form="state"),
        Field("number", gettext_lazy("备案号"), form="word"),
        Field("type", gettext_lazy("备案种类")),
        Field("kinds", gettext_lazy("企业类型")),
        Field("version", gettext_lazy("版本"), form="count", numeric=True),
        Field("department", gettext_lazy("部门"), shown=False),
        Field("sent", gettext_lazy("送达"), form="moment"),
        Field("seen", gettext_lazy("查阅"), form="moment", shown=False),
        Field("answered", gettext_lazy("答复"), form="moment"),
    )

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        refuse_unless_official(request)
        return super().get(request, *args, **kwargs)

    def rows(self, form: InboxForm) -> Any:
        return filings.inbox(viewer_for(self.request.user), form.chosen())

    def lines(self, rows: Iterable[Distribution]) -> list[ListRow]:
        return [_line(row) for row in rows]

    def chunks(self, form: InboxForm) -> Iterator[Sequence[Distribution]]:
        rows, last = self.rows(form), None
        while chunk := list((rows if last is None else rows.filter(id__lt=last))[:CHUNK]):
            yield chunk
            last = chunk[-1].id

    def views(self) -> list[tuple[str, str]]:
        return [
            (_("全部"), ""),
            *((str(label.text), f"state={code}") for code, label in STATES.items()),
        ]


def _state(row: Distribution) -> Label:
    if row.answered_at:
        return STATES["answered"]
    return STATES["seen"] if row.seen_at else STATES["new"]


def _line(row: Distribution) -> ListRow:
    filing = row.filing
    return ListRow(
        reverse("enterprises:distribution", args=[row.pk]),
        {
            "subject": filing.title or filing.enterprise.name,
            "state": _state(row),
            "number": filing.number,
            "type": FILING_TYPES[filing.type],
            "kinds": _("、").join(kind_names(filing.enterprise.kinds)[:3]),
            "version": row.version,
            "department": department_name(row.department),
            "sent": row.sent_at,
            "seen": row.seen_at,
            "answered": row.answered_at,
        },
    )


class DistributionPage(FilingPage):
    """One received filing in the department's view; opening it is noted, answering is once."""

    template_name = "enterprises/distribution.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        distributing.mark_seen(distribution_id=kwargs["distribution"], **self.deed())
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = dossiers.distribution(self.viewer, kwargs["distribution"])
        if row is None:
            raise Http404
        view = filings.department_view(row)
        filing = row.filing
        return super().get_context_data(**kwargs) | {
            "row": row,
            "filing": filing,
            "subject": filing.title or filing.enterprise.name,
            "state": _state(row),
            "standing": standing_label(filing.enterprise.status),
            "department": department_name(row.department),
            "answered_by": row.answered_by.name if row.answered_by else "",
            "may_answer": bool(self.viewer.roles & {"reviewer", "supervisor"}),
            "parts": [
                Part(
                    section.code,
                    section.label(language()),
                    section.basis,
                    "",
                    [_row(shown) for shown in fields],
                )
                for section, fields in view.sections
            ],
            "crumbs": [
                {"url": reverse("enterprises:department_inbox"), "label": _("部门收件")},
                {"url": "", "label": filing.title or filing.enterprise.name},
            ],
        }

    def post(self, request: HttpRequest, distribution: int) -> HttpResponse:
        text = request.POST.get("answer", "")
        try:
            distributing.answer(distribution_id=distribution, text=text, **self.deed())
        except Refusal as refusal:
            if refusal.code != "answer_missing":
                raise
            errors = [{"text": refusal.text(language())}]
            context = self.get_context_data(distribution=distribution, errors=errors, answer=text)
            return self.render_to_response(context, status=UNPROCESSABLE)
        messages.success(request, _("已答复，企业可以看到。"))
        return redirect("enterprises:distribution", distribution=distribution)


def _row(shown: filings.Shown) -> Row:
    files = [{"id": number, "name": name} for number, name in shown.files]
    return Row(
        code=shown.field.code,
        label=shown.field.label(language()),
        text=shown.text(language()),
        is_file=shown.field.is_file,
        files=files,
    )
