"""What the pages of entry by hand share: the person, their firms, the kinds they may enter."""

from dataclasses import dataclass
from typing import Any, cast

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from declarations import exports
from declarations.messages.catalogue import KINDS
from declarations.sheets.layout import ENTERED
from enterprises.facts import EnterpriseFacts
from enterprises.viewers import Viewer, viewer_for
from zone_portal.framework.lists import Label
from zone_portal.framework.pages import SignedInPage, Words

UNPROCESSABLE = 422

STATES: dict[str, Label] = {
    "waiting": Label("idle", _("等待检查")),
    "checking": Label("info", _("正在检查")),
    "refused": Label("bad", _("无法读取")),
    "checked": Label("warn", _("已检查，尚未报送")),
    "sending": Label("info", _("正在报送")),
    "sent": Label("ok", pgettext_lazy("录入", "已报送")),
    "draft": Label("idle", pgettext_lazy("一份", "草稿")),
    "template": Label("idle", _("模板")),
}

TABLES: dict[str, Words] = {
    "currencies": _("币制代码"),
    "countries": _("国家（地区）代码"),
    "districts": _("关区代码"),
    "transport_modes": _("运输方式代码"),
    "wrap_types": _("包装种类代码"),
    "trade_modes": _("监管方式代码"),
    "order_types": _("订单类型代码"),
    "id_types": _("证件类型代码"),
    "units": _("计量单位代码"),
}


@dataclass(frozen=True, slots=True)
class KindChoice:
    """One kind that people may enter."""

    code: str
    title: str
    short: str
    is_import: bool


class EntryPage(SignedInPage):
    """A page of somebody who enters documents."""

    request: HttpRequest

    @property
    def person(self) -> User:
        return cast("User", self.request.user)

    @cached_property
    def viewer(self) -> Viewer:
        return viewer_for(self.request.user)

    @cached_property
    def firms(self) -> list[EnterpriseFacts]:
        """The firms that the person may send for."""
        return exports.sending_enterprises(self.person)

    def firm_of(self, enterprise_id: int) -> EnterpriseFacts | None:
        return next((firm for firm in self.firms if firm.id == enterprise_id), None)

    def chosen_firm(self) -> EnterpriseFacts | None:
        """The firm named in the request, or the only one."""
        named = self.request.POST.get("enterprise", self.request.GET.get("enterprise", ""))
        if len(self.firms) == 1:
            return self.firms[0]
        return next((firm for firm in self.firms if firm.code == named), None)


def language() -> str:
    return get_language() or "zh-hans"


def kind_choices() -> list[KindChoice]:
    """The kinds in the order of the hub."""
    return [
        KindChoice(
            code,
            KINDS[code].title(language()),
            code.removeprefix("CEB"),
            KINDS[code].direction == "import",
        )
        for code in ENTERED
    ]


def crumbs(*further: tuple[str, Any]) -> list[dict[str, Any]]:
    """The way to a page: the hub, then ``further`` (address or "", words)."""
    steps = [(reverse("declarations:entry"), _("录入与导入")), *further]
    return [{"url": url, "label": label} for url, label in steps]
