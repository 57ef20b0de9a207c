"""Requests for assistance, packages, the duty matrix, the workload, the grading standard."""

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from accounts.labels import DEPARTMENTS
from risk import selectors_cases, selectors_joint
from risk.models import AssistanceRequest, DutyRow
from risk.pages.case_forms import AnswerForm, DutyForm, SignalForm
from risk.pages.case_labels import (
    department,
    due_label,
    level_label,
    party_name,
    request_label,
    told_value,
)
from risk.pages.matter import (
    Act,
    DeedMixin,
    Fact,
    FormPage,
    MatterPage,
    Passage,
    RiskOfficePage,
    Table,
    officials_only,
)
from risk.pages.matter_forms import said
from risk.rules.cases import parameters, states
from risk.rules.cases.grading import LEVELS
from risk.rules.cases.sharing import FIELDS
from risk.rules.types import AREAS, TYPES
from risk.services.joint import asking, duties, packages, systems
from risk.services.joint.duties import Duties
from risk.services.joint.systems import Told
from zone_portal.framework.lists import Label


class RequestPage(MatterPage):
    """A request: what was asked and told, and the answer."""

    crumb = (gettext_lazy("协助请求"), "risk:requests")
    url_name = "risk:request"

    def may_open(self) -> None:
        officials_only(self.viewer)

    def find(self, pk: int) -> AssistanceRequest:
        row = selectors_joint.request_of(self.viewer, pk)
        if row is None:
            raise Http404
        return row

    def title(self, row: AssistanceRequest) -> str:
        return _("协助请求 → %(party)s") % {"party": party_name(row)}

    def label(self, row: AssistanceRequest) -> Label:
        return request_label(row.status)

    def history(self, row: AssistanceRequest) -> list[dict[str, Any]]:
        del row
        return []

    def facts(self, row: AssistanceRequest) -> list[Fact]:
        is_open = row.status == states.ASKED
        found = [
            Fact(_("对象"), party_name(row)),
            Fact(_("请求人"), row.asked_by.name or row.asked_by.username),
            Fact(_("请求时间"), row.asked_at, "moment"),
            Fact(_("答复期限"), due_label(row.due_at, self.now, ended=not is_open), "state"),
        ]
        if selectors_cases.case_of(self.viewer, row.case_id) is not None:
            url = reverse("risk:case", args=[row.case_id])
            found.insert(0, Fact(_("风险事项"), row.case.number, url=url))
        if row.answered_at:
            found.append(Fact(_("答复人"), row.answered_by_label, note=row.reference))
            found.append(Fact(_("答复时间"), row.answered_at, "moment"))
        return found

    def passages(self, row: AssistanceRequest) -> list[Passage]:
        return [Passage(_("请求事项"), row.question), Passage(_("答复"), row.answer)]

    def tables(self, row: AssistanceRequest) -> list[Table]:
        told: list[list[Any]] = [
            [said(FIELDS[name]), line]
            for name in FIELDS
            if name in row.shared
            for line in told_value(name, row.shared[name]).splitlines()
        ]
        return [Table(_("所告知内容（最小必要）"), [_("项目"), _("内容")], told, _("没有告知内容"))]

    def possible(self, row: AssistanceRequest) -> set[str]:
        if row.status != states.ASKED or not self.viewer.roles & {"reviewer", "supervisor"}:
            return set()
        asked = row.department in self.viewer.departments
        asking_side = selectors_cases.case_of(self.viewer, row.case_id) is not None
        if row.party == "zone" and asking_side:
            return {"answer", "decline", "withdraw"}
        mine = {"answer", "decline"} if asked else set()
        return mine | ({"withdraw"} if asking_side else set())

    def acts(self) -> Iterable[Act]:
        who = self.deed()
        return (
            Act(
                "answer",
                _("答复"),
                _("答复"),
                _("已答复。"),
                partial(_answer, who),
                AnswerForm,
                primary=True,
            ),
            Act(
                "decline",
                _("无法协助"),
                _("说明后退回"),
                _("已说明。"),
                partial(_decline, who),
                AnswerForm,
            ),
            Act("withdraw", _("撤回请求"), _("撤回请求"), _("已撤回。"), partial(_withdraw, who)),
        )


class RequestDeedPage(DeedMixin, RequestPage):
    """The buttons of a request."""


class PackagePage(RiskOfficePage):
    """A package as a file; fetching it is on record."""

    def may_open(self) -> None:
        officials_only(self.viewer)

    def get(self, *_args: Any, pk: int, **_kwargs: Any) -> HttpResponse:
        row = packages.fetch(package_id=pk, **self.deed())
        response = HttpResponse(bytes(row.content), content_type="application/zip")
        response["Content-Disposition"] = f'attachment; filename="{row.number}.zip"'
        return response


class SignalPage(FormPage):
    """An officer enters what was observed elsewhere."""

    form_class = SignalForm
    title = gettext_lazy("登记风险信号")
    note = gettext_lazy("部门、银行可用接口报送；这里登记的信号由负责人评估后才预警。")
    button = gettext_lazy("登记")
    crumb = (gettext_lazy("风险事项"), "risk:cases")

    def may_open(self) -> None:
        officials_only(self.viewer)
        if not self.viewer.roles & {"reviewer", "supervisor"}:
            raise PermissionDenied

    def save(self, values: Mapping[str, Any]) -> str:
        told = Told(
            type=values["type"],
            kind=values["kind"],
            subject=values["subject"],
            level=values["level"],
            text=values["text"],
            reference=values["reference"],
            label=values["label"],
        )
        signal = systems.report(told, source=values["source"], **self.own_deed())
        messages.success(self.request, _("已登记。"))
        case = signal.alert.case if signal.alert else None
        if case is None or selectors_cases.case_of(self.viewer, case.pk) is None:
            return reverse("risk:cases")
        return reverse("risk:case", args=[case.pk])


