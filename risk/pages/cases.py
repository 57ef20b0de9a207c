"""One risk case: what comes next and whose it is, its alerts and evidence, and the deeds."""

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.http import Http404
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.labels import DEPARTMENTS, name_of
from accounts.selectors import postings_of
from risk import selectors_cases, selectors_joint
from risk.models import Case
from risk.pages import case_deeds
from risk.pages.case_forms import (
    AskForm,
    AssessForm,
    AssignForm,
    BackForm,
    HandleForm,
    HandOverForm,
    RefuseRedForm,
    ReviewForm,
    WhyForm,
)
from risk.pages.case_labels import (
    DEEDS,
    case_label,
    department,
    due_label,
    ended,
    level_label,
    note_label,
    type_name,
    verdict_label,
)
from risk.pages.case_plans import plan_tables
from risk.pages.case_tables import tables_of
from risk.pages.matter import Act, DeedMixin, Fact, MatterPage, Passage, Table, officials_only
from risk.pages.matter_forms import language, said
from risk.rules.cases import states
from risk.rules.cases.grading import LEVELS
from risk.rules.subjects import KINDS
from risk.services.cases import handling
from risk.services.cases.common import HANDLING, OFFICE
from zone_portal.framework.lists import Label


def profile_link(row: Case) -> str:
    """Where the subject of an open case is seen over the five types; nothing for one that ended,
    of which there may be nothing left to show."""
    if ended(row):
        return ""
    if row.enterprise_id is not None:
        return reverse("risk:profile", args=[row.enterprise_id])
    query = urlencode({"kind": row.subject_kind, "key": row.subject_key})
    return f"{reverse('risk:subject')}?{query}"


class CasePage(MatterPage):
    """One case, for the officials in charge."""

    crumb = (gettext_lazy("风险事项"), "risk:cases")
    url_name = "risk:case"

    def may_open(self) -> None:
        officials_only(self.viewer)

    def find(self, pk: int) -> Case:
        case = selectors_cases.case_of(self.viewer, pk)
        if case is None:
            raise Http404
        self.units = [
            (unit.code, f"{department(unit.department)} · {name_of(unit)}")
            for unit in handling.units_of(case)
        ]
        return case

    def title(self, row: Case) -> str:
        return row.subject_label or row.subject_key

    def label(self, row: Case) -> Label:
        return case_label(row.status)

    def history(self, row: Case) -> list[dict[str, Any]]:
        return [
            {
                "title": DEEDS.get(step.deed, step.deed),
                "at": step.at,
                "by": step.by.name or step.by.username if step.by else step.by_label,
                "note": note_label(step.note),
            }
            for step in selectors_cases.steps_of(row)
        ]

    def say(self, row: Case) -> dict[str, Any]:
        return saying(row)

    def facts(self, row: Case) -> list[Fact]:
        level = LEVELS[row.level]
        unsure = "" if selectors_cases.is_certain(row.due_at) else _("当年节假日安排未公布")
        found = [
            Fact(
                _("级别"),
                level_label(row.level, row.claimed),
                "state",
                note=said((level.response_zh, level.response_en)),
            ),
            Fact(_("风险类型"), type_name(row.type)),
            Fact(_("主体种类"), said(KINDS[row.subject_kind]), url=profile_link(row)),
            Fact(
                _("当前期限"),
                due_label(row.due_at, self.now, ended=ended(row)),
                "state",
                note=unsure,
            ),
            Fact(_("牵头部门"), department(row.department)),
            Fact(_("责任单位"), name_of(row.organisation) if row.organisation else ""),
            Fact(_("经办人"), row.handler.name if row.handler else ""),
            Fact(_("立案时间"), row.opened_at, "moment"),
            Fact(_("办理平台"), name_of(row.site)),
        ]
        if row.risen:
            found.append(
                Fact(_("超期上报"), Label("bad", _("第 %(n)s 级") % {"n": row.risen}), "state")
            )
        if row.first_at or row.second_at:
            found.append(Fact(_("红色确认"), _confirmed(row)))
        if row.measure:
            found.append(
                Fact(_("处置措施"), said(states.MEASURES[row.measure]), note=row.handled_by_label)
            )
            found.append(Fact(_("证据"), row.evidence))
        if row.verdict:
            found.append(Fact(_("复查结论"), verdict_label(row.verdict), "state"))
        if row.record_id:
            found.append(Fact(_("信用记录"), row.number, "code", note=_("已写入信用台账")))
        return found

    def passages(self, row: Case) -> list[Passage]:
        return [Passage(_("处置结果"), row.result), Passage(_("复查意见"), row.review)]

    def tables(self, row: Case) -> list[Table]:
        is_open = row.status not in {states.CLOSED, states.DISMISSED}
        return [*tables_of(row, self.now), *plan_tables(self.viewer, row, is_open=is_open)]

    def possible(self, row: Case) -> set[str]:
        return possible(row, self.person)

    def acts(self) -> Iterable[Act]:
        who = self.deed()
        departments = [(code, str(name)) for code, name in DEPARTMENTS.items()]
        return (
            Act(
                "confirm",
                _("红色预警"),
                _("确认红色"),
                _("已确认。"),
                partial(case_deeds.confirm, who),
                note=_("红色须两人先后确认，第二人为复核负责人。确认前按橙色处置。"),
                primary=True,
            ),
            Act(
                "refuse",
                _("不是红色"),
                _("不确认红色"),
                _("已记录，维持现级别。"),
                partial(case_deeds.refuse, who),
                RefuseRedForm,
            ),
            Act(
                "assess",
                _("评估"),
                _("保存评估"),
                _("已评估。"),
                partial(case_deeds.assess, who),
                AssessForm,
                primary=True,
            ),
            Act(
                "issue",
                _("发布预警"),
                _("发布预警"),
                _("已发布预警。"),
                partial(case_deeds.issue, who),
                note=_("发布后通知牵头部门，开始分派。"),
                primary=True,
            ),
            Act(
                "dismiss",
                _("不预警"),
                _("不预警，结束"),
                _("已结束，不预警。"),
                partial(case_deeds.dismiss, who),
                WhyForm,
            ),
            Act(
                "assign",
                _("分派"),
                _("分派"),
                _("已分派并通知责任单位。"),
                partial(case_deeds.assign, who),
                partial(AssignForm, units=self.units),
                primary=True,
            ),
            Act(
                "begin",
                _("开始处置"),
                _("由我处置"),
                _("已开始处置。"),
                partial(case_deeds.begin, who),
                primary=True,
            ),
            Act(
                "handle",
                _("处置结果"),
                _("提交复查"),
                _("已提交复查。"),
                partial(case_deeds.handle, who),
                HandleForm,
                primary=True,
            ),
            Act(
                "review",
                _("复查"),
                _("保存复查结论"),
                _("已复查。"),
                partial(case_deeds.review, who),
                ReviewForm,
                note=_("由处置人以外的人复查；结论用于衡量规则。"),
                primary=True,
            ),
            Act(
                "close",
                _("结案"),
                _("结案"),
                _("已结案。"),
                partial(case_deeds.close, who),
                note=_("复查属实的，企业的信用台账增加一条记录。"),
                primary=True,
            ),
            Act(
                "back",
                _("退回"),
                _("退回继续处置"),
                _("已退回。"),
                partial(case_deeds.back, who),
                BackForm,
            ),
            Act(
                "ask",
                _("请求协助"),
                _("发出请求"),
                _("已发出请求。"),
                partial(case_deeds.ask, who),
                partial(AskForm, departments=departments),
            ),
            Act(
                "resend",
                _("未送达部门系统"),
                _("重新送达"),
                _("已重新送达。"),
                partial(case_deeds.resend, who),
            ),
            Act(
                "hand_over",
                _("移交案件"),
                _("生成签名的移交材料"),
                _("移交材料已生成。"),
                partial(case_deeds.hand_over, who),
                HandOverForm,
                note=_("含事项、预警、证据、经过和协助答复；个人信息脱敏。"),
            ),
        )


