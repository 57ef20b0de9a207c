"""The responsibility table: the list of tasks, and one task with its months and its steps."""

from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from statistics_app import selectors_tasks
from statistics_app.models import Duty, MemberUnit
from statistics_app.pages.governance_base import (
    GovernancePage,
    ShortListPage,
    events_of,
    number_in,
    paper_in,
    said,
    set_choices,
    words_of,
)
from statistics_app.pages.governance_words import DEEDS, followed_label, light_label
from statistics_app.rules.plan_table import sections
from statistics_app.rules.tasks import LIGHTS, REASONS
from statistics_app.selectors_tasks import TaskStanding
from statistics_app.services.governance import followed
from statistics_app.services.governance.common import RELEASING, acts_for, is_office
from statistics_app.states import CLOSED, OPEN, REPORTED
from zone_portal.framework.lists import Field, FilterForm, ListRow, choice_filter, text_filter


class DutyForm(FilterForm):
    """Filters of the tasks."""

    q = text_filter(gettext_lazy("任务"), 60)
    section = choice_filter(gettext_lazy("部分"), [])
    unit = choice_filter(gettext_lazy("单位"), [])
    light = choice_filter(gettext_lazy("状态灯"), [])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "section", {str(n): words_of(row) for n, row in sections().items()})
        set_choices(self, "unit", {row.code: words_of(row) for row in MemberUnit.objects.all()})
        set_choices(self, "light", {code: said(texts) for code, texts in LIGHTS.items()})


class DutiesPage(ShortListPage):
    """The 45 tasks with lead, deadline and light."""

    title = gettext_lazy("任务分工")
    form_class = DutyForm
    file_name = "plan-tasks"
    empty_title = gettext_lazy("还没有载入任务分工表")
    empty_text = gettext_lazy("运行 ./portal manage load_plan_targets 载入任务分工表。")
    columns = (
        Field("number", gettext_lazy("序号"), numeric=True),
        Field("name", gettext_lazy("任务"), form="link"),
        Field("leads", gettext_lazy("牵头单位")),
        Field("participants", gettext_lazy("配合单位"), shown=False),
        Field("due", gettext_lazy("完成期限"), form="word"),
        Field("percent", gettext_lazy("进度"), numeric=True),
        Field("light", gettext_lazy("状态灯"), form="state"),
        Field("why", gettext_lazy("原因")),
        Field("state", gettext_lazy("状态"), form="state", shown=False),
        Field("month", gettext_lazy("最近月报"), form="word", shown=False),
        Field("section", gettext_lazy("部分"), shown=False),
    )

    def rows(self, form: DutyForm) -> list[TaskStanding]:
        chosen = form.chosen()
        rows = selectors_tasks.duties(self.viewer, chosen)
        found = selectors_tasks.task_standings(rows, today=timezone.localdate())
        wanted = chosen.get("light")
        return [row for row in found if not wanted or row.light.colour == wanted]

    def lines(self, rows: Iterable[TaskStanding]) -> list[ListRow]:
        return [_line(row) for row in rows]

    def views(self) -> list[tuple[str, str]]:
        return [
            (_("全部"), ""),
            (_("已逾期"), "light=red"),
            (_("需关注"), "light=yellow"),
            (_("待核查"), "light=checking"),
            (_("已完成"), "light=done"),
        ]

    def action(self) -> dict[str, Any]:
        return {"url": reverse("statistics:units"), "label": _("成员单位与月报")}


def names_of(units: Iterable[MemberUnit]) -> str:
    """Units as words."""
    return said(("、", ", ")).join(words_of(unit) for unit in units) or "—"


def _line(row: TaskStanding) -> ListRow:
    duty = row.duty
    return ListRow(
        reverse("statistics:duty", args=[duty.pk]),
        {
            "number": duty.number,
            "name": words_of(duty),
            "leads": names_of(duty.leads.all()),
            "participants": names_of(duty.participants.all()),
            "due": duty.due_date.isoformat() if duty.due_date else _("长期工作"),
            "percent": f"{duty.percent}%",
            "light": light_label(row.light.colour),
            "why": said(("；", "; ")).join(said(REASONS[code]) for code in row.light.reasons),
            "state": followed_label(duty.status),
            "month": f"{row.last_month:%Y-%m}" if row.last_month else "",
            "section": words_of(sections()[duty.section]),
        },
    )


class FollowedPage(GovernancePage):
    """What is reported done, checked, sent back, opened again; ``kind`` says what it is."""

    kind = followed.TASK

    def report(self, request: HttpRequest, pk: int) -> str:
        """A unit says that it is done."""
        followed.report_done(
            kind=self.kind,
            row_id=pk,
            version=number_in(request),
            note=request.POST.get("note", ""),
            paper=paper_in(request),
            **self.who(),
        )
        return _("已报办结，等待综试区办公室核查。")

    def check(self, request: HttpRequest, pk: int) -> str:
        """The office closes it or sends it back."""
        accepted = request.POST.get("accepted") == "yes"
        followed.check_done(
            kind=self.kind,
            row_id=pk,
            version=number_in(request),
            accepted=accepted,
            note=request.POST.get("note", ""),
            **self.who(),
        )
        return _("已办结。") if accepted else _("已退回。")

    def reopen(self, request: HttpRequest, pk: int) -> str:
        """The office opens it again."""
        followed.reopen(
            kind=self.kind,
            row_id=pk,
            version=number_in(request),
            note=request.POST.get("note", ""),
            **self.who(),
        )
        return _("已重新打开。")

    def may(self, row: followed.Followed, units: Iterable[MemberUnit]) -> str:
        """The one deed that this person may do on it now, or nothing."""
        office = is_office(self.viewer)
        if row.status == OPEN:
            speaks = office or any(acts_for(unit, self.person, on=self.today) for unit in units)
            return "report" if speaks else ""
        if row.status == REPORTED:
            return "check" if office else ""
        return "reopen" if is_office(self.viewer, RELEASING) else ""

    deeds = {"report": report, "check": check, "reopen": reopen}


class DutyPage(FollowedPage):
    """One task."""

    template_name = "statistics/duty.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        duty = selectors_tasks.duty_of(self.viewer, kwargs["pk"])
        if duty is None:
            raise Http404
        (row,) = selectors_tasks.task_standings([duty], today=self.today)
        leads = list(duty.leads.select_related("organisation"))
        return super().get_context_data(**kwargs) | {
            "duty": duty,
            "name": words_of(duty),
            "section": words_of(sections()[duty.section]),
            "deadline": duty.deadline_text if duty.due_date else _("长期工作"),
            "light": light_label(row.light.colour),
            "why": [said(REASONS[code]) for code in row.light.reasons],
            "state": followed_label(duty.status),
            "is_done": duty.status == CLOSED,
            "leads": [{"name": words_of(unit), "pk": unit.pk} for unit in leads],
            "participants": names_of(duty.participants.all()),
            "may": self.may(duty, leads),
            "months": [
                {"row": line, "unit": words_of(line.report.unit)}
                for line in selectors_tasks.progress_of(duty)
            ],
            "events": _events(duty),
            "crumbs": [
                {"url": reverse("statistics:duties"), "label": _("任务分工")},
                {"url": "", "label": f"{duty.number} {words_of(duty)}"},
            ],
        }

    def after(self, **kwargs: Any) -> str:
        return reverse("statistics:duty", args=[kwargs["pk"]])


def _events(duty: Duty) -> list[dict[str, Any]]:
    return events_of(duty.steps.order_by("id"), DEEDS)
