"""What anybody may read."""

from django.utils.translation import gettext_lazy as _

from zone_portal.framework.navigation.entry import Entry, Group

PUBLIC = Group(
    _("公开查询"),
    (
        Entry(
            _("统计公报"),
            "statistics:bulletins_public",
            ("statistics:bulletin_public",),
        ),
        Entry(
            _("活跃度指数"),
            "statistics:activity_public",
            ("statistics:activity_month", "statistics:activity_methodology"),
        ),
        Entry(
            _("统计分析报告"),
            "statistics:analysis_public",
            ("statistics:analysis_published",),
        ),
        Entry(_("备案公示"), "enterprises:register", ("enterprises:registered",)),
        Entry(
            _("信用公示"),
            "credit:public",
            ("credit:public_firm", "credit:public_batches", "credit:public_batch"),
        ),
        Entry(_("主体查询"), "enterprises:subject"),
        Entry(_("包裹查询"), "declarations:parcel"),
        Entry(_("投诉与举报"), "risk:report", ("risk:report_standing",)),
        Entry(_("召回与不合格公示"), "risk:recalls_public"),
        Entry(_("商品批次追溯查询"), "risk:trace", ("risk:trace_of",)),
    ),
)

RULEBOOK = Group(
    _("规则与接口"),
    (
        Entry(
            _("监管方式"),
            "declarations:modes",
            (
                "declarations:mode",
                "declarations:mode_drafts",
                "declarations:mode_draft",
                "declarations:mode_new",
            ),
        ),
        Entry(_("检查规则"), "declarations:rules", ("declarations:rule",)),
        Entry(_("代码大全"), "declarations:codes", ("declarations:code",)),
        Entry(_("须导入的数据表"), "declarations:missing_tables", officials_only=True),
        Entry(_("报文规范"), "declarations:message_kinds", ("declarations:message_kind",)),
        Entry(_("接口文档"), "api-docs"),
    ),
)
