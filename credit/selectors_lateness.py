"""Duties that were not done in time, as declarations and tax bills say."""

from datetime import date
from typing import Any, Final

from django.db import connection
from django.urls import reverse
from django.utils.timezone import localtime

from credit.rules.lateness import SUMMARY, TAX, Late
from declarations.models import Summary

_BILLS: Final = """
SELECT b.enterprise_id, t.first_date, min(b.due_to_date), count(*),
       CASE WHEN bool_or(b.state = 'overdue') THEN NULL ELSE max(b.changed_at) END,
       sum(b.duty + b.consumption + b.vat)
FROM taxation_taxbill b JOIN taxation_taxbatch t ON t.id = b.batch_id
WHERE b.enterprise_id IS NOT NULL AND b.state <> 'void'
  AND EXISTS (SELECT 1 FROM taxation_taxbillstep s WHERE s.bill_id = b.id AND s.target = 'overdue')
GROUP BY b.enterprise_id, t.first_date HAVING min(b.due_to_date) >= %(since)s
ORDER BY b.enterprise_id, t.first_date
"""


def late_duties(*, since: date) -> list[Late]:
    """What was due on or after a day and was late, done since or not: monthly summaries by month,
    customs district and consignor, taxes by the half month of a guarantor."""
    return [*_summaries(since), *_taxes(since)]


def _summaries(since: date) -> list[Late]:
    """Months of which the firm was told that they are overdue; the declaring firm answers."""
    rows: Any = Summary.objects.filter(
        overdue_at__isnull=False, enterprise_id__isnull=False, lists__gt=0, due_on__gte=since
    )
    return [
        Late(
            enterprise_id=row.enterprise_id,
            kind=SUMMARY,
            number=f"HZ{row.month:%Y%m}-{row.pk}",
            due_date=row.due_on,
            done_date=None if row.left else localtime(row.changed_at).date(),
            cause=f"{row.month:%Y-%m} 出口清单未在 {row.due_on} 前汇总申报",
            evidence=reverse("declarations:summary", args=[row.pk]),
        )
        for row in rows.order_by("id")
    ]


def _taxes(since: date) -> list[Late]:
    with connection.cursor() as cursor:
        cursor.execute(_BILLS, {"since": since})
        rows = cursor.fetchall()
    return [
        Late(
            enterprise_id=enterprise,
            kind=TAX,
            number=f"SD{first:%Y%m%d}",
            due_date=due,
            done_date=localtime(done).date() if done else None,
            cause=f"{first} 起的半月批次有 {bills} 份税单未在期限内缴纳",
            evidence=f"{reverse('taxation:bills')}?state=overdue",
            amount=amount,
        )
        for enterprise, first, due, bills, done, amount in rows
    ]
