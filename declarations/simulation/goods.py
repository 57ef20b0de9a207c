"""Invented articles under real tariff numbers, with the statutory units of the 2019 tariff."""

from decimal import Decimal
from typing import Final, NamedTuple

PIECE_UNITS: Final = frozenset({"006", "007", "011"})
"""Units that count pieces: set, piece, item."""
LITRE: Final = "095"


class Article(NamedTuple):
    """An article: weight (kg, net) and volume (litres) of one piece, price of one in RMB."""

    number: str
    name: str
    model: str
    hs_code: str
    unit: str
    unit1: str
    unit2: str
    weight: Decimal
    volume: Decimal
    price: Decimal
    origin: str
    barcode: str

    def statutory(self, unit: str, pieces: int) -> Decimal:
        """How much ``pieces`` of the article are in a statutory unit."""
        if unit in PIECE_UNITS:
            return Decimal(pieces)
        return pieces * (self.volume if unit == LITRE else self.weight)


def _article(serial: int, *texts: str) -> Article:
    name, model, hs_code, units, weight, volume, price, origin = texts
    unit, unit1, unit2 = f"{units},".split(",")[:3]
    first12 = f"2000000{serial:05}"
    odd, even = sum(map(int, first12[::2])), sum(map(int, first12[1::2]))
    return Article(
        number=f"SIM-{serial:04}",
        name=name,
        model=model,
        hs_code=hs_code,
        unit=unit,
        unit1=unit1,
        unit2=unit2,
        weight=Decimal(weight),
        volume=Decimal(volume),
        price=Decimal(price),
        origin=origin,
        barcode=f"{first12}{-(odd + 3 * even) % 10}",
    )


IMPORTED: Final = tuple(
    _article(serial, *row.split("|"))
    for serial, row in enumerate(
        (
            "示例婴儿配方奶粉|3段900克/罐|1901101000|122,035|0.9|0|238.00|609",
            "示例保湿乳液|100毫升/瓶|3304990039|142,035,011|0.12|0.1|156.50|133",
            "示例面霜|50克/瓶|3304990099|142,035,011|0.05|0|268.00|305",
            "示例洗发水|500毫升/瓶|3305100090|142,035|0.52|0.5|69.90|116",
            "示例洁面乳|120克/支|3401300000|011,035|0.12|0|58.00|116",
            "示例复合维生素片|90片/瓶|2106909090|142,035|0.18|0|129.00|601",
            "示例黑巧克力|100克/块|1806320000|011,035|0.1|0|32.80|304",
            "示例曲奇饼干|454克/盒|1905310000|140,035|0.454|0|45.00|303",
            "示例咖啡豆|250克/包|0901210000|125,035|0.25|0|88.00|502",
            "示例葡萄酒|750毫升/瓶|2204210000|142,095,035|1.2|0.75|198.00|305",
        ),
        1,
    )
)
EXPORTED: Final = tuple(
    _article(serial, *row.split("|"))
    for serial, row in enumerate(
        (
            "示例棉制T恤衫|均码|6109100010|011,011,035|0.18|0|39.90|142",
            "示例手提包|人造革|4202220000|007,035,007|0.65|0|119.00|142",
            "示例塑料餐具套装|12件套|3924100000|006,035|0.8|0|49.00|142",
            "示例羊毛衫|均码|6110110000|011,011,035|0.42|0|188.00|142",
        ),
        101,
    )
)
