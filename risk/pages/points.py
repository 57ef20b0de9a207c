"""The register of risk points: list, entering one, one with its checks."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.labels import DEPARTMENTS
from risk import selectors_plans as plans
from risk.models import RiskPoint
from risk.pages.matter import (
    FORBIDDEN,
    NOT_FOUND,
    FormPage,
    RiskOfficePage,
    Table,
    officials_only,
    status_of,
)
from risk.pages.matter_forms import said
from risk.pages.matter_list import WRITERS, RiskList, WordsFilter
from risk.pages.plan_forms import CheckForm, PointForm
from risk.rules.plans.points import NODES
from risk.rules.types import TYPES
from risk.services.plans import points
from zone_portal.framework.lists import Field, Label, ListRow, choice_filter, text_filter
from zone_portal.kernel.errors import PortalError


class PointFilter(WordsFilter):
    """Filters of the register."""

    q = text_filter(gettext_lazy("成因或编号"), 100)
    node = choice_filter(gettext_lazy("流程节点"), [])
    department = choice_filter(gettext_lazy("责任部门"), list(DEPARTMENTS.items()))
    state = choice_filter(
        gettext_lazy("状态"),
        [("due", gettext_lazy("应检查")), ("retired", gettext_lazy("已停用"))],
    )
    words = {"node": NODES}


def due_label(row: RiskPoint) -> Label:
    """Whether a point must be checked."""
    if row.retired_date is not None:
        return Label("idle", _("已停用"))
    if row.due_date < timezone.localdate():
        return Label("bad", _("检查已逾期"))
    if row.due_date == timezone.localdate():
        return Label("warn", _("今天应检查"))
    return Label("ok", _("检查未到期"))


class PointsPage(RiskList):
    """The register."""

    title = gettext_lazy("风险点")
    form_class = PointFilter
    file_name = "risk-points"
    empty_title = gettext_lazy("还没有风险点")
    empty_text = gettext_lazy("按流程节点登记成因、防控措施、责任部门和检查周期，到期提醒检查。")
    columns = (
        Field("number", gettext_lazy("编号"), form="link"),
        Field("node", gettext_lazy("流程节点")),
        Field("cause", gettext_lazy("成因")),
        Field("control", gettext_lazy("防控措施")),
        Field("department", gettext_lazy("责任部门")),
        Field("state", gettext_lazy("状态"), form="state"),
        Field("due", gettext_lazy("应检查日期"), form="day"),
        Field("type", gettext_lazy("风险类型"), shown=False),
    )

    def rows(self, form: PointFilter) -> Any:
        return plans.points(self.viewer, form.chosen(), on=timezone.localdate())

    def lines(self, rows: Iterable[RiskPoint]) -> list[ListRow]:
        return [
            ListRow(
                reverse("risk:point", args=[row.pk]),
                {
                    "number": row.number,
                    "node": said(NODES[row.node]),
                    "cause": said((row.cause_zh, row.cause_en)),
                    "control": said((row.control_zh, row.control_en)),
                    "department": DEPARTMENTS[row.department],
                    "state": due_label(row),
                    "due": row.due_date.isoformat(),
                    "type": said(TYPES[row.type].title),
                },
            )
            for row in rows
        ]

    def views(self) -> list[tuple[str, str]]:
        return [(_("全部"), ""), (_("应检查"), "state=due"), (_("已停用"), "state=retired")]

    def action(self) -> dict[str, Any]:
        if not self.handles():
            return {}
        return {"url": reverse("risk:point_new"), "label": _("登记风险点")}


class NewPointPage(FormPage):
    """Enter a point."""

    form_class = PointForm
    title = gettext_lazy("登记风险点")
    button = gettext_lazy("登记")
    crumb = (gettext_lazy("风险点"), "risk:points")

    def may_open(self) -> None:
        officials_only(self.viewer)
        if not self.viewer.roles & WRITERS:
            raise PermissionDenied

    def save(self, values: Mapping[str, Any]) -> str:
        del values
        form = PointForm(self.request.POST)
        form.is_valid()
        row = points.add_point(content=form.content(), **self.deed())
        return reverse("risk:point", args=[row.pk])


class PointPage(RiskOfficePage):
    """One point with its checks."""

    template_name = "risk/point.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = plans.point_of(self.viewer, self.kwargs["pk"])
        if row is None:
            raise Http404
        handles = bool(self.viewer.roles & WRITERS) and row.retired_date is None
        return super().get_context_data(**kwargs) | {
            "row": row,
            "title": said((row.cause_zh, row.cause_en)),
            "label": due_label(row),
            "node": said(NODES[row.node]),
            "type": said(TYPES[row.type].title),
            "control": said((row.control_zh, row.control_en)),
            "department": DEPARTMENTS[row.department],
            "checks": Table(
                _("检查记录"),
                (_("检查日期"), _("结果"), _("检查情况"), _("检查人")),
                [
                    [
                        one.on_date.isoformat(),
                        Label("bad", _("发现问题")) if one.found else Label("ok", _("未发现问题")),
                        one.note,
                        one.by_label,
                    ]
                    for one in plans.checks_of(row)
                ],
                _("还没有检查"),
                _("到期前由责任部门检查并登记情况。"),
            ),
            "form": kwargs.get("form") or CheckForm(),
            "may_check": handles,
            "crumbs": [
                {"url": reverse("risk:points"), "label": _("风险点")},
                {"url": "", "label": row.number},
            ],
        }

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        if request.POST.get("deed") == "retire":
            points.retire_point(point_id=pk, **self.deed())
            messages.success(request, _("已停用。"))
            return redirect("risk:point", pk=pk)
        form = CheckForm(request.POST)
        status = 422
        if form.is_valid():
            try:
                points.check_point(point_id=pk, **form.cleaned_data, **self.deed())
            except PortalError as refusal:
                status = status_of(refusal)
                if status in {FORBIDDEN, NOT_FOUND}:
                    raise
                form.refuse(refusal)
            else:
                messages.success(request, _("已登记检查。"))
                return redirect("risk:point", pk=pk)
        return self.render_to_response(self.get_context_data(form=form), status=status)
