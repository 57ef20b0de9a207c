"""What is wrong: screening, alerts, cases, plans."""

from django.utils.translation import gettext_lazy as _

from zone_portal.framework.navigation.entry import Entry, Group

QUALITY = (
    "member",
    "department:market",
    "department:zone",
    "department:county",
    "department:park",
)
"""Firms, and those who handle complaints and the quality of goods."""

ENTRIES: tuple[Entry, ...] = (
    Entry(_("风险自查"), "risk:self_check", needs=("member",)),
    Entry(_("风险筛查"), "risk:screenings", ("risk:screening",), officials_only=True),
    Entry(_("企业风险画像"), "risk:profiles", ("risk:profile",), officials_only=True),
    Entry(_("其他主体风险画像"), "risk:subjects", ("risk:subject",), officials_only=True),
    Entry(_("风险规则"), "risk:rules", ("risk:rule", "risk:facts"), officials_only=True),
    Entry(
        _("风险事项"),
        "risk:cases",
        ("risk:case", "risk:case_deed", "risk:signal_new"),
        officials_only=True,
    ),
    Entry(_("预警"), "risk:alerts", officials_only=True),
    Entry(
        _("协助请求"), "risk:requests", ("risk:request", "risk:request_deed"), officials_only=True
    ),
    Entry(_("联控职责"), "risk:duties", ("risk:duty",), officials_only=True),
    Entry(_("风险工作量"), "risk:workload", officials_only=True),
    Entry(_("预警分级标准"), "risk:levels"),
    Entry(
        _("海外信用风险预警"),
        "risk:column",
        ("risk:column_article", "risk:subscriptions"),
    ),
    Entry(
        _("海外预警信息管理"),
        "risk:articles",
        ("risk:article", "risk:article_new", "risk:article_edit", "risk:article_deed"),
        needs=("department:commerce", "department:zone"),
    ),
    Entry(
        _("规则实验室"),
        "risk:laboratory",
        ("risk:rule_version", "risk:rule_version_deed", "risk:trial"),
        needs=("department:zone", "department:customs"),
    ),
    Entry(_("规则成效"), "risk:feedback", needs=("department:zone", "department:customs")),
    Entry(_("模型登记"), "risk:models", needs=("department:zone", "department:customs")),
    Entry(
        _("风险监测序列"),
        "risk:series_list",
        ("risk:series", "risk:series_new"),
        needs=("department:commerce", "department:zone"),
    ),
    Entry(
        _("应急预案"),
        "risk:plans",
        ("risk:plan", "risk:plan_new", "risk:plan_edit", "risk:plan_start", "risk:plan_deed"),
        officials_only=True,
    ),
    Entry(
        _("预案启动与演练"),
        "risk:plan_runs",
        ("risk:plan_run", "risk:plan_run_deed"),
        officials_only=True,
    ),
    Entry(_("风险点"), "risk:points", ("risk:point", "risk:point_new"), officials_only=True),
    Entry(
        _("投诉举报"),
        "risk:complaints",
        ("risk:complaint", "risk:complaint_deed"),
        needs=QUALITY,
    ),
    Entry(
        _("侵权通知"),
        "risk:notices",
        ("risk:notice", "risk:notice_new", "risk:notice_deed"),
        needs=QUALITY,
    ),
    Entry(
        _("品牌授权"),
        "risk:authorisations",
        ("risk:authorisation", "risk:authorisation_new", "risk:authorisation_deed"),
        needs=QUALITY,
    ),
    Entry(
        _("召回与不合格"),
        "risk:recalls",
        ("risk:recall", "risk:recall_new", "risk:recall_deed"),
        needs=QUALITY,
    ),
    Entry(
        _("商品批次追溯"),
        "risk:batches",
        ("risk:batch", "risk:batch_new"),
        needs=(*QUALITY, "department:customs"),
    ),
)
RISK = Group(_("风险"), ENTRIES)
