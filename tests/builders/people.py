"""Fictitious people: numbers with right check digits that nobody can have."""

from dataclasses import dataclass
from datetime import date, timedelta

from zone_portal.kernel.identifiers import resident_id_check_character

PROVINCE_ITSELF = "360000"
"""A province's own code: no person is registered there, yet the region is known."""

NO_SUCH_PROVINCE = "990000"
"""A region that does not exist: the number is right, its region unknown."""

FAMILY_NAMES = "罗万熊涂胡邓饶聂裘喻"
GIVEN_NAMES = ("虚构", "模拟", "试样", "无名", "示例")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who does not exist."""

    name: str
    id_number: str
    telephone: str
    address: str


def person(number: int = 0, *, region: str = PROVINCE_ITSELF) -> Person:
    """The ``number``-th fictitious person; the same number gives the same person."""
    return Person(
        name=FAMILY_NAMES[number % 10] + GIVEN_NAMES[number // 10 % 5],
        id_number=id_number(number, region=region),
        telephone=f"1380000{number % 10_000:04}",
        address=f"江西省南昌市虚构区示例路{number + 1}号",
    )


def id_number(number: int = 0, *, region: str = PROVINCE_ITSELF, born: date | None = None) -> str:
    """A resident identity number with a right check digit in a region nobody is born in."""
    day = born or date(1970, 1, 1) + timedelta(days=number % 10_000)
    first17 = f"{region}{day:%Y%m%d}{number // 10_000 % 1000:03}"
    return first17 + resident_id_check_character(first17)
