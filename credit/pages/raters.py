"""Third-party raters: their contracts, uploads and quality; and departments' systems."""

import csv
import io
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Organisation
from credit.models import RaterContract
from credit.pages.sharing_base import CreditPage, OfficePage, language, said
from credit.rules.quality import PARTS
from credit.rules.rating_rows import COLUMNS, MOST_ROWS
from credit.rules.sharing import ITEMS, PURPOSES
from credit.selectors_raters import contract_state, contracts_visible, quality_of, uploads_of
from credit.selectors_sharing_tables import department_clients, department_purposes
from credit.services.department_clients import MOST_DAYS, issue_key, revoke_key
from credit.services.raters import (
    Terms,
    approve_contract,
    end_contract,
    propose_contract,
    upload_ratings,
)
from credit.services.sharing_rights import keeps_sharing
from enterprises.services.rights import administers
from zone_portal.framework.lists import Label
from zone_portal.kernel.errors import PortalError

NEEDED: Final = {"required": gettext_lazy("请填写")}
STATES: Final = {
    "proposed": Label("warn", gettext_lazy("待第二人批准")),
    "ahead": Label("info", gettext_lazy("未到生效日")),
    "in_force": Label("ok", gettext_lazy("有效")),
    "over": Label("idle", gettext_lazy("已到期")),
    "ended": Label("bad", gettext_lazy("已终止")),
}
QUALITY: Final = {
    "complete": gettext_lazy("合格率"),
    "timely": gettext_lazy("及时率"),
    "foreseen": gettext_lazy("预见率"),
}
LARGEST: Final = 2 * 1024 * 1024
TYPED: Final = {"class": "form-control", "autocomplete": "off"}
DATED: Final = {"class": "form-control", "type": "date"}


class RatersPage(CreditPage):
    """The contracts: all for the zone office, the own for a rater."""

    template_name = "credit/raters.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = localdate()
        rows = list(contracts_visible(self.viewer))
        return super().get_context_data(**kwargs) | {
            "lines": [{"row": row, "state": STATES[contract_state(row, on=today)]} for row in rows],
            "may_propose": keeps_sharing(self.person),
        }


