"""What ``docs/states/`` says of statistics: generated from the transition tables. Pure."""

from collections.abc import Mapping

from enterprises.handbook import machine_page
from statistics_app import states
from zone_portal.kernel.transitions import Transitions

MACHINES: Mapping[str, tuple[Transitions, states.Labels, str, str]] = {
    "statistics_followed.md": (
        states.FOLLOWED,
        states.FOLLOWED_LABELS,
        "分工任务、会议决定、检查问题",
        "Plan task, decision, finding",
    ),
    "statistics_analysis.md": (
        states.ANALYSIS,
        states.ANALYSIS_LABELS,
        "分析报告",
        "Analysis report",
    ),
    "statistics_analysis_template.md": (
        states.ANALYSIS_TEMPLATE,
        states.ANALYSIS_TEMPLATE_LABELS,
        "分析报告模板",
        "Template of analysis reports",
    ),
    "statistics_index.md": (
        states.INDEX,
        states.INDEX_LABELS,
        "活跃度指数",
        "Activity index",
    ),
    "statistics_index_method.md": (
        states.INDEX_METHOD,
        states.INDEX_METHOD_LABELS,
        "指数编制方法",
        "Method of the index",
    ),
    "statistics_package.md": (
        states.PACKAGE,
        states.PACKAGE_LABELS,
        "报送包",
        "Package for an authority",
    ),
    "statistics_receiver.md": (
        states.RECEIVER,
        states.RECEIVER_LABELS,
        "报送接收单位",
        "Receiver of packages",
    ),
    "statistics_occasion.md": (
        states.OCCASION,
        states.OCCASION_LABELS,
        "例会与检查",
        "Meeting or inspection",
    ),
    "statistics_tree.md": (
        states.TREE,
        states.TREE_LABELS,
        "考核指标体系",
        "Assessment tree",
    ),
    "statistics_assessment.md": (
        states.ASSESSMENT,
        states.ASSESSMENT_LABELS,
        "园区县区考核",
        "Assessment",
    ),
    "statistics_report.md": (
        states.REPORT,
        states.REPORT_LABELS,
        "直报表",
        "Direct report",
    ),
    "statistics_recognition.md": (
        states.RECOGNITION,
        states.RECOGNITION_LABELS,
        "B2B识别模型版本",
        "Version of the B2B model",
    ),
    "statistics_survey.md": (
        states.SURVEY,
        states.SURVEY_LABELS,
        "抽样调查",
        "Sample survey",
    ),
}


def state_pages() -> dict[str, str]:
    """One page per status machine, with its diagram and its table."""
    return {
        name: machine_page(table, labels, zh, en)
        for name, (table, labels, zh, en) in MACHINES.items()
    }
