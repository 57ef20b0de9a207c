"""Guarantee accounts: what is left, what was frozen and released, and entering one."""

from abc import ABC, abstractmethod
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from enterprises.models import Enterprise, Member
from enterprises.services.refusals import Refusal
from taxation.models import GuaranteeAccount
from taxation.pages.base import TaxPage
from taxation.pages.forms import GuaranteeForm
from taxation.pages.labels import FORMS, MOVEMENTS, language
from taxation.rulebook import low_share
from taxation.selectors import accounts_for, movements_of
from taxation.services.accounts import (
    MAY_WRITE,
    GuaranteeTerms,
    change_account,
    may_keep_money,
    open_account,
)
from zone_portal.framework.lists import Label
from zone_portal.framework.paging import keyset_page

PAGE = 50


class GuaranteesPage(TaxPage):
    """The accounts somebody may see."""

    template_name = "taxation/guarantees.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        accounts = list(accounts_for(self.viewer)[:PAGE])
        return super().get_context_data(**kwargs) | {
            "rows": [shown(account) for account in accounts],
            "firms": firms_without(self.person),
        }


class GuaranteePage(TaxPage):
    """One account with its movements, newest first."""

    template_name = "taxation/guarantee.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        account = visible(self, kwargs["pk"])
        page = keyset_page(movements_of(account), self.request.GET, size=PAGE)
        moves = [{"row": row, "kind": MOVEMENTS[row.kind]} for row in page.rows]
        return super().get_context_data(**kwargs) | {
            "shown": shown(account),
            "page": page,
            "moves": moves,
            "may_change": may_keep_money(account.enterprise_id, by=self.person),
            "crumbs": [*crumbs(), {"url": "", "label": account.assure_code}],
        }


class GuaranteeFormPage(TaxPage, ABC):
    """Entering or changing an account."""

    template_name = "accounts/form.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._page(GuaranteeForm(initial=self.there()))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.there()  # whether it is theirs comes before what is wrong with it
        form = GuaranteeForm(request.POST)
        if not form.is_valid():
            return self._page(form, status=422)
        try:
            account = self.save(GuaranteeTerms(**form.cleaned_data))
        except Refusal as refusal:
            problems = refusal.details.get("problems")
            if not problems:
                raise
            key = "zh" if language().startswith("zh") else "en"
            for problem in problems:
                form.add_error(problem["field"], problem[key])
            return self._page(form, status=422)
        return redirect("taxation:guarantee", account.pk)

    @abstractmethod
    def there(self) -> dict[str, Any]:
        """What the form shows at first."""

    @abstractmethod
    def save(self, terms: GuaranteeTerms) -> GuaranteeAccount:
        """Do the deed."""

    @abstractmethod
    def title(self) -> str:
        """The heading."""

    def _page(self, form: GuaranteeForm, status: int = 200) -> HttpResponse:
        context = self.get_context_data(
            form=form,
            title=self.title(),
            intro=_("真实担保以海关记录为准，这里登记后用于余额提醒和申报前提示。"),
            submit=_("保存"),
            crumbs=[*crumbs(), {"url": "", "label": self.title()}],
        )
        return self.render_to_response(context, status=status)


class NewGuaranteePage(GuaranteeFormPage):
    """The account of an enterprise that has none."""

    def firm(self) -> Enterprise:
        firms = [firm for firm in firms_without(self.person) if firm.pk == self.kwargs["pk"]]
        if not firms:
            raise Http404
        return firms[0]

    def there(self) -> dict[str, Any]:
        self.firm()
        return {"valid_from": localdate()}

    def save(self, terms: GuaranteeTerms) -> GuaranteeAccount:
        return open_account(enterprise_id=self.firm().pk, terms=terms, **self.deed())

    def title(self) -> str:
        return _("登记担保账户")


class EditGuaranteePage(GuaranteeFormPage):
    """Amount, form and dates."""

    def account(self) -> GuaranteeAccount:
        account = visible(self, self.kwargs["pk"])
        if not may_keep_money(account.enterprise_id, by=self.person):
            raise PermissionDenied
        return account

    def there(self) -> dict[str, Any]:
        account = self.account()
        return {name: getattr(account, name) for name in GuaranteeForm.base_fields}

    def save(self, terms: GuaranteeTerms) -> GuaranteeAccount:
        return change_account(account_id=self.account().pk, terms=terms, **self.deed())

    def title(self) -> str:
        return _("变更担保账户")


def visible(page: TaxPage, pk: int) -> GuaranteeAccount:
    """An account that somebody may see.

    :raises Http404: for any other.
    """
    account = accounts_for(page.viewer).filter(pk=pk).first()
    if account is None:
        raise Http404
    return account


def firms_without(person: Any) -> list[Enterprise]:
    """The enterprises for which somebody may enter an account and that have none."""
    held = Member.objects.filter(user_id=person.pk, role__in=MAY_WRITE)
    firms = Enterprise.objects.registered().filter(
        pk__in=held.values("enterprise_id"), guarantees__isnull=True
    )
    return list(firms.order_by("code"))


def shown(account: GuaranteeAccount) -> dict[str, Any]:
    """An account in the words of the page."""
    left = account.amount - account.frozen
    return {
        "account": account,
        "form": FORMS[account.form],
        "left": left,
        "share": left / account.amount,
        "state": _state(account),
    }


def _state(account: GuaranteeAccount) -> Label:
    today = localdate()
    if account.valid_from > today:
        return Label("info", _("尚未生效"))
    if account.valid_to is not None and account.valid_to <= today:
        return Label("bad", _("已过期"))
    share = low_share(today)
    if share is not None and account.amount - account.frozen < account.amount * share:
        return Label("warn", _("余额不足"))
    return Label("ok", _("有效"))


def crumbs() -> list[dict[str, Any]]:
    """The way to the accounts."""
    return [{"url": reverse("taxation:guarantees"), "label": _("担保账户")}]