class ContractForm(forms.Form):
    """A contract as it is written down."""

    enterprise_code = forms.CharField(
        label=gettext_lazy("评级机构代码"),
        max_length=18,
        error_messages=NEEDED,
        help_text=gettext_lazy("已备案服务商的海关编码或统一社会信用代码"),
        widget=forms.TextInput(attrs=TYPED),
    )
    number = forms.CharField(
        label=gettext_lazy("合同编号"),
        max_length=60,
        error_messages=NEEDED,
        widget=forms.TextInput(attrs=TYPED),
    )
    items = forms.MultipleChoiceField(
        label=gettext_lazy("数据范围"),
        error_messages=NEEDED,
        help_text=gettext_lazy("每次查询还须有企业授权，且不超出共享规则。"),
        widget=forms.CheckboxSelectMultiple,
    )
    days = forms.IntegerField(
        label=gettext_lazy("报送期限（天）"),
        min_value=1,
        max_value=90,
        error_messages=NEEDED,
        help_text=gettext_lazy("评级后几天内报送算及时"),
        widget=forms.TextInput(attrs={**TYPED, "inputmode": "numeric"}),
    )
    valid_from = forms.DateField(
        label=gettext_lazy("生效日期"),
        error_messages=NEEDED,
        widget=forms.DateInput(attrs=DATED, format="%Y-%m-%d"),
    )
    valid_to = forms.DateField(
        label=gettext_lazy("失效日期"),
        error_messages=NEEDED,
        widget=forms.DateInput(attrs=DATED, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["items"]
        field.choices = [(code, said(words)) for code, words in ITEMS.items()]


class NewContractPage(CreditPage):
    """Writes a contract down; a second person puts it in force."""

    template_name = "accounts/form.html"

    def may_open(self) -> None:
        if not keeps_sharing(self.person):
            raise PermissionDenied

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._page(ContractForm(initial={"days": 10, "valid_from": localdate()}))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = ContractForm(request.POST)
        if not form.is_valid():
            return self._page(form, status=422)
        try:
            row = propose_contract(terms=Terms(**form.cleaned_data), **self.deed())
        except PortalError as refusal:
            form.add_error(None, refusal.text(language()))
            return self._page(form, status=getattr(refusal, "status", 409))
        return redirect("credit:rater", row.pk)

    def _page(self, form: ContractForm, status: int = 200) -> HttpResponse:
        title = _("登记评级合同")
        context = self.get_context_data(
            form=form,
            title=title,
            submit=_("提交"),
            crumbs=[
                {"url": reverse("credit:raters"), "label": _("第三方评级")},
                {"url": "", "label": title},
            ],
        )
        return self.render_to_response(context, status=status)


class ContractPage(CreditPage):
    """One contract: its terms, quality and uploads; what its state and this person allow."""

    template_name = "credit/rater.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = self.row()
        today = localdate()
        state = contract_state(row, on=today)
        found = quality_of(row, on=today)
        keeps = keeps_sharing(self.person)
        is_own = row.enterprise_id in self.viewer.own_ids
        return super().get_context_data(**kwargs) | {
            "row": row,
            "state": STATES[state],
            "items": [said(ITEMS[item]) for item in row.items if item in ITEMS],
            "quality": found.figure,
            "shares": [
                {"label": QUALITY[part], "share": float(found.shares[part])}
                for part in PARTS
                if part in found.shares
            ],
            "uploads": list(uploads_of(row)[:20]),
            "may_approve": keeps and state == "proposed" and row.proposed_by_id != self.person.pk,
            "waits": keeps and state == "proposed" and row.proposed_by_id == self.person.pk,
            "may_end": keeps and state not in {"ended", "over"},
            "may_upload": is_own
            and state == "in_force"
            and administers(row.enterprise_id, by=self.person),
            "columns": COLUMNS,
            "most": MOST_ROWS,
            "crumbs": [
                {"url": reverse("credit:raters"), "label": _("第三方评级")},
                {"url": "", "label": row.number},
            ],
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        row = self.row()
        deed = request.POST.get("deed", "")
        try:
            said_then = self._do(deed, row)
        except PortalError as refusal:
            context = self.get_context_data(refusal=refusal.text(language()), **kwargs)
            return self.render_to_response(context, status=getattr(refusal, "status", 409))
        messages.success(request, said_then)
        return redirect("credit:rater", row.pk)

    def row(self) -> RaterContract:
        """The contract, if this person may see it.

        :raises Http404: for any other.
        """
        row = contracts_visible(self.viewer).filter(pk=self.kwargs["pk"]).first()
        if row is None:
            raise Http404
        return row

    def _do(self, deed: str, row: RaterContract) -> str:
        if deed == "approve":
            approve_contract(contract_id=row.pk, **self.deed())
            return _("合同已批准。")
        if deed == "end":
            reason = self.request.POST.get("reason", "")
            end_contract(contract_id=row.pk, reason=reason, **self.deed())
            return _("合同已终止。")
        if deed != "upload":
            raise Http404
        if not administers(row.enterprise_id, by=self.person):
            raise PermissionDenied
        file = self.request.FILES.get("file")
        done = upload_ratings(
            contract_id=row.pk,
            rows=rows_of(file.read(LARGEST)) if file is not None else [],
            name=(file.name or "") if file is not None else "",
            channel="sheet",
            **self.deed(),
        )
        return _("共 %(rows)s 行：入库 %(kept)s，已有 %(repeated)s，退回 %(refused)s。") % {
            "rows": done.run.total,
            "kept": done.run.kept,
            "repeated": done.run.repeated,
            "refused": done.run.refused,
        }


def rows_of(content: bytes) -> list[dict[str, str]]:
    """The rows of a CSV file, UTF-8 or GB18030; missing columns are empty cells."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("gb18030", errors="replace")
    return [
        {name: (row.get(name) or "") for name in COLUMNS}
        for row in csv.DictReader(io.StringIO(text))
    ]


class SystemForm(forms.Form):
    """Which system of which organisation, what for."""

    organisation = forms.ChoiceField(
        label=gettext_lazy("单位"),
        error_messages=NEEDED,
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    name = forms.CharField(
        label=gettext_lazy("系统名称"),
        max_length=60,
        error_messages=NEEDED,
        widget=forms.TextInput(attrs=TYPED),
    )
    purposes = forms.MultipleChoiceField(
        label=gettext_lazy("用途"),
        error_messages=NEEDED,
        widget=forms.CheckboxSelectMultiple,
    )
    days = forms.IntegerField(
        label=gettext_lazy("有效天数"),
        min_value=1,
        max_value=MOST_DAYS,
        initial=MOST_DAYS,
        error_messages=NEEDED,
        widget=forms.TextInput(attrs={**TYPED, "inputmode": "numeric"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        offices = Organisation.objects.filter(active=True).order_by("code")
        fields["organisation"].choices = [(row.code, row.name) for row in offices]
        offered = department_purposes(on=localdate())
        fields["purposes"].choices = [(code, said(PURPOSES[code])) for code in offered]


class SystemsPage(OfficePage):
    """Departments' systems at the API; a new token is shown once."""

    template_name = "credit/systems.html"

    def may_open(self) -> None:
        if not keeps_sharing(self.person):
            raise PermissionDenied

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._page(SystemForm())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = SystemForm(request.POST)
        if not form.is_valid():
            return self._page(form, status=422)
        try:
            issued = issue_key(**form.cleaned_data, **self.deed())
        except PortalError as refusal:
            form.add_error(None, refusal.text(language()))
            return self._page(form, status=getattr(refusal, "status", 409))
        return self._page(SystemForm(), issued=issued)

    def _page(self, form: SystemForm, status: int = 200, **more: Any) -> HttpResponse:
        lines = [
            {
                "row": row,
                "state": self._state(row),
                "purposes": [said(PURPOSES[code]) for code in row.purposes if code in PURPOSES],
                "may_revoke": row.revoked_at is None,
            }
            for row in department_clients()[:100]
        ]
        context = self.get_context_data(form=form, lines=lines, **more)
        headers = {"Cache-Control": "no-store"}
        return self.render_to_response(context, status=status, headers=headers)

    def _state(self, row: Any) -> Label:
        if row.revoked_at is not None:
            return Label("idle", _("已撤销"))
        return Label("ok", _("有效")) if row.expires_at > self.now else Label("idle", _("已过期"))


class RevokeSystem(OfficePage):
    """Ends a system's token at once."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        row = revoke_key(client_id=kwargs["pk"], **self.deed())
        messages.success(request, _("%(name)s 的凭证已撤销。") % {"name": row.name})
        return redirect("credit:systems")
