"""Filing numbers: ``KJ`` + zone code + year and month + serial, one after the other."""

from datetime import datetime
from typing import Final

from django.db import connection
from django.utils import timezone

from accounts import zones
from enterprises.models import Filing

START: Final = "KJ"
SERIAL_DIGITS: Final = 5
LOCK: Final = 0x4B4A  # "KJ", the first key of the advisory lock; the month is the second


def next_number(*, at: datetime) -> str:
    """The next number of the month of ``at`` in Shanghai.

    Whoever numbers waits for whoever numbered before until that transaction ends, so that a
    number is given once and a deed that fails leaves no gap. Needs a transaction.
    """
    month = f"{timezone.localdate(at):%Y%m}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK, int(month)])
    prefix = f"{START}{zones.current().code}{month}"
    given = Filing.objects.filter(number__startswith=prefix).values_list("number", flat=True)
    last = max((int(number[len(prefix) :]) for number in given.iterator()), default=0)
    return f"{prefix}{last + 1:0{SERIAL_DIGITS}}"
