"""Where compared figures come from, and on what basis each counts. Pure.

A difference can be explained only by who knows how the other side counts. A source that comes under
a data-sharing agreement says its basis in the agreement; those of the platform's own records are
here. No authority publishes the basis of the firms' own reports (unverified).
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from types import MappingProxyType
from typing import Final

Words = tuple[str, str]

ORDERS: Final = "orders"
PLATFORM: Final = "platform"
REGULATOR: Final = "regulator"
PORT_LIST: Final = "port_list"
REPORTS: Final = "reports"

SOURCES: Final[Mapping[str, Words]] = MappingProxyType(
    {
        ORDERS: ("电商平台订单（已接收）", "Orders received from platforms"),
        PLATFORM: ("电商平台汇总数", "Totals sent by a platform"),
        REGULATOR: ("监管部门汇总数", "Totals of a regulator"),
        PORT_LIST: ("口岸申报清单", "Declaration list of the port"),
        REPORTS: ("企业直报数", "Firms' own reports"),
    }
)
AGREED: Final = (REGULATOR, PORT_LIST, PLATFORM)
"""What may be taken in under an agreement only, in the order in which forms offer it."""

RELEASED, DECLARED, ORDERED = "released", "declared", "ordered"
FULL, GOODS = "full", "goods"
NET, GROSS = "net", "gross"
HERE, FILED = "here", "filed"

MOMENTS: Final[Mapping[str, Words]] = MappingProxyType(
    {
        RELEASED: ("放行（进口）、结关（出口）日期", "Day of release (imports), closing (exports)"),
        DECLARED: ("申报日期", "Day of declaration"),
        ORDERED: ("下单日期", "Day of the order"),
    }
)
VALUATIONS: Final[Mapping[str, Words]] = MappingProxyType(
    {
        FULL: ("进口到岸价、出口离岸价", "CIF for imports, FOB for exports"),
        GOODS: ("货值，不含运费保费", "Goods without freight and insurance"),
    }
)
RETURNS: Final[Mapping[str, Words]] = MappingProxyType(
    {NET: ("已扣除退货", "Less returns"), GROSS: ("未扣除退货", "Before returns")}
)
COVERAGES: Final[Mapping[str, Words]] = MappingProxyType(
    {
        HERE: ("在本关区申报的全部企业", "All firms that declare here"),
        FILED: ("仅在本综试区备案的企业", "Only firms filed in this zone"),
    }
)


@dataclass(frozen=True, slots=True)
class Basis:
    """How a source counts; each field is a code of the table beside it.

    ``by_receipts`` says that it knows of customs' decisions only by the receipts it got: what came
    after the day on which its figures were drawn it does not count.
    """

    moment: str = RELEASED
    valuation: str = FULL
    returns: str = NET
    coverage: str = HERE
    by_receipts: bool = False

    def as_json(self) -> dict[str, object]:
        """As kept with an agreement."""
        return asdict(self)


TABLES: Final[Mapping[str, Mapping[str, Words]]] = MappingProxyType(
    {
        "moment": MOMENTS,
        "valuation": VALUATIONS,
        "returns": RETURNS,
        "coverage": COVERAGES,
    }
)
"""Field of a basis → what it may be."""

OWN_BASES: Final[Mapping[str, Basis]] = MappingProxyType(
    {
        ORDERS: Basis(ORDERED, GOODS, GROSS, HERE),
        REPORTS: Basis(DECLARED, FULL, GROSS, HERE, by_receipts=True),
    }
)
