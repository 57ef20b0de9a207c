"""What a declaration is worth in the figures: the statement that says so, for a slice of them.

Reads inventories, receipts, taxes and returns as they stand; the order in which they came is not
seen. Temporary tables, all of one transaction: ``st_ids`` (which) and ``st_rates`` (rates), from
which ``st_said``, ``st_heads``, ``st_lines``, ``st_back`` and in the end ``st_fresh`` are made: the
bookings that should stand, with sign 1.

Every statement names the slice twice: by ``st_ids`` and by the range of its ids, so that a slice
of neighbours reads neighbours, whatever the planner knows of the tables.

- Day: imports the first release (800, else 899), exports the first closing (899), by customs' own
  time, in Shanghai (Customs Statistics Regulations art. 13).
- Value: imports goods + freight + insurance (CIF), exports goods (FOB) (art. 8), in renminbi by the
  duty rate of the day of receipt; freight, insurance and taxes are spread over the lines by their
  price, rounded on the running sum, so that the lines add up to the list to the cent.
- Dollars: the line's renminbi by the statistics rate of the month of its day.
- Returns: what a completed return takes back is booked on the day it was complete: customs
  approved it and, for imports, the goods were back. Status 700 takes back all that is left.
"""

from typing import Final

COLUMNS: Final = (
    "inventory_id", "source", "gnum", "day", "declared_date", "firm", "enterprise_id", "site",
    "direction", "mode", "kind", "customs_code", "country", "hs_code", "unit", "quantity",
    "currency", "rmb", "usd", "tax", "tickets", "parcels", "direct", "inspected", "accepted",
    "released", "cleared", "whole",
)  # fmt: skip
LISTED: Final = ", ".join(COLUMNS)

RATES: Final = """
CREATE TEMP TABLE st_rates ON COMMIT DROP AS
SELECT * FROM unnest(%(tables)s::text[], %(currencies)s::text[], %(starts)s::date[],
                     %(ends)s::date[], %(rates)s::numeric[])
    AS rate(name, currency, valid_from, valid_to, rate)
"""

SAID: Final = """
CREATE TEMP TABLE st_said ON COMMIT DROP AS
WITH said AS (
    SELECT r.inventory_id,
        min(r.return_time) FILTER (WHERE r.return_status = '120') AS accepted_at,
        min(r.return_time) FILTER (WHERE r.return_status = '800') AS released_at,
        min(r.return_time) FILTER (WHERE r.return_status = '899') AS cleared_at,
        min(r.return_time) FILTER (WHERE r.return_status = '700') AS back_at,
        bool_or(r.return_status = '500') AS inspected
    FROM st_ids JOIN declarations_customs_receipt r USING (inventory_id)
    WHERE r.kind IN ('CEB622', 'CEB604') AND r.inventory_id BETWEEN %(first)s AND %(last)s
    GROUP BY r.inventory_id
), given_back AS (
    SELECT inventory_id, sum(coalesce(duty, 0) + coalesce(consumption, 0) + coalesce(vat, 0)) AS tax
    FROM declarations_return
    WHERE settled_at IS NOT NULL AND inventory_id BETWEEN %(first)s AND %(last)s
    GROUP BY inventory_id
)
SELECT said.*, c.round, i.received_at, i.ebc_code, i.trade_mode, i.customs_code, i.pack_no,
    CASE WHEN i.kind = 'CEB621' THEN 'I' ELSE 'E' END AS direction,
    coalesce(i.currency, '142') AS currency,
    CASE WHEN i.kind = 'CEB621' THEN i.freight + i.insured_fee ELSE 0 END AS fees,
    (i.received_at AT TIME ZONE %(zone)s)::date AS declared_date,
    ((CASE WHEN i.kind = 'CEB621' THEN coalesce(released_at, cleared_at) ELSE cleared_at END)
        AT TIME ZONE %(zone)s)::date AS day,
    coalesce(t.duty, 0) + coalesce(t.consumption, 0) + coalesce(t.vat, 0)
        + coalesce(given_back.tax, 0) AS tax,
    t.inventory_id IS NOT NULL AS is_taxed
FROM said
JOIN declarations_course c ON c.inventory_id = said.inventory_id
    AND c.status IN ('800', '899', '700') AND c.inventory_id BETWEEN %(first)s AND %(last)s
JOIN declarations_inventory i ON i.id = said.inventory_id
    AND i.id BETWEEN %(first)s AND %(last)s
LEFT JOIN declarations_tax_standing t ON t.inventory_id = said.inventory_id
    AND t.inventory_id BETWEEN %(first)s AND %(last)s
LEFT JOIN given_back ON given_back.inventory_id = said.inventory_id
"""
"""What customs and the list say of a declaration that customs let go, before rates."""

