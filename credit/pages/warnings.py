"""Warnings: issued by officials, answered by firms, ending by themselves."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from credit import selectors_cases
from credit.models import CreditWarning
from credit.pages.supervision_base import (
    SupervisionList,
    SupervisionPage,
    refuse_unless_official,
)
from credit.pages.supervision_labels import said, subject_name, warning_label
from credit.rules.supervision import states
from credit.services.supervision import warnings
from zone_portal.framework.forms import give_choices
from zone_portal.framework.lists import (
    Field,
    FilterForm,
    ListRow,
    choice_filter,
    text_filter,
)
from zone_portal.kernel.errors import PortalError


class WarningForm(FilterForm):
    """Filters of the warnings."""

    q = text_filter(gettext_lazy("企业或编号"), 100)
    status = choice_filter(gettext_lazy("状态"), [])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        give_choices(
            self,
            "status",
            [
                ("", _("警示中")),
                ("all", _("全部状态")),
                *((code, said(texts)) for code, texts in states.WARNING_LABELS.items()),
            ],
        )


class WarningsPage(SupervisionList):
    """Warnings that a firm got, or that officials issued at their sites."""

    title = gettext_lazy("信用警示")
    form_class = WarningForm
    file_name = "credit-warnings"
    empty_title = gettext_lazy("没有警示中的记录")
    empty_text = gettext_lazy("低风险以警示提醒，有期限、可回复、到期自动终止，不属于列入名单。")
    columns = (
        Field("number", gettext_lazy("编号"), form="link"),
        Field("subject", gettext_lazy("企业")),
        Field("state", gettext_lazy("状态"), form="state"),
        Field("text", gettext_lazy("警示内容")),
        Field("until", gettext_lazy("警示期至"), form="code"),
        Field("reply", gettext_lazy("回复期限"), form="code", shown=False),
        Field("public", gettext_lazy("公布时间"), form="moment", shown=False),
    )

    def rows(self, form: WarningForm) -> Any:
        return selectors_cases.warnings(self.viewer, form.chosen())

    def lines(self, rows: Iterable[CreditWarning]) -> list[ListRow]:
        return [
            ListRow(
                reverse("credit:warning", args=[row.pk]),
                {
                    "number": row.number,
                    "subject": subject_name(row),
                    "state": warning_label(row.status),
                    "text": row.text[:80],
                    "until": row.until_date.isoformat(),
                    "reply": row.reply_due_date.isoformat(),
                    "public": row.public_at,
                },
            )
            for row in rows
        ]

    def views(self) -> list[tuple[str, str]]:
        return [(_("警示中"), ""), (_("待回复"), "status=issued"), (_("全部"), "status=all")]

    def action(self) -> dict[str, Any]:
        if not self.handles:
            return {}
        return {"url": reverse("credit:warning_new"), "label": _("发出警示")}


class NewWarningPage(SupervisionPage):
    """Find the firm, say what the risk is."""

    template_name = "credit/warning_new.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        refuse_unless_official(self.request)
        query, chosen = self.request.GET.get("q", ""), self.request.GET.get("enterprise", "")
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
            "typed": kwargs.get("typed", {}),
            "errors": kwargs.get("errors", []),
            "crumbs": [
                {"url": reverse("credit:warnings"), "label": _("信用警示")},
                {"url": "", "label": _("发出警示")},
            ],
        }

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        refuse_unless_official(request)
        firm = request.GET.get("enterprise", "")
        try:
            row = warnings.issue_warning(
                enterprise_id=int(firm) if firm.isdecimal() else 0,
                text=request.POST.get("text", ""),
                basis=request.POST.get("basis", ""),
                **self.deed(),
            )
        except PortalError as refusal:
            return self.again(refusal)
        messages.success(request, _("已发出警示并通知企业。"))
        return redirect("credit:warning", pk=row.pk)


class WarningPage(SupervisionPage):
    """One warning, for the firm and for officials."""

    template_name = "credit/warning.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = selectors_cases.warning_of(self.viewer, kwargs["pk"])
        if row is None:
            raise Http404
        is_party = not self.viewer.is_official
        runs = row.status in {states.ISSUED, states.REPLIED}
        handles = not is_party and bool(self.viewer.roles & {"reviewer", "supervisor"})
        return super().get_context_data(**kwargs) | {
            "warning": row,
            "subject": subject_name(row),
            "state": warning_label(row.status),
            "is_party": is_party,
            "may_reply": is_party and row.status == states.ISSUED,
            "may_withdraw": handles and runs,
            "may_publish": handles
            and runs
            and row.public_at is None
            and "supervisor" in self.viewer.roles
            and row.issued_by_id != self.person.pk,
            "typed": kwargs.get("typed", {}),
            "errors": kwargs.get("errors", []),
            "crumbs": [
                {"url": reverse("credit:warnings"), "label": _("信用警示")},
                {"url": "", "label": row.number},
            ],
        }


class WarningDeedPage(WarningPage):
    """The buttons of a warning."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: int, deed: str) -> HttpResponse:
        try:
            told = self._act(pk, deed)
        except PortalError as refusal:
            return self.again(refusal, pk=pk)
        messages.success(request, told)
        return redirect("credit:warning", pk=pk)

    def _act(self, pk: int, deed: str) -> str:
        sent = self.request.POST
        if deed == "reply":
            warnings.reply_to_warning(warning_id=pk, text=sent.get("text", ""), **self.deed())
            return _("已回复。")
        if deed == "withdraw":
            warnings.withdraw_warning(warning_id=pk, reasons=sent.get("reasons", ""), **self.deed())
            return _("已撤回警示。")
        if deed == "publish":
            warnings.make_public(warning_id=pk, **self.deed())
            return _("已公布，到期自动撤下。")
        raise Http404
