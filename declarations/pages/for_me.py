"""Declared for me: what other firms sent in which one's own enterprise is owner."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, ClassVar

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from declarations import exports
from declarations.pages import lists
from zone_portal.framework.lists import Field, ListRow
from zone_portal.framework.pages import Words

SENDER = Field("sender", gettext_lazy("报送企业"))
ACTING = Field("acting", gettext_lazy("报送身份"))
WITHIN: dict[str, Words] = {
    "mandate": gettext_lazy("受托报送"),
    "agentCode": gettext_lazy("申报企业（代理人）"),
    "ebpCode": gettext_lazy("电商平台"),
    "ebcCode": gettext_lazy("电商企业"),
    "payCode": gettext_lazy("支付企业"),
    "logisticsCode": gettext_lazy("物流企业"),
}
TABS = (
    ("for_me", gettext_lazy("清单")),
    ("for_me_orders", gettext_lazy("订单")),
    ("for_me_payments", gettext_lazy("支付单")),
    ("for_me_waybills", gettext_lazy("运单")),
)


class ForMe(lists.ListPage):
    """A list of one noun, narrowed to what others sent, saying who did and as what.

    Stands before the list it narrows: ``class ForMeOrders(ForMe, lists.Orders)``.
    """

    template_name = "declarations/for_me.html"
    title = gettext_lazy("代我申报")
    empty_title = gettext_lazy("没有其他企业代我申报")
    empty_text = gettext_lazy(
        "受托企业或申报企业（代理人）报送的、本企业为责任主体的单证列在这里。"
    )
    noun: str = "inventory"
    tab: ClassVar[str] = "for_me"

    def narrowed(self, rows: Any) -> Any:
        return exports.sent_by_others(self.noun, rows, self.viewer)

    def finished(self, rows: Sequence[Any]) -> list[ListRow]:
        senders = exports.firms_of(row.sender_id for row in rows)
        found = []
        for row, line in zip(rows, super().finished(rows), strict=True):
            sender = senders.get(row.sender_id)
            acting = WITHIN[exports.sent_as(self.noun, row, sender)]
            own = {"sender": sender.name if sender else "", "acting": str(acting)}
            found.append(ListRow(line.url, {**line.values, **own}))
        return found

    def views(self) -> list[tuple[str, str]]:
        return [view for view in super().views() if view[1] != "turn=ours"]

    def empty_action(self) -> dict[str, Any]:
        return {"url": reverse("enterprises:mandates"), "label": _("查看委托")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        tabs = [
            {"label": label, "url": reverse(f"declarations:{name}"), "current": name == self.tab}
            for name, label in TABS
        ]
        return super().get_context_data(**kwargs) | {"tabs": tabs}


def _columns(columns: Iterable[Field]) -> tuple[Field, ...]:
    """The columns of a list with who sent it and as what; the seller is mostly oneself."""
    first, *rest = columns
    own = [replace(column, shown=False) if column.name == "seller" else column for column in rest]
    return (first, SENDER, ACTING, *own)


class ForMeInventories(ForMe, lists.Inventories):
    title = ForMe.title
    columns = _columns(lists.Inventories.columns)
    file_name = "declared-for-me"
    noun, tab = "inventory", "for_me"


class ForMeOrders(ForMe, lists.Orders):
    title = ForMe.title
    columns = _columns(lists.Orders.columns)
    file_name = "orders-for-me"
    noun, tab = "order", "for_me_orders"


class ForMePayments(ForMe, lists.Payments):
    title = ForMe.title
    columns = _columns(lists.Payments.columns)
    file_name = "payments-for-me"
    noun, tab = "payment", "for_me_payments"


class ForMeWaybills(ForMe, lists.Waybills):
    title = ForMe.title
    columns = _columns(lists.Waybills.columns)
    file_name = "waybills-for-me"
    noun, tab = "waybill", "for_me_waybills"
