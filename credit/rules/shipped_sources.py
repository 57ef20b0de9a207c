"""The sources that every zone has; the register keeps what each should bring and how often."""

from typing import Final, NamedTuple


class ShippedSource(NamedTuple):
    """A source as it is entered first."""

    code: str
    zh: str
    en: str
    kind: str
    department: str
    record_kinds: tuple[str, ...]
    adapter: str
    expected_days: int | None
    basis: str


OWN: Final = "own"
"""Own behaviour, taken from declarations, filings and tax bills."""
OFFICE: Final = "office"
CREDIT_CHINA: Final = "credit_china"
PUBLICITY: Final = "publicity"

SOURCES: Final = (
    ShippedSource(
        OWN,
        "本平台申报与备案",
        "Declarations and filings of this portal",
        "behaviour",
        "zone",
        (
            "match",
            "acceptance",
            "uncorrected",
            "unreturned",
            "duties_in_time",
            "registration",
            "filing_confirmed",
            "established",
            "overdue_tax",
            "late_summary",
        ),
        OWN,
        1,
        "电子商务法 第七十条",
    ),
    ShippedSource(
        "customs",
        "海关",
        "Customs",
        "department",
        "customs",
        ("customs_grade", "customs_penalty", "smuggling_crime", "late_summary", "overdue_tax"),
        "",
        31,
        "海关总署令第251号、第282号",
    ),
    ShippedSource(
        "tax",
        "税务",
        "Tax authority",
        "department",
        "tax",
        ("tax_grade", "tax_penalty"),
        "",
        366,
        "纳税缴费信用管理办法",
    ),
    ShippedSource(
        "fx",
        "外汇管理",
        "FX authority",
        "department",
        "fx",
        ("fx_class", "fx_penalty", "fx_receipts"),
        "",
        31,
        "汇发〔2012〕38号",
    ),
    ShippedSource(
        "market",
        "市场监管",
        "Market supervision",
        "list",
        "market",
        (
            "abnormal_list",
            "serious_list",
            "market_penalty",
            "licence",
            "address",
            "established",
            "complaints_solved",
            "related_dishonest",
        ),
        "",
        31,
        "企业信息公示暂行条例",
    ),
    ShippedSource(
        CREDIT_CHINA,
        "信用中国",
        "Credit China",
        "penalty",
        "zone",
        ("market_penalty", "tax_penalty", "customs_penalty", "court_list", "national_grade"),
        CREDIT_CHINA,
        1,
        "国办发〔2025〕22号",
    ),
    ShippedSource(
        PUBLICITY,
        "国家企业信用信息公示系统",
        "Enterprise credit publicity system",
        "list",
        "market",
        ("abnormal_list", "serious_list", "established", "licence"),
        PUBLICITY,
        1,
        "企业信息公示暂行条例",
    ),
    ShippedSource(
        "post",
        "邮政管理",
        "Postal administration",
        "department",
        "post",
        ("delivered_in_time",),
        "",
        31,
        "快递暂行条例",
    ),
    ShippedSource(
        OFFICE,
        "综试区办公室",
        "Zone office",
        "penalty",
        "zone",
        (
            "commitment_breach",
            "negative_list",
            "promotion_breach",
            "honour",
            "risk_graph",
            "related_dishonest",
            "address",
            "licence",
            "national_grade",
        ),
        "",
        None,
        "综试区信用评价办法",
    ),
    ShippedSource(
        "raters",
        "第三方信用服务机构",
        "Third-party raters",
        "third_party",
        "zone",
        ("third_party_rating",),
        "",
        None,
        "电子商务法 第七十条",
    ),
)
