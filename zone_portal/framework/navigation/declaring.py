"""What: declarations, their documents, the modes they use."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zone_portal.framework.navigation.entry import Entry, Group

DECLARING = Group(
    pgettext_lazy("导航", "申报"),
    (
        Entry(
            _("申报清单"),
            "declarations:inventories",
            (
                "declarations:inventory",
                "declarations:inventory_document",
                "declarations:search",
            ),
        ),
        Entry(
            _("更正任务"),
            "declarations:tasks",
            ("declarations:task", "declarations:causes"),
            needs=("member", "official"),
        ),
        Entry(
            _("退货"),
            "declarations:returns",
            ("declarations:return", "declarations:return_new", "declarations:return_apply"),
            needs=("member", "official"),
        ),
        Entry(
            _("录入与导入"),
            "declarations:entry",
            ("declarations:entry_file", "declarations:entry_form"),
            needs=("member",),
        ),
        Entry(
            _("代我申报"),
            "declarations:for_me",
            (
                "declarations:for_me_orders",
                "declarations:for_me_payments",
                "declarations:for_me_waybills",
            ),
            needs=("member",),
        ),
        Entry(
            _("扣留与查验"),
            "declarations:customs_queue",
            (
                "declarations:hold",
                "declarations:unknown_receipts",
                "declarations:undelivered",
            ),
            needs=("department:customs",),
        ),
        Entry(_("通关环节与时限"), "declarations:course_report", officials_only=True),
        Entry(
            _("业务流程报表"),
            "declarations:flows",
            needs=("member", "official"),
        ),
    ),
    stands_open=True,
)

DOCUMENTS = Group(
    pgettext_lazy("导航", "单证"),
    (
        Entry(
            _("单证接收"),
            "declarations:submissions",
            ("declarations:submission", "declarations:upload", "declarations:check"),
        ),
        Entry(_("订单"), "declarations:orders", ("declarations:order",)),
        Entry(_("支付单"), "declarations:payments", ("declarations:payment",)),
        Entry(_("运单"), "declarations:waybills", ("declarations:waybill",)),
        Entry(_("单据"), "declarations:papers", ("declarations:paper", "declarations:bags")),
        Entry(
            _("出口月度汇总"),
            "declarations:summaries",
            ("declarations:summary",),
            needs=("member", "official"),
        ),
    ),
)

MARKET = Group(
    _("市场采购"),
    (
        Entry(
            _("市场采购（1039）"),
            "declarations:market",
            ("declarations:market_record", "declarations:market_new"),
            needs=("member", "official"),
        ),
        Entry(
            _("市场采购主体"),
            "declarations:market_firms",
            ("declarations:market_firms_import",),
            needs=("member", "official"),
        ),
    ),
)
