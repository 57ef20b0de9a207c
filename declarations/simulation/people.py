"""People who do not exist: right check digits in a region where nobody is registered."""

from datetime import date, timedelta
from typing import Final, NamedTuple

from zone_portal.kernel.identifiers import resident_id_check_character

_REGION: Final = "360000"
"""A province's own code; residents carry the code of a county."""
_FIRST_DAY: Final = date(1970, 1, 1)
_FAMILY: Final = "罗万熊涂胡邓饶聂裘喻"
_GIVEN: Final = ("虚构", "模拟", "试样", "无名", "示例")


class Person(NamedTuple):
    """A buyer."""

    account: str
    name: str
    id_number: str
    telephone: str
    address: str


def person(number: int) -> Person:
    """The ``number``-th person; ten million differ in their identity number."""
    born = _FIRST_DAY + timedelta(days=number % 10_000)
    first17 = f"{_REGION}{born:%Y%m%d}{number // 10_000 % 1000:03}"
    return Person(
        account=f"user{number:08}",
        name=_FAMILY[number % 10] + _GIVEN[number // 10 % 5],
        id_number=first17 + resident_id_check_character(first17),
        telephone=f"12{number % 1_000_000_000:09}",
        address=f"江西省南昌市虚构区示例路{number % 9999 + 1}号",
    )
