"""Who may do what: mandates, consents, members, sites."""

from django.utils.translation import gettext_lazy as _

from zone_portal.framework.navigation.entry import Entry, Group

AUTHORITY = Group(
    _("授权与成员"),
    (
        Entry(
            _("委托"),
            "enterprises:mandates",
            ("enterprises:mandate_new", "enterprises:mandate_revoke"),
            needs=("member",),
            service="mandate",
        ),
        Entry(
            _("数据授权"),
            "enterprises:consents",
            ("enterprises:consent", "enterprises:consent_new", "enterprises:consent_withdraw"),
            needs=("member",),
            service="mandate",
        ),
        Entry(
            _("成员"),
            "enterprises:members",
            ("enterprises:member_remove", "enterprises:invitation_revoke"),
            needs=("member",),
        ),
        Entry(
            _("接口客户端"),
            "enterprises:clients",
            ("enterprises:token_rotate", "enterprises:token_revoke"),
            needs=("member:administrator",),
        ),
        Entry(
            _("签名证书"),
            "enterprises:certificates",
            ("enterprises:certificate_revoke",),
            needs=("member:administrator",),
        ),
        Entry(_("身份核查"), "enterprises:identity"),
        Entry(_("谁看过我们的资料"), "enterprises:viewers", needs=("member",)),
    ),
)

ADMINISTRATION = Group(
    _("平台管理"),
    (
        Entry(
            _("平台"),
            "enterprises:sites",
            (
                "accounts:site",
                "accounts:site_edit",
                "accounts:site_new",
                "accounts:site_status",
                "enterprises:site_enterprises",
                "enterprises:move",
            ),
            needs=("official",),
        ),
        Entry(
            _("单位与人员"),
            "accounts:organisations",
            (
                "accounts:organisation",
                "accounts:organisation_new",
                "accounts:organisation_edit",
                "accounts:appoint",
                "accounts:appoint_new",
            ),
            needs=("administrator",),
        ),
        Entry(_("审计记录"), "accounts:audit", needs=("auditor",)),
    ),
)