class DutiesPage(RiskOfficePage):
    """Who leads and who helps, type by type."""

    template_name = "risk/duties.html"

    def may_open(self) -> None:
        officials_only(self.viewer)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = selectors_joint.duty_matrix(on=self.today)
        return super().get_context_data(**kwargs) | {
            "areas": [
                {
                    "title": said(words),
                    "rows": [_duty_line(row) for row in rows if row.type.area == area],
                }
                for area, words in AREAS.items()
            ],
            "may_change": duties.keeps_duties(self.person, at=self.now),
        }


class DutyPage(FormPage):
    """The duties of one type from a day on."""

    form_class = DutyForm
    button = gettext_lazy("保存")
    crumb = (gettext_lazy("联控职责"), "risk:duties")

    def may_open(self) -> None:
        officials_only(self.viewer)
        if not duties.keeps_duties(self.person, at=self.now):
            raise PermissionDenied
        if self.kwargs["code"] not in TYPES:
            raise Http404
        self.title = said(TYPES[self.kwargs["code"]].title)

    def form(self, data: Any = None) -> DutyForm:
        departments = [(code, str(name)) for code, name in DEPARTMENTS.items()]
        initial = self.initial() if data is None else None
        return DutyForm(data, initial=initial, departments=departments)

    def initial(self) -> dict[str, Any]:
        rows = {row.type.code: row for row in selectors_joint.duty_matrix(on=self.today)}
        row = rows[self.kwargs["code"]]
        lead = row.lead
        return {
            "lead": lead.department if lead else "",
            "support": [one.department for one in row.support],
            "contact": lead.contact if lead else "",
            "substitute": lead.substitute if lead else "",
            "basis": lead.basis if lead else row.type.basis,
            "valid_from": self.today,
        }

    def save(self, values: Mapping[str, Any]) -> str:
        duties.put_duties(risk_type=self.kwargs["code"], duties=Duties(**values), **self.own_deed())
        messages.success(self.request, _("已保存。"))
        return reverse("risk:duties")


class WorkloadPage(RiskOfficePage):
    """How much waits where, what is late, and how long handling takes."""

    template_name = "risk/workload.html"

    def may_open(self) -> None:
        officials_only(self.viewer)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = selectors_cases.workload(self.viewer, at=self.now)
        cases = reverse("risk:cases")
        return super().get_context_data(**kwargs) | {
            "rows": [
                {
                    "load": row,
                    "department": department(row.department),
                    "url": f"{cases}?department={row.department}",
                    "late_url": f"{cases}?department={row.department}&late=1",
                }
                for row in rows
            ],
            "days": selectors_cases.PERIOD_DAYS,
            "late": sum(row.late for row in rows),
            "open": sum(row.waiting + row.handling + row.reviewing for row in rows),
        }


class StandardPage(TemplateView):
    """The published grading standard: open to anybody."""

    template_name = "risk/standard.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = localdate()
        standard = selectors_cases.standard(on=today)
        return super().get_context_data(**kwargs) | {
            "today": today,
            "levels": [
                {
                    "label": level_label(code),
                    "from": getattr(standard, code),
                    "response": said((level.response_zh, level.response_en)),
                    "assign": _term(f"{parameters.ASSIGN}{code}", today),
                    "handle": _term(f"{parameters.HANDLE}{code}", today),
                }
                for code, level in reversed(list(LEVELS.items()))
            ],
            "cool_down": _term(parameters.COOL_DOWN, today),
            "review": _term(parameters.REVIEW, today),
            "assistance": _term(parameters.ASSISTANCE, today),
        }


def _term(name: str, on: Any) -> str:
    term = selectors_cases.term(name, on=on)
    words = _("%(n)s 个工作日") if term.counts_working_days else _("%(n)s 小时")
    return words % {"n": term.amount}


def _duty_line(row: Any) -> dict[str, Any]:
    lead: DutyRow | None = row.lead
    return {
        "code": row.type.code,
        "title": said(row.type.title),
        "lead": department(lead.department) if lead else "",
        "support": [department(one.department) for one in row.support],
        "contact": lead.contact if lead else "",
        "substitute": lead.substitute if lead else "",
        "basis": lead.basis if lead else row.type.basis,
        "since": lead.valid_from if lead else None,
    }


Who = dict[str, Any]


def _answer(who: Who, pk: int, _version: int, values: Mapping[str, Any]) -> None:
    asking.answer(request_id=pk, text=values["answer"], reference=values["reference"], **who)


def _decline(who: Who, pk: int, _version: int, values: Mapping[str, Any]) -> None:
    asking.answer(
        request_id=pk,
        text=values["answer"],
        reference=values["reference"],
        declined=True,
        **who,
    )


def _withdraw(who: Who, pk: int, _version: int, _values: Mapping[str, Any]) -> None:
    asking.withdraw(request_id=pk, **who)