HEADS: Final = """
CREATE TEMP TABLE st_heads ON COMMIT DROP AS
SELECT h.inventory_id, h.day, h.declared_date, h.ebc_code AS firm, f.enterprise_id, f.site,
    h.direction, h.trade_mode AS mode, h.customs_code, h.fees, h.pack_no, h.currency,
    (h.back_at AT TIME ZONE %(zone)s)::date AS back_date,
    (h.round = 1)::int AS direct, h.inspected::int AS inspected, h.tax, h.is_taxed,
    greatest(extract(epoch FROM h.accepted_at - h.received_at), 0)::bigint AS accepted,
    greatest(extract(epoch FROM h.released_at - h.accepted_at), 0)::bigint AS released,
    greatest(extract(epoch FROM h.cleared_at - h.released_at), 0)::bigint AS cleared,
    greatest(extract(epoch FROM h.released_at - h.received_at), 0)::bigint AS whole,
    CASE h.currency WHEN '142' THEN 1 ELSE duty.rate END AS fee_rate, usd.rate AS usd_rate
FROM st_said h
JOIN statistics_firm f ON f.code = h.ebc_code
LEFT JOIN st_rates duty ON duty.name = 'duty' AND duty.currency = h.currency
    AND h.declared_date >= duty.valid_from AND h.declared_date < duty.valid_to
LEFT JOIN st_rates usd ON usd.name = 'statistics'
    AND usd.valid_from = date_trunc('month', h.day::timestamp)::date
WHERE h.day IS NOT NULL
"""

LINES: Final = """
CREATE TEMP TABLE st_lines ON COMMIT DROP AS
WITH priced AS (
    SELECT h.inventory_id, l.gnum, l.gcode, l.country, l.unit1, l.qty, l.qty1, l.currency,
        l.total_price, h.fees, h.fee_rate, h.tax, h.usd_rate,
        l.total_price * CASE l.currency WHEN '142' THEN 1 ELSE duty.rate END AS goods
    FROM st_heads h
    JOIN declarations_inventory_line l ON l.document_id = h.inventory_id
        AND l.document_id BETWEEN %(first)s AND %(last)s
    LEFT JOIN st_rates duty ON duty.name = 'duty' AND duty.currency = l.currency
        AND h.declared_date >= duty.valid_from AND h.declared_date < duty.valid_to
), summed AS (
    SELECT *, row_number() OVER so_far AS place,
        sum(goods) OVER so_far AS running, sum(goods) OVER whole AS list_goods,
        bool_or(goods IS NULL) OVER whole OR (fees > 0 AND fee_rate IS NULL) AS lacks
    FROM priced
    WINDOW whole AS (PARTITION BY inventory_id),
        so_far AS (PARTITION BY inventory_id ORDER BY gnum ROWS UNBOUNDED PRECEDING)
), shared AS (
    SELECT *,
        CASE WHEN list_goods = running THEN 1  -- most lists have one line: nothing to divide
             WHEN list_goods > 0 THEN running / list_goods ELSE 1 END AS share,
        CASE WHEN place = 1 THEN 0
             WHEN list_goods > 0 THEN (running - goods) / list_goods ELSE 1 END AS earlier,
        CASE WHEN lacks THEN NULL
             ELSE list_goods + CASE WHEN fees > 0 THEN fees * fee_rate ELSE 0 END END AS list_value
    FROM summed
), valued AS (
    SELECT inventory_id, gnum, place, gcode, country, unit1, qty, qty1, currency, total_price,
        round(list_value * share, 2) - round(list_value * earlier, 2) AS rmb,
        round(tax * coalesce(share, (place = 1)::int), 2)
            - round(tax * coalesce(earlier, 0), 2) AS tax,
        usd_rate
    FROM shared
)
SELECT *, round(rmb / usd_rate, 2) AS usd FROM valued
"""

