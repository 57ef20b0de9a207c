"""Learning where firms export to, from their own declarations, in bulk behind the event log."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.conf import settings
from django.db import connection

from declarations.services.following import follow, in_turn

NAME: Final = "risk-markets"
KINDS: Final = frozenset({"decision"})

_LEARN: Final = """
INSERT INTO risk_export_market (enterprise_id, country, heading, last_date)
SELECT o, i.country, left(l.gcode, 4), max((i.received_at AT TIME ZONE %(zone)s)::date)
FROM declarations_inventory i
JOIN declarations_inventory_line l ON l.document_id = i.id
CROSS JOIN unnest(i.owners) AS o
WHERE i.id = ANY(%(ids)s) AND i.kind = 'CEB603'
GROUP BY o, i.country, left(l.gcode, 4)
ORDER BY o, i.country, left(l.gcode, 4)
ON CONFLICT (enterprise_id, country, heading)
DO UPDATE SET last_date = excluded.last_date WHERE excluded.last_date > risk_export_market.last_date
"""


def follow_exports(*, seconds: float, at: datetime) -> int:
    """Learn from what was decided since; returns the events passed."""
    return in_turn(lambda: follow(NAME, learn, kinds=KINDS, at=at), seconds=seconds)


def learn(ids: Sequence[int], at: datetime) -> None:
    """Enter the markets of these declarations' owners; the same again changes nothing."""
    del at  # a market is as old as the declaration, not as the look at it
    with connection.cursor() as cursor:
        cursor.execute(_LEARN, {"ids": list(ids), "zone": settings.TIME_ZONE})
