"""The 24 types of risk: their names, the plans' five types, who leads, where they start."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from zone_portal.kernel.rules import Text

MARKET: Final = "market"
TRADE: Final = "trade"
FINANCE: Final = "finance"
TECHNICAL: Final = "technical"
SAFETY: Final = "safety"
AREAS: Final[Mapping[str, Text]] = MappingProxyType(
    {
        MARKET: ("市场风险", "Market risk"),
        TRADE: ("交易风险", "Trade risk"),
        FINANCE: ("金融风险", "Financial risk"),
        TECHNICAL: ("技术风险", "Technical risk"),
        SAFETY: ("公共安全风险", "Public safety risk"),
    }
)
"""The five types that the zones' plans ask to be watched, in their order."""


@dataclass(frozen=True, slots=True)
class RiskType:
    """One type of risk. ``area`` is one of the plans' five, ``lead`` the department in charge and
    ``support`` those who help (codes of ``accounts.constants.DEPARTMENTS``), ``level`` the level at
    which an alert of the type starts, ``level_to`` the highest that it reaches without people."""

    code: str
    title: Text
    area: str
    lead: str
    support: tuple[str, ...]
    level: str
    level_to: str
    basis: str


_POLICE_POST: Final = ("police", "post", "commerce")
_CASE_LAW: Final = "海关总署公告2018年第194号"

TYPES: Final[Mapping[str, RiskType]] = MappingProxyType(
    {
        one.code: one
        for one in (
            RiskType(
                "RT01",
                ("三单造假、虚构交易", "Fake documents, fictitious trade"),
                TRADE,
                "customs",
                _POLICE_POST,
                "orange",
                "orange",
                _CASE_LAW,
            ),
            RiskType(
                "RT02",
                ("刷单", "Order brushing"),
                TRADE,
                "customs",
                _POLICE_POST,
                "yellow",
                "yellow",
                "电子商务法第十七条",
            ),
            RiskType(
                "RT03",
                ("身份信息冒用", "Misuse of identities"),
                TRADE,
                "customs",
                _POLICE_POST,
                "orange",
                "orange",
                _CASE_LAW,
            ),
            RiskType(
                "RT04",
                ("年度额度盗用、化整为零", "Abuse of the annual quota"),
                TRADE,
                "customs",
                _POLICE_POST,
                "yellow",
                "orange",
                "财关税〔2018〕49号",
            ),
            RiskType(
                "RT05",
                ("同址、同电话多人", "One address or telephone, many buyers"),
                TRADE,
                "customs",
                _POLICE_POST,
                "yellow",
                "yellow",
                _CASE_LAW,
            ),
            RiskType(
                "RT06",
                ("拆单、蚂蚁搬家", "Split goods"),
                TRADE,
                "customs",
                _POLICE_POST,
                "yellow",
                "yellow",
                "财关税〔2018〕49号",
            ),
            RiskType(
                "RT07",
                ("二次销售", "Second sale"),
                TRADE,
                "customs",
                _POLICE_POST,
                "orange",
                "orange",
                "商财发〔2018〕486号",
            ),
            RiskType(
                "RT08",
                ("低报价格", "Under-declared prices"),
                TRADE,
                "customs",
                _POLICE_POST,
                "yellow",
                "orange",
                "海关法第八十二条",
            ),
            RiskType(
                "RT09",
                ("伪报品名、税号", "False names or codes of goods"),
                TRADE,
                "customs",
                _POLICE_POST,
                "orange",
                "orange",
                "海关法第八十二条",
            ),
            RiskType(
                "RT10",
                ("多进少报、短溢", "Quantities that differ"),
                TRADE,
                "customs",
                _POLICE_POST,
                "orange",
                "orange",
                "海关法第八十二条",
            ),
            RiskType(
                "RT11",
                ("禁限商品", "Prohibited and restricted goods"),
                SAFETY,
                "customs",
                _POLICE_POST,
                "red",
                "red",
                "跨境电子商务零售进口商品清单；禁止进出境物品表",
            ),
            RiskType(
                "RT12",
                ("侵犯知识产权", "Infringement of intellectual property"),
                TRADE,
                "market",
                ("customs",),
                "orange",
                "orange",
                "知识产权海关保护条例；电子商务法第四十一条至第四十五条",
            ),
            RiskType(
                "RT13",
                ("非真实贸易、洗钱", "Fake trade, money laundering"),
                FINANCE,
                "fx",
                ("customs", "police"),
                "orange",
                "red",
                "反洗钱法（2024年修订）",
            ),
            RiskType(
                "RT14",
                ("骗取出口退税", "Export rebate fraud"),
                FINANCE,
                "tax",
                ("customs", "fx"),
                "orange",
                "orange",
                "国家税务总局公告2025年第3号",
            ),
            RiskType(
                "RT15",
                ("支付异常", "Unusual payments"),
                FINANCE,
                "fx",
                ("customs", "police"),
                "yellow",
                "yellow",
                "海关总署公告2018年第179号",
            ),
            RiskType(
                "RT16",
                ("市场波动", "Changes of the market"),
                MARKET,
                "commerce",
                (),
                "blue",
                "orange",
                "综合试验区实施方案（风险防控体系）",
            ),
            RiskType(
                "RT17",
                ("国别与海外信用", "Countries and credit abroad"),
                MARKET,
                "commerce",
                (),
                "blue",
                "orange",
                "综合试验区实施方案（海外信用风险预警）",
            ),
            RiskType(
                "RT18",
                ("商品质量安全", "Quality and safety of goods"),
                SAFETY,
                "market",
                ("customs",),
                "yellow",
                "red",
                "商财发〔2018〕486号",
            ),
            RiskType(
                "RT19",
                ("贸易摩擦", "Trade friction"),
                MARKET,
                "commerce",
                (),
                "blue",
                "yellow",
                "综合试验区实施方案（纠纷预警）",
            ),
            RiskType(
                "RT20",
                ("技术安全", "Data, payment and network security"),
                TECHNICAL,
                "zone",
                ("police",),
                "yellow",
                "red",
                "网络安全法；信息安全等级保护",
            ),
            RiskType(
                "RT21",
                ("公共安全", "Public safety"),
                SAFETY,
                "customs",
                ("police", "post"),
                "red",
                "red",
                "国境卫生检疫法；反恐怖主义法",
            ),
            RiskType(
                "RT22",
                ("主体合规与信用", "Compliance and credit of firms"),
                MARKET,
                "zone",
                ("customs", "tax", "market"),
                "blue",
                "orange",
                "综合试验区实施方案（信用管理体系）",
            ),
            RiskType(
                "RT23",
                ("逾期未履行义务", "Duties late or missing"),
                TRADE,
                "customs",
                ("tax",),
                "blue",
                "orange",
                "海关总署公告2018年第194号；财关税〔2016〕18号",
            ),
            RiskType(
                "RT24",
                ("消费纠纷", "Consumer disputes"),
                MARKET,
                "market",
                ("commerce",),
                "blue",
                "yellow",
                "电子商务法第五十八条至第六十三条",
            ),
        )
    }
)
"""Every type by its code; RT keeps them apart from requirement numbers."""


def type_of(rule_code: str) -> RiskType:
    """The type that a rule belongs to: ``RT03-01`` to RT03."""
    return TYPES[rule_code[:4]]
