"""Terms of complaints, reports and notices: first values, then dated settings of the zone."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Final

from zone_portal.kernel.rules import Parameter

CODE: Final = "RISK-QUALITY"
"""The rule code under which the settings are kept."""
SINCE: Final = date(2018, 1, 1)
ACCEPT: Final = "complaint_accept_days"
ANSWER: Final = "complaint_answer_days"
MEDIATION: Final = "mediation_days"
CHECK: Final = "report_check_days"
COUNTER: Final = "counter_notice_days"
A_DAY: Final = "reports_a_day"

PARAMETERS: Final[Mapping[str, Parameter]] = MappingProxyType(
    {
        ACCEPT: Parameter(
            "7",
            (
                "投诉举报受理期限（工作日）",
                "Working days in which a complaint or report is taken up",
            ),
            "integer",
            "working_days",
            unverified=True,
        ),
        ANSWER: Parameter(
            "7",
            ("企业答复投诉的期限（天）", "Days in which the firm answers a complaint"),
            "integer",
            "days",
            unverified=True,
        ),
        MEDIATION: Parameter(
            "45",
            (
                "投诉调解期限（工作日，自受理起）",
                "Working days for mediation, from when it was taken up",
            ),
            "integer",
            "working_days",
            unverified=True,
        ),
        CHECK: Parameter(
            "15",
            ("举报核查期限（工作日）", "Working days in which a report is investigated"),
            "integer",
            "working_days",
            unverified=True,
        ),
        COUNTER: Parameter(
            "15",
            (
                "不侵权声明送达权利人后的等待期（天，电子商务法第四十三条）",
                "Days after the counter-notice reached the right holder (E-commerce Law, art. 43)",
            ),
            "integer",
            "days",
        ),
        A_DAY: Parameter(
            "10",
            (
                "同一联系方式或网络地址每天可提交的投诉举报（件）",
                "Complaints a day from one contact or network address",
            ),
            "integer",
            unverified=True,
        ),
    }
)