BACK: Final = """
CREATE TEMP TABLE st_back ON COMMIT DROP AS
WITH approved AS (
    SELECT r.id AS source, r.inventory_id, r.arrived_on,
        coalesce(r.duty, 0) + coalesce(r.consumption, 0) + coalesce(r.vat, 0) AS tax,
        (SELECT min(c.return_time) FROM declarations_customs_receipt c
         WHERE c.document_id = r.id AND (c.kind, c.return_status)
            IN (('CEB626', '399'), ('CEB626', '800'), ('CEB214', '800'))) AS approved_at,
        r.state_at
    FROM st_heads h JOIN declarations_return r ON r.inventory_id = h.inventory_id
    WHERE r.state = 'completed' AND r.inventory_id BETWEEN %(first)s AND %(last)s
), taken AS (
    SELECT a.source, a.inventory_id, a.tax, q.gnum, q.quantity,
        greatest(a.arrived_on,
            (coalesce(a.approved_at, a.state_at) AT TIME ZONE %(zone)s)::date) AS day
    FROM approved a JOIN declarations_return_line q ON q.paper_id = a.source
), everything AS (
    SELECT source, inventory_id, tax, gnum, quantity, day FROM taken
    UNION ALL
    SELECT -1, h.inventory_id, 0, l.gnum, l.qty - coalesce((
        SELECT sum(t.quantity) FROM taken t
        WHERE t.inventory_id = l.inventory_id AND t.gnum = l.gnum), 0), h.back_date
    FROM st_heads h JOIN st_lines l USING (inventory_id) WHERE h.back_date IS NOT NULL
), running AS (
    SELECT e.*, l.rmb, l.usd, l.qty, l.qty1,
        l.total_price * e.quantity / nullif(l.qty, 0) AS weight,
        sum(e.quantity) OVER (PARTITION BY e.inventory_id, e.gnum
            ORDER BY e.source < 0, e.day, e.source ROWS UNBOUNDED PRECEDING)
            / nullif(l.qty, 0) AS share
    FROM everything e JOIN st_lines l USING (inventory_id, gnum) WHERE e.quantity > 0
), weighed AS (
    SELECT *, share - quantity / nullif(qty, 0) AS earlier,
        row_number() OVER (PARTITION BY source, inventory_id ORDER BY gnum) AS place,
        sum(weight) OVER (PARTITION BY source, inventory_id ORDER BY gnum
            ROWS UNBOUNDED PRECEDING) AS weight_so_far,
        sum(weight) OVER (PARTITION BY source, inventory_id) AS weight_of_all
    FROM running
)
SELECT inventory_id, source, gnum, day, place, round(qty1 * quantity / qty, 5) AS quantity,
    round(rmb * share, 2) - round(rmb * earlier, 2) AS rmb,
    round(usd * share, 2) - round(usd * earlier, 2) AS usd,
    CASE WHEN weight_of_all > 0 THEN round(tax * weight_so_far / weight_of_all, 2)
        - round(tax * (weight_so_far - weight) / weight_of_all, 2)
        WHEN place = 1 THEN tax ELSE 0 END AS tax
FROM weighed
"""

FRESH: Final = """
CREATE TEMP TABLE st_fresh ON COMMIT DROP AS
SELECT 1 AS sign, h.inventory_id, 0::bigint AS source, l.gnum, h.day, h.declared_date, h.firm,
    h.enterprise_id, h.site, h.direction, h.mode,
    CASE {kinds} ELSE 'other' END AS kind, h.customs_code, l.country, l.gcode AS hs_code,
    l.unit1 AS unit, l.qty1 AS quantity, l.currency, l.rmb, l.usd, l.tax,
    (l.place = 1)::int::smallint AS tickets,
    CASE WHEN l.place = 1 THEN h.pack_no ELSE 0 END AS parcels,
    CASE WHEN l.place = 1 THEN h.direct ELSE 0 END::smallint AS direct,
    CASE WHEN l.place = 1 THEN h.inspected ELSE 0 END::smallint AS inspected,
    CASE WHEN l.place = 1 THEN h.accepted END AS accepted,
    CASE WHEN l.place = 1 THEN h.released END AS released,
    CASE WHEN l.place = 1 THEN h.cleared END AS cleared,
    CASE WHEN l.place = 1 THEN h.whole END AS whole
FROM st_heads h JOIN st_lines l USING (inventory_id)
UNION ALL
SELECT 1, h.inventory_id, b.source, b.gnum, b.day, h.declared_date, h.firm, h.enterprise_id, h.site,
    h.direction, h.mode, CASE {kinds} ELSE 'other' END, h.customs_code, l.country, l.gcode,
    l.unit1, b.quantity, l.currency, b.rmb, b.usd, b.tax, (b.place = 1)::int::smallint, 0,
    0::smallint, 0::smallint, NULL, NULL, NULL, NULL
FROM st_back b JOIN st_heads h USING (inventory_id) JOIN st_lines l USING (inventory_id, gnum)
"""
