"""How much: the overview and the statistics."""

from django.utils.translation import gettext_lazy as _

from zone_portal.framework.navigation.entry import Entry, Group

STATISTICS = Group(
    _("统计"),
    (
        Entry(_("总览"), "statistics:overview"),
        Entry(
            _("统计看板"),
            "statistics:figures",
            (
                "statistics:records",
                "statistics:screen",
                "statistics:indicators",
                "statistics:values",
            ),
        ),
        Entry(_("统计文件"), "statistics:files"),
        Entry(_("统计汇率与运行"), "statistics:counting", needs=("department:zone",)),
        Entry(
            _("统计月报"),
            "statistics:bulletins",
            ("statistics:bulletin", "statistics:bulletin_new", "statistics:bulletin_deed"),
            officials_only=True,
        ),
        Entry(
            _("活跃度指数"),
            "statistics:activity",
            (
                "statistics:activity_new",
                "statistics:activity_round",
                "statistics:activity_round_deed",
                "statistics:activity_method",
                "statistics:activity_method_deed",
            ),
            officials_only=True,
        ),
        Entry(
            _("分析报告"),
            "statistics:analysis",
            (
                "statistics:analysis_new",
                "statistics:analysis_report",
                "statistics:analysis_report_deed",
                "statistics:analysis_template",
                "statistics:analysis_template_deed",
            ),
            officials_only=True,
        ),
        Entry(
            _("向上级报送"),
            "statistics:packages",
            (
                "statistics:package",
                "statistics:package_deed",
                "statistics:receiver_new",
                "statistics:receiver",
                "statistics:receiver_deed",
            ),
            needs=("department:zone",),
        ),
        Entry(
            _("B2B出口识别"),
            "statistics:recognitions",
            (
                "statistics:recognition",
                "statistics:recognition_deed",
                "statistics:recognition_models",
                "statistics:recognition_model",
                "statistics:recognition_model_deed",
                "statistics:recognition_model_new",
                "statistics:recognition_differences",
            ),
            officials_only=True,
        ),
        Entry(
            _("数据印证"),
            "statistics:reconciliations",
            (
                "statistics:reconciliation_new",
                "statistics:reconciliation",
                "statistics:reconciliation_deed",
                "statistics:reconciled_cell",
                "statistics:reconciled_cell_deed",
                "statistics:reconciled_list",
                "statistics:sharing_agreements",
                "statistics:sharing_agreement_new",
                "statistics:sharing_agreement",
                "statistics:sharing_agreement_deed",
                "statistics:data_access",
            ),
            needs=("department:zone",),
        ),
        Entry(
            _("方案目标"),
            "statistics:targets",
            ("statistics:target", "statistics:target_deed", "statistics:target_new"),
            officials_only=True,
        ),
        Entry(
            _("任务分工"),
            "statistics:duties",
            ("statistics:duty", "statistics:duty_deed"),
            officials_only=True,
        ),
        Entry(
            _("成员单位与月报"),
            "statistics:units",
            ("statistics:unit", "statistics:unit_deed", "statistics:month"),
            officials_only=True,
        ),
        Entry(
            _("例会与检查"),
            "statistics:occasions",
            (
                "statistics:occasion",
                "statistics:occasion_deed",
                "statistics:occasion_new",
                "statistics:follow_up_deed",
            ),
            officials_only=True,
        ),
        Entry(
            _("园区县区考核"),
            "statistics:assessments",
            (
                "statistics:tree",
                "statistics:tree_deed",
                "statistics:assessment",
                "statistics:assessment_deed",
            ),
            officials_only=True,
        ),
        Entry(
            _("统计直报"),
            "statistics:reports",
            ("statistics:report", "statistics:report_deed", "statistics:report_print"),
            needs=("member", "department:zone", "department:park", "department:county"),
        ),
        Entry(
            _("龙头企业"),
            "statistics:leading_firms",
            ("statistics:leading_firm",),
            needs=("member", "department:zone", "department:park", "department:county"),
        ),
        Entry(
            _("抽样问卷"),
            "statistics:questionnaires",
            ("statistics:questionnaire",),
            needs=("member",),
        ),
        Entry(
            _("报表与报送单位"),
            "statistics:report_forms",
            ("statistics:report_form", "statistics:report_form_deed"),
            officials_only=True,
        ),
        Entry(
            _("抽样调查"),
            "statistics:surveys",
            (
                "statistics:survey",
                "statistics:survey_deed",
                "statistics:survey_new",
                "statistics:survey_edit",
            ),
            needs=("department:zone", "department:park", "department:county"),
            officials_only=True,
        ),
    ),
)
