"""Models beside the rules: what each reads and says. Pure; a model only ever raises signals."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Final, NamedTuple

from zone_portal.kernel.rules import Text

LINKS: Final = "LINKS"
OUTLIERS: Final = "OUTLIERS"


class Measured(NamedTuple):
    """How well a version did on a sample that ``on`` names: shares of one, measured on a day."""

    recall: Decimal
    false_alarms: Decimal
    on: str
    day: date


@dataclass(frozen=True, slots=True)
class ModelKind:
    """A model of the register. ``features`` name what it reads with words for each; ``type`` is
    the type of risk of its signals, ``level`` where they start, ``measured`` how well it does on
    planted cases. A changed method or feature is a new ``version``."""

    code: str
    version: int
    title: Text
    method: Text
    features: Mapping[str, Text]
    type: str
    level: str
    measured: Measured | None = None


MODELS: Final[Mapping[str, ModelKind]] = MappingProxyType(
    {
        LINKS: ModelKind(
            LINKS,
            1,
            ("关联订购人图", "Graph of linked buyers"),
            (
                "把共用证件、电话、地址或支付人的订购人连成图，成组且稠密者产生信号",
                "Buyers who share an identity, a telephone, an address or a payer become a graph; "
                "groups that are large and dense raise signals",
            ),
            MappingProxyType(
                {
                    "id": ("订购人证件（密钥散列）", "Buyer's identity (keyed hash)"),
                    "phone": ("收货电话（密钥散列）", "Consignee's telephone (keyed hash)"),
                    "address": ("收货地址（密钥散列）", "Consignee's address (keyed hash)"),
                    "payer": ("支付人证件（密钥散列）", "Payer's identity (keyed hash)"),
                }
            ),
            "RT05",
            "yellow",
            Measured(
                Decimal(1),
                Decimal(0),
                "1000 票正常清单中植入 2 组各 40 人冒用同一证件，样本小 / 2 identities borrowed by "
                "40 buyers each among 1,000 honest declarations, a small sample (bench fraud)",
                date(2026, 11, 20),
            ),
        ),
        OUTLIERS: ModelKind(
            OUTLIERS,
            1,
            ("企业异常日", "Unusual days of an enterprise"),
            (
                "企业昨日的清单数、命中比例和平均得分与其前28日的中位数相比，偏离过大者产生信号",
                "Yesterday of an enterprise is compared with the medians of its 28 days before; "
                "what lies far off raises a signal",
            ),
            MappingProxyType(
                {
                    "declarations": ("当日清单数", "Declarations of the day"),
                    "hit_share": ("当日命中规则的比例", "Share of them that a rule hit"),
                    "mean_score": ("当日平均得分", "Their mean score"),
                }
            ),
            "RT13",
            "blue",
            Measured(
                Decimal("0.895"),
                Decimal(0),
                "1000 家虚构企业各 29 日，其中 200 家植入异常日 / 1,000 invented enterprises over "
                "29 days, 200 with a planted day (benchmarks/unusual.py)",
                date(2026, 11, 20),
            ),
        ),
    }
)
