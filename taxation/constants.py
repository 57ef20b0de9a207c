"""Vocabulary of taxes, the quota ledger, guarantees and tax bills."""

from types import MappingProxyType
from typing import Final

SHIPPED: Final = "shipped"
IMPORTED: Final = "imported"
ORIGINS: Final = ((SHIPPED, "随系统提供（示例）"), (IMPORTED, "本综试区导入"))

# --- treatments -----------------------------------------------------------------------------------
RETAIL_IMPORT: Final = "retail_import"
GENERAL_IMPORT: Final = "general_import"
UNTAXED_RETURN: Final = "untaxed_return"
EXPORT_REFUND: Final = "export_refund"
EXPORT_EXEMPT: Final = "export_exempt"
EXPORT_NO_VOUCHER: Final = "export_no_voucher"

TREATMENTS: Final = MappingProxyType(
    {
        RETAIL_IMPORT: ("跨境电商零售进口税收政策", "Retail import taxes"),
        GENERAL_IMPORT: ("按一般贸易征税", "Taxed as general trade"),
        UNTAXED_RETURN: ("退货不征税", "Returned goods, not taxed"),
        EXPORT_REFUND: ("出口退（免）税", "Export refund or exemption"),
        EXPORT_EXEMPT: ("出口免税", "Exempt export"),
        EXPORT_NO_VOUCHER: ("无票免税", "Exempt without purchase voucher"),
    }
)
"""Treatment → (zh, en)."""

TAXPAYERS: Final = MappingProxyType(
    {
        "consumer": ("消费者（订购人）", "Consumer (buyer)"),
        "general": ("一般纳税人", "General VAT taxpayer"),
        "small": ("小规模纳税人", "Small-scale taxpayer"),
        "no_voucher": ("未取得有效进货凭证", "No valid purchase voucher"),
        "enterprise": ("企业", "Enterprise"),
    }
)
DOCUMENTS: Final = MappingProxyType(
    {
        "inventory": ("申报清单", "Inventory"),
        "declaration": ("报关单", "Customs declaration form"),
        "return": ("退货申请单", "Return application"),
    }
)
MODES: Final = ("9610", "1210", "1239", "9710", "9810", "0110", "1039")
RETAIL_MODES: Final = ("9610", "1210", "1239")

# --- what an estimate says ------------------------------------------------------------------------
COMPUTED: Final = "computed"
REFUSED: Final = "refused"
UNKNOWN: Final = "not_computable"
UNTAXED: Final = "untaxed"

REDUCED: Final = "reduced"
FULL: Final = "full"

STEPS: Final = MappingProxyType(
    {
        "value": ("完税价格", "Dutiable value"),
        "duty": ("关税", "Duty"),
        "unit_price": ("每单位完税价格", "Dutiable value per unit"),
        "specific": ("从量消费税", "Specific consumption tax"),
        "consumption": ("法定消费税", "Statutory consumption tax"),
        "vat": ("法定增值税", "Statutory VAT"),
        "payable_consumption": ("应征消费税", "Payable consumption tax"),
        "payable_vat": ("应征增值税", "Payable VAT"),
    }
)
"""Steps of a computation → (zh, en)."""

# --- ledgers --------------------------------------------------------------------------------------
RESERVE: Final = "reserve"
CONFIRM: Final = "confirm"
GIVE_BACK: Final = "give_back"
EXPIRE: Final = "expire"
QUOTA_KINDS: Final = (
    (RESERVE, "占用"),
    (CONFIRM, "确认"),
    (GIVE_BACK, "退回"),
    (EXPIRE, "到期释放"),
)

OPEN: Final = "open"
FREEZE: Final = "freeze"
RELEASE: Final = "release"
CHANGE: Final = "change"
GUARANTEE_KINDS: Final = (
    (OPEN, "开立"),
    (CHANGE, "变更"),
    (FREEZE, "冻结"),
    (RELEASE, "释放"),
)
GUARANTEE_FORMS: Final = (
    ("total", "总担保"),
    ("deposit", "保证金"),
    ("letter", "银行保函"),
    ("other", "其他财产"),
)

# --- findings -------------------------------------------------------------------------------------
SINGLE_LIMIT: Final = "TAX-001"
YEARLY_LIMIT: Final = "TAX-002"
TAXED_IN_FULL: Final = "TAX-003"
USED_NOT_KNOWN: Final = "TAX-004"
RATE_MISSING: Final = "TAX-005"
QUANTITY_MISSING: Final = "TAX-006"
NO_TREATMENT: Final = "TAX-007"
NO_GUARANTEE: Final = "TAX-011"
GUARANTEE_SHORT: Final = "TAX-012"
GUARANTEE_OVER: Final = "TAX-013"
BILL_OVERDUE: Final = "TAX-021"