class CaseDeedPage(DeedMixin, CasePage):
    """The buttons of a case."""


def saying(case: Case) -> dict[str, str]:
    """What comes next, and whose it is, in one sentence."""
    unit = name_of(case.organisation) if case.organisation else department(case.department)
    texts = {
        states.COLLECTED: _("待评估：确定级别后发布预警，或说明理由后结束。"),
        states.ASSESSED: _("已评估，待发布预警。"),
        states.ALERTED: _("预警已发布，待分派责任单位。"),
        states.ASSIGNED: _("已交 %(unit)s，待其开始处置。") % {"unit": unit},
        states.IN_HANDLING: _("%(unit)s 正在处置。") % {"unit": unit},
        states.HANDLED: _("已处置，待处置人以外的人复查。"),
        states.REVIEWED: _("已复查，待结案。"),
        states.CLOSED: _("已结案：%(verdict)s。") % {"verdict": verdict_label(case.verdict).text},
        states.DISMISSED: _("评估后不预警，已结束。"),
    }
    text = str(texts[case.status])
    if case.claimed:
        gap = "" if language().startswith("zh") else " "
        text = gap.join([_("达到红色标准，待两人确认。"), text])
    tone = "bad" if case.claimed or case.level == "red" else "warn"
    return {"text": text, "tone": "ok" if ended(case) else tone}


def possible(case: Case, person: Any) -> set[str]:
    """What this person may do with the case now; the services decide again."""
    postings = [
        posting
        for posting in postings_of(person)
        if posting.role in HANDLING and case.site.path.startswith(posting.site_path)
    ]
    in_charge = [p for p in postings if p.department in {OFFICE, case.department or OFFICE}]
    found: set[str] = set()
    if not in_charge or ended(case):
        return found
    is_chief = any(posting.role == "supervisor" for posting in in_charge)
    if case.claimed and case.first_by_id != person.pk and (case.first_by_id is None or is_chief):
        found.add("confirm")
    if case.claimed:
        found.add("refuse")
    found |= _STEPS.get(case.status, set())
    unit = case.organisation
    if unit is not None and any(p.organisation == unit.code for p in postings):
        found |= _UNIT.get(case.status, set())
    if case.handled_by_id == person.pk:
        found -= {"review", "back"}
    if any(row.status == states.DEAD for row in selectors_joint.deliveries_of(case)):
        found.add("resend")
    found.add("ask")
    if is_chief and case.status not in states.UNASSIGNED:
        found.add("hand_over")
    return found


_STEPS: Mapping[str, set[str]] = {
    states.COLLECTED: {"assess", "dismiss"},
    states.ASSESSED: {"issue", "dismiss"},
    states.ALERTED: {"assign"},
    states.ASSIGNED: {"assign"},
    states.IN_HANDLING: {"assign"},
    states.HANDLED: {"review", "back"},
    states.REVIEWED: {"close", "back"},
}
_UNIT: Mapping[str, set[str]] = {
    states.ASSIGNED: {"begin"},
    states.IN_HANDLING: {"handle"},
}


def _confirmed(case: Case) -> str:
    named = [(case.first_by, case.first_at), (case.second_by, case.second_at)]
    return "；".join(
        f"{person.name or person.username} {localtime(at):%Y-%m-%d %H:%M}"
        for person, at in named
        if person is not None and at is not None
    )
