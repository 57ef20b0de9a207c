"""The log of credit queries is deleted when its years are over, and only then.

How long an entry is kept was settled, by the dated setting, when it was made. The application may
not delete from the table; the database function that it calls deletes what is over and no more.
"""

from datetime import datetime
from typing import Final

from django.db import connection, transaction
from django.utils.timezone import localtime

from accounts.services import audit
from accounts.services.audit import Actor

SLICE: Final = 10_000
ON: Final = ("credit.query", "*")


def forget_queries(*, by: Actor, at: datetime) -> int:
    """Delete the entries whose last day is over, each slice with its entry in the audit trail;
    returns how many. Asked again it finds nothing."""
    done = 0
    while gone := _slice(by=by, at=at):
        done += gone
    return done


@transaction.atomic
def _slice(*, by: Actor, at: datetime) -> int:
    today = localtime(at).date()
    with connection.cursor() as cursor:
        cursor.execute("SELECT credit_query_forget(%s, %s)", [today, SLICE])
        gone = int(cursor.fetchone()[0])
    if gone:
        new = {"deleted": gone, "kept_until_before": today.isoformat()}
        audit.record("credit.queries_deleted", by=by, on=ON, new=new, at=at)
    return gone
