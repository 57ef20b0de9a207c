"""Measures: what departments see and acknowledge, and the published list they come from."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from django.contrib import messages
from django.db.models import Max
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from accounts.labels import DEPARTMENTS
from credit import selectors_cases, selectors_measures
from credit.models import Measure
from credit.pages.supervision_base import (
    FORBIDDEN,
    NOT_FOUND,
    OfficialList,
    SupervisionPage,
    refuse_unless_official,
    refused,
    status_of,
)
from credit.pages.supervision_labels import (
    department,
    ground_label,
    item_row,
    language,
    said,
    set_clock_row,
    subject_name,
)
from credit.rules.supervision.effects import GROUNDS
from credit.services.supervision import catalogue, measuring
from credit.services.supervision.catalogue import Figures
from enterprises.viewers import viewer_for
from zone_portal.framework.forms import give_choices
from zone_portal.framework.lists import (
    Field,
    FilterForm,
    Label,
    ListRow,
    choice_filter,
    text_filter,
)
from zone_portal.kernel.errors import PortalError

CHUNK: Final = 500


class MeasureForm(FilterForm):
    """Filters of the measures."""

    q = text_filter(gettext_lazy("企业、代码或措施编号"), 100)
    state = choice_filter(gettext_lazy("状态"), [])
    ground = choice_filter(gettext_lazy("适用对象"), [])
    department = choice_filter(gettext_lazy("实施部门"), DEPARTMENTS.items())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        give_choices(
            self,
            "state",
            [
                ("", _("实施中")),
                ("open", _("待确认")),
                ("all", _("全部")),
            ],
        )
        give_choices(
            self,
            "ground",
            [
                ("", _("全部")),
                *((code, said(texts)) for code, texts in GROUNDS.items()),
            ],
        )


class MeasuresPage(OfficialList):
    """What is in force on whom; a department sees its own and acknowledges it."""

    title = gettext_lazy("信用措施")
    form_class = MeasureForm
    file_name = "credit-measures"
    empty_title = gettext_lazy("没有实施中的措施")
    empty_text = gettext_lazy("清单公布后，评级和负面清单决定会在这里生成本部门要实施的措施。")
    columns = (
        Field("subject", gettext_lazy("企业"), form="link"),
        Field("measure", gettext_lazy("措施")),
        Field("value", gettext_lazy("取值")),
        Field("ground", gettext_lazy("适用对象")),
        Field("state", gettext_lazy("确认"), form="state"),
        Field("department", gettext_lazy("实施部门")),
        Field("from", gettext_lazy("起始日期"), form="code"),
        Field("to", gettext_lazy("终止日期"), form="code", shown=False),
        Field("due", gettext_lazy("应确认日期"), shown=False),
        Field("basis", gettext_lazy("法律依据"), shown=False),
    )

    def rows(self, form: MeasureForm) -> Any:
        found = selectors_measures.measures_of(self.viewer, form.chosen(), on=timezone.localdate())
        return found.annotate(seen_at=Max("acknowledgements__at"))

    def lines(self, rows: Iterable[Measure]) -> list[ListRow]:
        return [_line(row) for row in rows]

    def views(self) -> list[tuple[str, str]]:
        return [
            (_("实施中"), ""),
            (_("待确认"), "state=open"),
            (_("负面清单"), "ground=negative_list"),
            (_("全部"), "state=all"),
        ]

    def action(self) -> dict[str, Any]:
        return {"url": reverse("credit:measure_list"), "label": _("奖惩措施清单")}


class MeasurePage(SupervisionPage):
    """One measure on one firm, with what departments said of it."""

    template_name = "credit/measure.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        refuse_unless_official(self.request)
        row = selectors_measures.measure_of(self.viewer, kwargs["pk"])
        if row is None:
            raise Http404
        mine = row.item.department in self.viewer.departments
        acknowledged = row.acknowledgements.select_related("organisation", "by").order_by("pk")
        return super().get_context_data(**kwargs) | {
            "measure": row,
            "subject": subject_name(row),
            "row": item_row(row.item),
            "ground": ground_label(row.ground),
            "case_url": reverse("credit:case", args=[row.case_id]) if row.case_id else "",
            "acknowledged": acknowledged,
            "may_acknowledge": mine and bool(self.viewer.roles & {"reviewer", "supervisor"}),
            "crumbs": [
                {"url": reverse("credit:measures"), "label": _("信用措施")},
                {"url": "", "label": row.item.code},
            ],
        }

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        refuse_unless_official(request)
        measuring.acknowledge(
            measure_id=pk,
            carried_out=request.POST.get("carried_out") == "yes",
            note=request.POST.get("note", ""),
            **self.deed(),
        )
        messages.success(request, _("已确认。"))
        return redirect("credit:measure", pk=pk)


class MeasureListPage(TemplateView):
    """The published list of incentives and sanctions, for everybody; the office sees drafts too."""

    template_name = "credit/measure_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        viewer = viewer_for(self.request.user)
        today = timezone.localdate()
        office = viewer.sees_all and "zone" in viewer.departments
        handles = office and bool(viewer.roles & {"reviewer", "supervisor"})
        rows = [item_row(row) for row in selectors_measures.published_list(on=today)]
        drafts = [
            item_row(row)
            | {
                "may_publish": "supervisor" in viewer.roles
                and row.proposed_by_id not in {None, getattr(self.request.user, "pk", None)}
            }
            for row in (selectors_measures.drafts() if handles else ())
        ]
        return super().get_context_data(**kwargs) | {
            "rows": rows,
            "drafts": drafts,
            "handles": handles,
            "may_end": handles and "supervisor" in viewer.roles,
            "today": today,
            "clocks": [set_clock_row(row) for row in selectors_cases.set_clocks(on=today)],
        }


class ItemDeedPage(SupervisionPage):
    """Propose, publish or end a row of the list."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: int, deed: str) -> HttpResponse:
        refuse_unless_official(request)
        try:
            told = self._act(pk, deed)
        except PortalError as refusal:
            if status_of(refusal) in {FORBIDDEN, NOT_FOUND}:
                return refused(request, refusal)
            messages.error(request, refusal.text(language()))
            return redirect("credit:measure_list")
        messages.success(request, told)
        return redirect("credit:measure_list")

    def _act(self, pk: int, deed: str) -> str:
        if deed == "propose":
            figures = Figures(self.request.POST.get("value", ""), self._day())
            catalogue.propose_item(item_id=pk, figures=figures, **self.deed())
            return _("已提请公布，待另一位复核负责人公布。")
        if deed == "publish":
            catalogue.publish_item(item_id=pk, **self.deed())
            return _("已公布，自起始日期起实施。")
        if deed == "end":
            catalogue.end_item(item_id=pk, **self.deed())
            return _("已终止，相应措施同日停止。")
        raise Http404

    def _day(self) -> date:
        try:
            return date.fromisoformat(self.request.POST.get("from_date", ""))
        except ValueError:
            return self.today


def _line(row: Measure) -> ListRow:
    told = item_row(row.item)
    seen = getattr(row, "seen_at", None)
    late = seen is None and row.due_date < timezone.localdate() and row.to_date is None
    state = (
        Label("ok", _("已确认"))
        if seen is not None
        else Label("bad", _("逾期未确认"))
        if late
        else Label("warn", _("待确认"))
    )
    return ListRow(
        reverse("credit:measure", args=[row.pk]),
        {
            "subject": subject_name(row),
            "measure": f"{row.item.code} {told['title']}",
            "value": told["value"],
            "ground": ground_label(row.ground),
            "state": state,
            "department": department(row.item.department),
            "from": row.from_date.isoformat(),
            "to": row.to_date.isoformat() if row.to_date else "",
            "due": row.due_date.isoformat(),
            "basis": row.item.basis,
        },
    )
