"""企业资质: what the firm is."""

from types import MappingProxyType
from typing import Final

from credit.rules.indicators.base import Indicator, age, graded

UNKNOWN: Final = MappingProxyType({"unknown": 0.7})

QUALIFICATION: Final = (
    Indicator(
        "CRI-101",
        ("成立年限", "Years since foundation"),
        (
            "自成立之日起的年数，满 full_years 年得满分。",
            "Years since foundation; full points from full_years on.",
        ),
        ("established",),
        "SB/T 11227-2021（基本信息）；市场主体登记管理条例",
        age,
        MappingProxyType({"unknown": 0.3, "full_years": 5}),
        remedy=("随时间自然增长。", "Grows by itself with time."),
    ),
    Indicator(
        "CRI-102",
        ("备案有效", "Registration in force"),
        (
            "综试区备案的状态：已备案、已暂停、已注销。",
            "State of the filing with the zone: approved, suspended, cancelled.",
        ),
        ("registration",),
        "电子商务法 第十条；综试区备案办法",
        graded("registration"),
        MappingProxyType({"unknown": 0.0}),
        remedy=("完成备案，或申请恢复。", "Complete the filing, or ask for its resumption."),
    ),
    Indicator(
        "CRI-103",
        ("许可证件有效", "Licences valid"),
        (
            "经营所需许可证件在评价日是否有效。",
            "Whether the licences needed are valid on the day.",
        ),
        ("licence",),
        "电子商务法 第十二条",
        graded("licence"),
        UNKNOWN,
        remedy=("续办许可证件并更新备案。", "Renew the licence and update the filing."),
    ),
    Indicator(
        "CRI-104",
        ("登记住所核实", "Registered address confirmed"),
        (
            "登记住所经核实，或通过登记住所无法联系。",
            "Whether the firm can be reached at its registered address.",
        ),
        ("address",),
        "市场监督管理总局令第68号",
        graded("address"),
        UNKNOWN,
        remedy=("请园区或市场监管核实住所。", "Ask the park or market supervision to confirm it."),
    ),
    Indicator(
        "CRI-105",
        ("海关企业信用等级", "Customs credit class"),
        (
            "海关认定的企业信用等级：2026-03-31 前按251号令三类，之后按282号令五类。",
            "Class given by customs: three (order 251) until 2026-03-31, five (order 282) after.",
        ),
        ("customs_grade",),
        "海关总署令第251号、第282号",
        graded("customs_grade"),
        UNKNOWN,
        remedy=("申请海关企业认证，或信用修复。", "Apply for certification or repair at customs."),
    ),
)
