"""What a fact is, and which sources there are. Pure."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from risk.expressions import NUMBER
from zone_portal.kernel.rules import Text

OWN: Final = "own"
"""The portal's own documents, windows and credit: always connected."""

SOURCES: Final[Mapping[str, tuple[str, str, str]]] = MappingProxyType(
    {
        # code: (zh, en, department or "")
        "platform": ("电商平台日志", "Logs of platforms", "commerce"),
        "logistics": ("物流轨迹", "Tracks of carriers", "post"),
        "weighing": ("称重与机检", "Scales and X-ray", "customs"),
        "bank": ("银行与支付数据", "Banks and payment firms", "bank"),
        "tax": ("退税数据", "Rebate data", "tax"),
        "book": ("账册与盘点", "Bonded books and counts", "customs"),
        "identity": ("身份核验与投诉", "Identity checks and complaints", "police"),
        "quality": ("检测与召回", "Tests and recalls", "market"),
        "brand": ("品牌与知识产权", "Brands and rights", "market"),
        "market": ("市场监测", "Market watch", "commerce"),
        "country": ("国别与海外信用", "Countries and credit abroad", "commerce"),
        "consumer": ("消费投诉", "Consumers' complaints", "market"),
        "operations": ("运行监控", "Operations of the portal", "zone"),
    }
)
"""Who delivers facts that the portal does not have itself."""


class FactKind(NamedTuple):
    """One fact: name, type, source, words. ``of`` is the kind of subject under whose key others
    deliver it (``order``, ``waybill``, ``goods``, ``enterprise`` …); empty for the portal's own."""

    name: str
    type: str
    source: str
    of: str
    text: Text


def own(name: str, zh: str, en: str, kind: str = NUMBER) -> FactKind:
    return FactKind(name, kind, OWN, "", (zh, en))


def of_others(source: str, of: str, name: str, zh: str, en: str) -> FactKind:
    return FactKind(name, NUMBER, source, of, (zh, en))
