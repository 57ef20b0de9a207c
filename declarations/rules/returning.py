"""Numbers that may come again: not a condition of a document, but a dated figure with a source."""

from zone_portal.kernel.rules import RULES, Parameter, Rule

WAYBILL_RETURNS = RULES.add(
    Rule(
        code="KEY-007",
        title=("运单号已被使用", "The waybill number is in use"),
        remedy=(
            "同一物流企业的运单号在 {days} 天内不得重复，请使用新的运单号。",
            "A carrier's waybill number may not come again within {days} days; use a new one.",
        ),
        basis="海关总署公告2018年第113号 附件 CEB511 logisticsNo",
        responsible="logistics",
        kinds=("CEB511", "CEB505"),
        parameters={
            "days": Parameter(
                "183",
                ("不得重复的天数（六个月）", "days without repetition (six months)"),
                unit="d",
            )
        },
    )
)
