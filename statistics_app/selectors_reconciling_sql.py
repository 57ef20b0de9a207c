"""Statements of cross-checking: how declarations, orders and lists stand to a month.

``SLICES`` sums declarations by cell and by when they were declared and booked, ``ORDERS`` the
orders of the month beside what was booked of them, ``PAIRS`` gives each number of a list and each
declaration of the month with both sides. Values are those of the bookings; what was never booked
is valued as it would be: goods, freight and insurance by the duty rate of the day.
"""

from typing import Final

_RECEIVED: Final = "(i.received_at AT TIME ZONE %(zone)s)::date"
_RATES: Final = """
rates AS (
    SELECT * FROM unnest(%(currencies)s::text[], %(starts)s::date[], %(ends)s::date[],
                         %(rates)s::numeric[]) AS rate(currency, valid_from, valid_to, rate)
)
"""
_STANDS: Final = """
CASE WHEN {day} < %(first)s THEN 'before' WHEN {day} > %(last)s THEN 'after'
     WHEN {day} IS NULL THEN 'never' ELSE 'within' END
"""
_FEES: Final = """
CASE WHEN {i}.kind = 'CEB621' THEN coalesce(round(({i}.freight + {i}.insured_fee)
    * CASE coalesce({i}.currency, '142') WHEN '142' THEN 1 ELSE {r}.rate END, 2), 0) ELSE 0 END
"""
_RATE_OF: Final = """
LEFT JOIN rates {r} ON {r}.currency = {currency}
    AND {day} >= {r}.valid_from AND {day} < {r}.valid_to
"""
_VALUE_OF_LINES: Final = (
    """
SELECT round(sum(l.total_price * CASE l.currency WHEN '142' THEN 1 ELSE lr.rate END), 2) AS goods,
    bool_or(l.currency <> '142' AND lr.rate IS NULL) AS lacks, sum(l.qty1) AS quantity
FROM declarations_inventory_line l
"""
    + _RATE_OF.format(r="lr", currency="l.currency", day="{day}")
    + " WHERE l.document_id = {id}"
)
_LET_GO: Final = """
(SELECT min(said.received_at) FROM declarations_customs_receipt said
 WHERE said.inventory_id = {id} AND said.kind IN ('CEB622', 'CEB604')
    AND (said.return_status = '899' OR (said.return_status = '800' AND {direction} = 'I')))
"""
SLICES: Final = f"""
WITH {_RATES}, seen AS (
    SELECT b.inventory_id, b.source <> 0 AS is_return, b.day, b.declared_date, b.direction, b.mode,
        b.firm, b.enterprise_id, sum(b.rmb) AS rmb, bool_or(b.rmb IS NULL) AS lacks
    FROM statistics_booking b
    WHERE b.mode = ANY(%(modes)s) AND b.customs_code LIKE %(customs)s
        AND (b.day BETWEEN %(first)s AND %(last)s
            OR (b.source = 0 AND b.inventory_id >= %(first_id)s AND b.inventory_id < %(end_id)s
                AND b.declared_date BETWEEN %(first)s AND %(last)s))
    GROUP BY b.inventory_id, b.source, b.day, b.declared_date, b.direction, b.mode, b.firm,
        b.enterprise_id
), booked AS (
    SELECT s.inventory_id, s.is_return, s.direction, s.mode, s.firm, s.enterprise_id,
        coalesce(s.rmb, 0) AS rmb, s.lacks,
        {_STANDS.format(day="s.declared_date")} AS declared,
        {_STANDS.format(day="s.day")} AS booked, '' AS fate,
        CASE WHEN s.is_return THEN 0 ELSE {_FEES.format(i="i", r="fr")} END AS fees,
        %(as_of)s::timestamptz IS NULL OR s.is_return
            OR coalesce({_LET_GO.format(id="s.inventory_id", direction="s.direction")}
                < %(as_of)s, true) AS known
    FROM seen s LEFT JOIN declarations_inventory i ON i.id = s.inventory_id
    {_RATE_OF.format(r="fr", currency="i.currency", day="s.declared_date")}
    WHERE %(platforms)s::text[] IS NULL OR i.ebp_code = ANY(%(platforms)s::text[])
), pending AS (
    SELECT i.id, false, CASE WHEN i.kind = 'CEB621' THEN 'I' ELSE 'E' END, i.trade_mode, i.ebc_code,
        coalesce(f.enterprise_id, 0),
        coalesce(v.goods, 0) + {_FEES.format(i="i", r="fr")}, v.lacks, 'within', 'never',
        CASE WHEN c.status = 'cancelled' THEN 'withdrawn'
             WHEN c.status IN ('100', 'refused') THEN 'rejected' ELSE 'waiting' END,
        {_FEES.format(i="i", r="fr")},
        %(as_of)s::timestamptz IS NULL OR c.status IS DISTINCT FROM 'cancelled'
            OR c.status_at < %(as_of)s
    FROM declarations_inventory i
    LEFT JOIN declarations_course c ON c.inventory_id = i.id
    LEFT JOIN statistics_firm f ON f.code = i.ebc_code
    {_RATE_OF.format(r="fr", currency="i.currency", day=_RECEIVED)}
    CROSS JOIN LATERAL ({_VALUE_OF_LINES.format(day=_RECEIVED, id="i.id")}) v
    WHERE i.id >= %(first_id)s AND i.id < %(end_id)s AND i.trade_mode = ANY(%(modes)s)
        AND i.customs_code LIKE %(customs)s
        AND (%(platforms)s::text[] IS NULL OR i.ebp_code = ANY(%(platforms)s::text[]))
        AND NOT EXISTS (SELECT 1 FROM statistics_booking b
                        WHERE b.inventory_id = i.id AND b.source = 0)
), everything AS (SELECT * FROM booked UNION ALL SELECT * FROM pending)
SELECT direction, mode, firm, enterprise_id, is_return, declared, booked, fate, known, count(*),
    coalesce(sum(rmb), 0), coalesce(sum(fees), 0), count(*) FILTER (WHERE lacks),
    (array_agg(inventory_id ORDER BY rmb DESC, inventory_id))[1:20]
FROM everything
GROUP BY direction, mode, firm, enterprise_id, is_return, declared, booked, fate, known
ORDER BY 1, 2, 3, 4, 5, 6, 7, 8, 9
"""
ORDERS: Final = f"""
WITH {_RATES}, taken AS (
    SELECT o.id, CASE WHEN o.kind = 'CEB311' THEN 'I' ELSE 'E' END AS direction, o.ebc_code AS firm,
        o.order_no, o.ebp_code,
        round(o.goods_value * CASE o.currency WHEN '142' THEN 1 ELSE r.rate END, 2) AS theirs
    FROM declarations_order o
    {
    _RATE_OF.format(r="r", currency="o.currency", day="(o.received_at AT TIME ZONE %(zone)s)::date")
}
    WHERE o.id >= %(first_id)s AND o.id < %(end_id)s
        AND (%(platforms)s::text[] IS NULL OR o.ebp_code = ANY(%(platforms)s::text[]))
), paired AS (
    SELECT t.*, b.mode, coalesce(b.rmb, 0) AS rmb, coalesce(b.fees, 0) AS fees,
        CASE WHEN b.inside > 0 THEN 'within' WHEN b.day IS NULL THEN 'never'
             WHEN b.day > %(last)s THEN 'after' ELSE 'before' END AS booked
    FROM taken t LEFT JOIN LATERAL (
        SELECT min(x.mode) AS mode, min(x.day) AS day,
            count(*) FILTER (WHERE x.day BETWEEN %(first)s AND %(last)s) AS inside,
            sum(x.rmb) FILTER (WHERE x.day BETWEEN %(first)s AND %(last)s) AS rmb,
            sum(x.fees) FILTER (WHERE x.day BETWEEN %(first)s AND %(last)s) AS fees
        FROM (
            SELECT k.mode, k.day, sum(k.rmb) AS rmb, max({_FEES.format(i="i", r="fr")}) AS fees
            FROM declarations_inventory i
            JOIN statistics_booking k ON k.inventory_id = i.id AND k.source = 0
            {_RATE_OF.format(r="fr", currency="i.currency", day="k.declared_date")}
            WHERE i.order_no = t.order_no AND i.ebp_code = t.ebp_code
            GROUP BY i.id, k.mode, k.day
        ) x
    ) b ON true
)
SELECT direction, mode, firm, booked, count(*), coalesce(sum(theirs), 0), sum(rmb), sum(fees),
    count(*) FILTER (WHERE theirs IS NULL),
    (array_agg(id ORDER BY theirs DESC NULLS LAST, id))[1:20]
FROM paired GROUP BY direction, mode, firm, booked ORDER BY 1, 2, 3, 4
"""
PAIRS: Final = f"""
WITH {_RATES}, theirs AS (
    SELECT l.*, coalesce(
        (SELECT c.inventory_id FROM declarations_course c WHERE c.invt_no = l.number
         ORDER BY 1 LIMIT 1),
        (SELECT i.id FROM declarations_inventory i WHERE i.entry_no = l.number ORDER BY 1 LIMIT 1),
        (SELECT i.id FROM declarations_inventory i WHERE i.invt_no = l.number ORDER BY 1 LIMIT 1)
    ) AS inventory_id
    FROM statistics_listed_declaration l WHERE l.delivery_id = %(delivery)s
), inside AS (
    SELECT DISTINCT b.inventory_id FROM statistics_booking b
    WHERE b.source = 0 AND b.day BETWEEN %(first)s AND %(last)s AND b.mode = ANY(%(modes)s)
        AND b.customs_code LIKE %(customs)s
), both_sides AS (
    SELECT t.number, coalesce(t.inventory_id, o.inventory_id) AS inventory_id, t.direction, t.mode,
        t.firm, t.day, t.value, t.currency, t.quantity
    FROM theirs t FULL JOIN inside o ON o.inventory_id = t.inventory_id
)
SELECT p.number, p.inventory_id, coalesce(nullif(c.invt_no, ''), i.entry_no),
    coalesce(nullif(p.firm, ''), i.ebc_code), p.direction, p.mode, p.day, p.value, p.currency,
    p.quantity, CASE WHEN i.id IS NULL AND k.day IS NULL THEN NULL
                     WHEN k.direction IS NOT NULL THEN k.direction
                     WHEN i.kind = 'CEB621' THEN 'I' ELSE 'E' END,
    coalesce(k.mode, i.trade_mode), {_STANDS.format(day="k.day")},
    {_STANDS.format(day=f"coalesce(k.declared_date, {_RECEIVED})")},
    k.day, k.rmb, {_FEES.format(i="i", r="fr")}, k.quantity,
    coalesce(nullif(k.enterprise_id, 0), f.enterprise_id, 0),
    CASE WHEN k.day IS NULL AND c.status = 'cancelled' THEN 'withdrawn' ELSE '' END
FROM both_sides p
LEFT JOIN declarations_inventory i ON i.id = p.inventory_id
LEFT JOIN declarations_course c ON c.inventory_id = p.inventory_id
LEFT JOIN statistics_firm f ON f.code = i.ebc_code
LEFT JOIN LATERAL (
    SELECT b.day, b.declared_date, b.direction, b.mode, b.enterprise_id,
        sum(b.quantity) AS quantity,
        CASE WHEN bool_or(b.rmb IS NULL) THEN NULL ELSE sum(b.rmb) END AS rmb
    FROM statistics_booking b WHERE b.inventory_id = p.inventory_id AND b.source = 0
    GROUP BY b.day, b.declared_date, b.direction, b.mode, b.enterprise_id
) k ON true
{_RATE_OF.format(r="fr", currency="i.currency", day=f"coalesce(k.declared_date, {_RECEIVED})")}
ORDER BY p.inventory_id NULLS LAST, p.number
"""
