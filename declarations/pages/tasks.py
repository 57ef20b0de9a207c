"""Repair tasks for people: the list, one task, and the word that it is being worked on."""

from collections.abc import Iterable, Sequence
from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from accounts.models import User
from declarations import exports, task_list
from declarations.pages.course import plain_info
from declarations.pages.labels import NOUNS, responsible_label
from declarations.pages.task_words import (
    CORRECTED,
    STATES,
    clock_of,
    code_words,
    element_label,
    fix_url,
    title_of,
    values_of,
)
from declarations.services.task_deeds import begin_work, send_again
from declarations.task_list import ListedTask, TaskFilter
from declarations.task_states import OPEN, UNFINISHED
from enterprises.services.refusals import Refusal
from enterprises.viewers import viewer_for
from zone_portal.framework import lists
from zone_portal.framework.lists import Field, FilterForm, ListRow, choice_filter, text_filter
from zone_portal.framework.pages import SignedInPage, origin_of
from zone_portal.kernel.errors import PortalError

MINE = "whose=ours&state=unfinished"
NOT_FOUND = 404

COLUMNS = (
    Field("problem", gettext_lazy("问题"), form="link"),
    Field("state", gettext_lazy("状态"), form="state"),
    Field("left", gettext_lazy("剩余时间"), form="state"),
    Field("document", gettext_lazy("须更正的单证")),
    Field("number", gettext_lazy("单证编号"), form="code"),
    Field("field", gettext_lazy("栏目")),
    Field("values", gettext_lazy("两方的值")),
    Field("firm", gettext_lazy("责任企业")),
    Field("code", gettext_lazy("代码"), form="word", shown=False),
    Field("opened", gettext_lazy("产生时间"), form="moment", shown=False),
    Field("deadline", gettext_lazy("截止时间"), form="full_moment", shown=False),
    Field("closed", gettext_lazy("结束时间"), form="moment", shown=False),
)


class TaskForm(FilterForm):
    """Filters of the list of tasks."""

    whose = choice_filter(
        gettext_lazy("由谁处理"),
        [(task_list.OURS, gettext_lazy("本企业")), (task_list.OTHERS, gettext_lazy("其他企业"))],
    )
    state = choice_filter(
        gettext_lazy("状态"),
        [
            (task_list.UNFINISHED_ONES, gettext_lazy("未完成")),
            *((code, label.text) for code, label in STATES.items()),
        ],
    )
    overdue = choice_filter(gettext_lazy("剩余时间"), [("yes", gettext_lazy("已逾期"))])
    noun = choice_filter(gettext_lazy("须更正的单证"), NOUNS.items())
    code = text_filter(gettext_lazy("问题代码"), 12)
    party = text_filter(gettext_lazy("责任企业"), 100)

    def filter(self) -> TaskFilter:
        chosen = self.chosen()
        overdue = bool(chosen.pop("overdue", ""))
        return TaskFilter(**chosen, overdue=overdue)


class Tasks(lists.ListPage):
    """What has to be corrected, by whom and until when."""

    title = gettext_lazy("更正任务")
    template_name = "declarations/tasks.html"
    columns: Sequence[Field] = COLUMNS
    form_class = TaskForm
    file_name = "tasks"
    more_filters = ("noun", "code", "party")
    empty_title = gettext_lazy("没有更正任务")
    empty_text = gettext_lazy("对碰不一致时，须更正的单证会列在这里，并写明栏目、两方的值和期限。")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """A firm's own unfinished tasks come first; everything else is one click away."""
        if not request.GET and viewer_for(request.user).own_ids:
            return HttpResponseRedirect(f"{request.path}?{MINE}")
        return super().get(request, *args, **kwargs)

    def rows(self, form: TaskForm) -> Any:
        return task_list.tasks(viewer_for(self.request.user), form.filter(), at=timezone.now())

    def lines(self, rows: Iterable[Any]) -> list[ListRow]:
        viewer = viewer_for(self.request.user)
        return [_line(found) for found in task_list.with_findings(rows, viewer)]

    def chunks(self, form: TaskForm) -> Iterable[Sequence[Any]]:
        return exports.chunks(self.rows(form))

    def views(self) -> list[tuple[str, str]]:
        own = bool(viewer_for(self.request.user).own_ids)
        ours = [(_("本企业待办"), MINE), (_("等其他企业"), "whose=others&state=unfinished")]
        return [
            *(ours if own else [(_("未完成"), "state=unfinished")]),
            (_("已逾期"), "overdue=yes"),
            (_("已更正"), "state=done"),
            (_("全部"), "whose=all"),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"tabs": tabs("tasks")}


