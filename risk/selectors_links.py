"""Reading who shared what: buyers of the last days and the things that several of them used.

A buyer is one name with one telephone, as a keyed hash of the two keyed hashes. Only things that
several buyers used leave the database: what one buyer uses links nobody.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, Final

from django.db import connection

from declarations.ids import first_id_of
from risk.linking import KINDS, Link

_BUYER: Final = "decode(md5(o.buyer_name_hash::text || o.buyer_telephone_hash::text), 'hex')"
_THINGS: Final = {
    "id": "o.buyer_id_number_hash",
    "phone": "o.consignee_telephone_hash",
    "address": "o.consignee_address_hash",
    "payer": "p.payer_id_number_hash",
}
_FROM: Final = """
FROM declarations_decision d
JOIN declarations_order o ON o.id = d.order_id
LEFT JOIN declarations_payment p ON p.id = d.payment_id
WHERE d.outcome = 'matched' AND d.inventory_id >= %(first)s AND d.inventory_id < %(last)s
AND o.buyer_name_hash IS NOT NULL AND o.buyer_telephone_hash IS NOT NULL
"""
_SHARED: Final = """
SELECT uuid_send({thing}), array_agg(DISTINCT {buyer})
{source} AND {thing} IS NOT NULL
GROUP BY {thing} HAVING count(DISTINCT {buyer}) >= %(least)s
"""
_OF_BUYERS: Final = f"""
SELECT {_BUYER}, d.inventory_id, i.owners
{_FROM.replace("WHERE", "JOIN declarations_inventory i ON i.id = d.inventory_id WHERE")}
AND {_BUYER} = ANY(%(buyers)s) ORDER BY d.inventory_id
"""


def shared_links(*, since: datetime, until: datetime, least: int) -> Iterator[Link]:
    """Links to things that at least so many buyers used in a period: four queries."""
    given = {"first": first_id_of(since), "last": first_id_of(until), "least": least}
    for kind in KINDS:
        query = _SHARED.format(thing=_THINGS[kind], buyer=_BUYER, source=_FROM)
        with connection.cursor() as cursor:
            cursor.execute(query, given)
            for key, buyers in cursor:
                yield from (Link(bytes(buyer), kind, bytes(key)) for buyer in buyers)


def declarations_of(
    buyers: Iterable[bytes], *, since: datetime, until: datetime
) -> dict[bytes, list[tuple[int, Sequence[int]]]]:
    """By buyer: the declarations of a period, each with the enterprises whose it is."""
    given: dict[str, Any] = {"first": first_id_of(since), "last": first_id_of(until)}
    found: dict[bytes, list[tuple[int, Sequence[int]]]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_OF_BUYERS, {**given, "buyers": list(buyers)})
        for buyer, inventory, owners in cursor:
            found.setdefault(bytes(buyer), []).append((inventory, owners))
    return found


def main_owner(owners: Iterable[Sequence[int]]) -> int | None:
    """The enterprise that most of some declarations belong to; of several the smallest number."""
    counted = Counter(firm for some in owners for firm in some)
    return min(counted, key=lambda firm: (-counted[firm], firm)) if counted else None
