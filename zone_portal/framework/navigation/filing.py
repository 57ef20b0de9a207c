"""Who: filings of enterprises, goods, promotions and places."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zone_portal.framework.navigation.entry import Entry, Group

FILING = Group(
    _("备案"),
    (
        Entry(
            _("我的企业"),
            "enterprises:file",
            (
                "enterprises:enterprise_file",
                "enterprises:filing_start",
                "enterprises:filing",
                "enterprises:filing_section",
                "enterprises:filing_check",
                "enterprises:filing_submitted",
                "enterprises:filing_version",
            ),
            needs=("person",),
        ),
        Entry(
            pgettext_lazy("办理", "备案审核"),
            "enterprises:review_queue",
            ("enterprises:review", "enterprises:review_version"),
            officials_only=True,
        ),
        Entry(
            _("部门收件"),
            "enterprises:department_inbox",
            ("enterprises:distribution",),
            officials_only=True,
        ),
        Entry(
            _("商品备案"),
            "enterprises:goods",
            (
                "enterprises:goods_filings",
                "enterprises:filing_begin",
                "enterprises:filing_lines",
                "enterprises:filing_line",
                "enterprises:filing_line_new",
            ),
            needs=("member", "official"),
            service="goods",
        ),
        Entry(
            _("促销备案"),
            "enterprises:promotions",
            needs=("member", "official"),
            service="promotion",
        ),
        Entry(
            _("场所仓库"),
            "enterprises:facilities",
            needs=("member", "official"),
            service="facility",
        ),
        Entry(_("暂停与注销"), "enterprises:proposals", officials_only=True),
        Entry(_("业务模式"), "declarations:business_models", needs=("member",)),
    ),
)