def count_of(request: HttpRequest) -> int:
    """The number beside the entry of the navigation: what the person's own firms have to do."""
    user = request.user
    if not isinstance(user, User) or user.is_official:
        return 0
    return task_list.count_for(user.pk)


def tabs(current: str) -> list[dict[str, Any]]:
    """The two pages about what is to be corrected."""
    pages = (("tasks", _("任务清单")), ("causes", _("原因排行")))
    return [
        {"label": label, "url": reverse(f"declarations:{name}"), "current": name == current}
        for name, label in pages
    ]


def _line(listed: ListedTask) -> ListRow:
    task = listed.task
    line = "" if task.line is None else f" [{task.line}]"
    values = {
        "problem": title_of(listed),
        "state": STATES[task.state],
        "left": clock_of(task, timezone.now()),
        "document": NOUNS[listed.noun],
        "number": listed.number,
        "field": f"{element_label(task.kind, task.field)}{line}",
        "values": values_of(listed),
        "firm": listed.firm,
        "code": task.code,
        "opened": task.opened_at,
        "deadline": task.deadline_at,
        "closed": task.closed_at,
    }
    return ListRow(reverse("declarations:task", args=[task.pk]), values)


class TaskPage(SignedInPage):
    """One task: what is wrong, until when, where it is fixed; and "we are working on it"."""

    template_name = "declarations/task.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        viewer = viewer_for(self.request.user)
        listed = task_list.task_of(kwargs["pk"], viewer)
        if listed is None:
            raise Http404
        task = listed.task
        may_open = task_list.may_open(listed.noun, task.document_id, viewer)
        return super().get_context_data(**kwargs) | {
            "task": task,
            "listed": listed,
            "title": title_of(listed),
            "state": STATES[task.state],
            "clock": clock_of(task, timezone.now()),
            "noun": NOUNS[listed.noun],
            "element": element_label(task.kind, task.field),
            "role": responsible_label(task.role),
            "may_resend": task.receipt_id is not None and not task.field,
            "may_begin": listed.is_ours and task.state == OPEN,
            "is_unfinished": task.state in UNFINISHED,
            "said": plain_info(listed.said or ""),
            **code_words(task.code),
            "fix_url": fix_url(listed, may_open=may_open),
            "may_open": may_open,
            "may_correct": listed.is_ours and may_open and listed.noun in CORRECTED,
        }

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Say that the correction is being worked on; or that it goes to customs as it is."""
        deed = send_again if request.POST.get("deed") == "resend" else begin_work
        try:
            deed(
                task_id=pk,
                viewer=viewer_for(request.user),
                by=cast("User", request.user),
                at=timezone.now(),
                origin=origin_of(request),
            )
        except PortalError as refusal:
            return _refused(request, refusal)
        return HttpResponseRedirect(reverse("declarations:task", args=[pk]))


def _refused(request: HttpRequest, refusal: PortalError) -> HttpResponse:
    status = refusal.status if isinstance(refusal, Refusal) else 409
    if status == NOT_FOUND:
        raise Http404 from refusal
    reason = refusal.text(get_language() or "zh-hans")
    context = {"reason": reason, "code": refusal.code, "back": request.path}
    return render(request, "403.html" if status == 403 else "409.html", context, status=status)
