"""Credit: the score, the ledger, supervision, sharing."""

from django.utils.translation import gettext_lazy as _

from zone_portal.framework.navigation.entry import Entry, Group

CREDIT = Group(
    _("信用"),
    (
        Entry(_("信用分"), "credit:score", ("credit:plan",), needs=("member",)),
        Entry(
            _("信用台账"),
            "credit:ledger",
            ("credit:record", "credit:record_new", "credit:recompute"),
            needs=("department:zone",),
        ),
        Entry(
            _("自然人信用"),
            "credit:persons",
            ("credit:person", "credit:person_new"),
            needs=("department:zone",),
        ),
        Entry(_("信用数据来源"), "credit:sources", needs=("department:zone",)),
        Entry(
            _("信用数据导入"),
            "credit:imports",
            ("credit:import", "credit:import_new"),
            officials_only=True,
        ),
        Entry(
            _("评价模型"),
            "credit:models",
            ("credit:model", "credit:model_deed", "credit:simulation"),
            needs=("department:zone",),
        ),
        Entry(
            _("评级周期"),
            "credit:cycles",
            ("credit:cycle", "credit:cycle_deed", "credit:cycle_new", "credit:document_new"),
            needs=("department:zone",),
        ),
        Entry(_("信用分析"), "credit:analysis", officials_only=True),
        Entry(_("查询企业信用"), "credit:query", officials_only=True),
        Entry(_("信用查询记录"), "credit:queries", needs=("member", "official")),
        Entry(
            _("谁可以查询什么"),
            "credit:sharing",
            (
                "credit:sharing_replace",
                "credit:recognition",
                "credit:recognition_replace",
                "credit:systems",
            ),
            needs=("official",),
        ),
        Entry(
            _("第三方评级"),
            "credit:raters",
            ("credit:rater", "credit:rater_new"),
            needs=("department:zone",),
        ),
        Entry(_("评级公布"), "credit:batches", ("credit:batch",), needs=("department:zone",)),
        Entry(_("信用事项"), "credit:matters", needs=("member",)),
        Entry(_("信用承诺"), "credit:commitments", needs=("member", "official")),
        Entry(
            _("负面清单事项"),
            "credit:cases",
            ("credit:case", "credit:case_new", "credit:case_deed"),
            officials_only=True,
        ),
        Entry(
            _("异议与修复"),
            "credit:claims",
            ("credit:claim", "credit:claim_deed"),
            officials_only=True,
        ),
        Entry(
            _("信用警示"),
            "credit:warnings",
            ("credit:warning", "credit:warning_new", "credit:warning_deed"),
            needs=("member", "official"),
        ),
        Entry(_("信用措施"), "credit:measures", ("credit:measure",), officials_only=True),
        Entry(_("奖惩措施清单"), "credit:measure_list"),
        Entry(_("信用负面清单"), "credit:negative_list"),
    ),
)
