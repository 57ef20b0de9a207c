"""Cases of the negative list: the queue, a new one, and the case itself with what comes next."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.labels import name_of
from credit import selectors_cases
from credit.models import Case
from credit.pages.case_view import Onlooker, case_context
from credit.pages.supervision_base import (
    Act,
    DeedPage,
    OfficialList,
    SupervisionPage,
    clock_of,
    refuse_unless_official,
    version_of,
)
from credit.pages.supervision_labels import (
    case_label,
    cause_label,
    record_name,
    said,
    subject_name,
)
from credit.rules.supervision import states
from credit.rules.supervision.causes import CAUSES
from credit.services.supervision import cases, deciding, listing
from zone_portal.framework.forms import give_choices
from zone_portal.framework.lists import (
    Field,
    FilterForm,
    ListRow,
    choice_filter,
    text_filter,
)
from zone_portal.kernel.errors import PortalError


class CaseForm(FilterForm):
    """Filters of the cases."""

    q = text_filter(gettext_lazy("企业、代码或案号"), 100)
    status = choice_filter(gettext_lazy("状态"), [])
    cause = choice_filter(gettext_lazy("事由"), [])
    late = choice_filter(gettext_lazy("期限"), [("1", gettext_lazy("已超期"))])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        give_choices(
            self,
            "status",
            [
                ("", _("办理中")),
                ("all", _("全部状态")),
                *((code, said(texts)) for code, texts in states.CASE_LABELS.items()),
            ],
        )
        give_choices(
            self,
            "cause",
            [
                ("", _("全部")),
                *((code, cause_label(code)) for code in CAUSES),
            ],
        )


class CasesPage(OfficialList):
    """Where officials find the cases of their sites."""

    title = gettext_lazy("负面清单事项")
    form_class = CaseForm
    file_name = "credit-cases"
    empty_title = gettext_lazy("没有办理中的事项")
    empty_text = gettext_lazy("发现重大失信行为时，从“新建事项”开始；低风险请用信用警示。")
    columns = (
        Field("subject", gettext_lazy("主体"), form="link"),
        Field("clock", gettext_lazy("期限"), form="state"),
        Field("cause", gettext_lazy("事由")),
        Field("state", gettext_lazy("状态"), form="state"),
        Field("opened", gettext_lazy("立案时间"), form="moment"),
        Field("published", gettext_lazy("公布时间"), form="moment", shown=False),
        Field("until", gettext_lazy("最长公布期至"), shown=False),
        Field("site", gettext_lazy("办理平台"), shown=False),
        Field("number", gettext_lazy("案号"), form="word"),
    )

    def rows(self, form: CaseForm) -> Any:
        return selectors_cases.cases(self.viewer, form.chosen(), on=timezone.localdate())

    def lines(self, rows: Iterable[Case]) -> list[ListRow]:
        return [_line(row) for row in rows]

    def views(self) -> list[tuple[str, str]]:
        return [
            (_("办理中"), ""),
            (_("待第二人决定"), "status=proposed"),
            (_("已公布"), "status=published"),
            (_("已超期"), "late=1"),
            (_("全部"), "status=all"),
        ]

    def action(self) -> dict[str, Any]:
        if not self.handles:
            return {}
        return {"url": reverse("credit:case_new"), "label": _("新建事项")}


class NewCasePage(SupervisionPage):
    """Find the firm, choose cause and records, state the facts."""

    template_name = "credit/case_new.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        refuse_unless_official(self.request)
        query = self.request.GET.get("q", "")
        chosen = self.request.GET.get("enterprise", "")
        firm = None
        if chosen.isdecimal():
            firm = selectors_cases.firm_of(self.viewer, int(chosen))
            if firm is None:
                raise Http404
        return super().get_context_data(**kwargs) | {
            "q": query,
            "firm": firm,
            "found": selectors_cases.find_firms(self.viewer, query) if firm is None else [],
            "searched": bool(query),
            "causes": [
                {"code": code, "label": cause_label(code), "basis": cause.basis}
                for code, cause in CAUSES.items()
            ],
            "records": [
                {
                    "id": row.pk,
                    "label": record_name(row),
                    "cause": row.cause,
                    "on": row.occurred_date,
                    "disputed": getattr(row, "mark", None) == "disputed",
                }
                for row in (selectors_cases.bad_records(firm.pk) if firm else [])
            ],
            "typed": kwargs.get("typed", {}),
            "errors": kwargs.get("errors", []),
            "crumbs": [
                {"url": reverse("credit:cases"), "label": _("负面清单事项")},
                {"url": "", "label": _("新建事项")},
            ],
        }

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        refuse_unless_official(request)
        sent = request.POST
        firm = request.GET.get("enterprise", "")
        try:
            case = cases.open_case(
                enterprise_id=int(firm) if firm.isdecimal() else 0,
                cause=sent.get("cause", ""),
                facts=sent.get("facts", ""),
                evidence=sent.get("evidence", ""),
                record_ids=[int(n) for n in sent.getlist("records") if n.isdecimal()],
                **self.deed(),
            )
        except PortalError as refusal:
            return self.again(refusal)
        messages.success(request, _("已立案。写明理由后告知当事人。"))
        return redirect("credit:case", pk=case.pk)


class CasePage(SupervisionPage):
    """One case, for the party and for officials: what comes next, clocks, timeline."""

    template_name = "credit/case.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        case = selectors_cases.case_of(self.viewer, kwargs["pk"])
        if case is None:
            raise Http404
        who = Onlooker(self.viewer, self.person.pk, self.today)
        shown = {"typed": kwargs.get("typed", {}), "errors": kwargs.get("errors", [])}
        return super().get_context_data(**kwargs) | case_context(case, who) | shown


def _notify(pk: int, request: HttpRequest, who: dict[str, Any]) -> str:
    case = cases.notify_party(
        case_id=pk, version=version_of(request), reasons=request.POST.get("reasons", ""), **who
    )
    return _("已告知当事人，陈述申辩至 %(until)s。") % {"until": case.statement_until_date}


def _drop(pk: int, request: HttpRequest, who: dict[str, Any]) -> str:
    cases.drop_candidate(
        case_id=pk, version=version_of(request), reasons=request.POST.get("drop_reasons", ""), **who
    )
    return _("已撤回拟列入。")


def _waive(pk: int, _request: HttpRequest, who: dict[str, Any]) -> str:
    cases.waive_statement(case_id=pk, **who)
    return _("已记录：放弃陈述申辩。")


def _close(pk: int, request: HttpRequest, who: dict[str, Any]) -> str:
    cases.close_hearing(case_id=pk, version=version_of(request), **who)
    return _("陈述申辩期满，可以提出处理意见。")


def _propose(pk: int, request: HttpRequest, who: dict[str, Any]) -> str:
    deciding.propose(
        case_id=pk,
        version=version_of(request),
        proposal=request.POST.get("proposal", ""),
        reasons=request.POST.get("proposal_reasons", ""),
        **who,
    )
    return _("已提出，待另一位复核负责人决定。")


def _decide(pk: int, request: HttpRequest, who: dict[str, Any]) -> str:
    confirmed = request.POST.get("confirmed") == "yes"
    deciding.decide(
        case_id=pk,
        version=version_of(request),
        confirmed=confirmed,
        reasons=request.POST.get("decision_reasons", ""),
        **who,
    )
    return _("决定已作出。") if confirmed else _("已退回重新提出。")


def _publish(pk: int, request: HttpRequest, who: dict[str, Any]) -> str:
    listing.publish(
        case_id=pk,
        version=version_of(request),
        confirmation=request.POST.get("confirmation", ""),
        **who,
    )
    return _("已公布，措施同时实施。")


def _annul(pk: int, request: HttpRequest, who: dict[str, Any]) -> str:
    listing.annul(
        case_id=pk,
        version=version_of(request),
        reasons=request.POST.get("annul_reasons", ""),
        **who,
    )
    return _("决定已撤销。")


DEEDS: Final[Mapping[str, Act]] = {
    "notify": _notify,
    "drop": _drop,
    "waive": _waive,
    "close": _close,
    "propose": _propose,
    "decide": _decide,
    "publish": _publish,
    "annul": _annul,
}


class CaseDeedPage(CasePage, DeedPage):
    """The buttons of a case."""

    deeds = DEEDS
    page = "credit:case"


def _line(row: Case) -> ListRow:
    return ListRow(
        reverse("credit:case", args=[row.pk]),
        {
            "subject": subject_name(row),
            "clock": clock_of(selectors_cases.case_clocks(row, on=timezone.localdate())),
            "cause": cause_label(row.cause),
            "state": case_label(row.status),
            "opened": row.opened_at,
            "published": row.published_at,
            "until": row.listed_until_date.isoformat() if row.listed_until_date else "",
            "site": name_of(row.site),
            "number": row.number,
        },
    )
