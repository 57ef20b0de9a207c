"""No planner statistics of columns that nobody looks anything up by.

ANALYZE of the wide tables that every message fills took 2.5 s a round, mostly sorting samples of
sealed texts, names, amounts and digests; without them 1.35 s, and no plan reads them.
"""

from django.db import migrations

TABLES = (
    "declarations_order",
    "declarations_order_line",
    "declarations_payment",
    "declarations_waybill",
    "declarations_inventory",
    "declarations_inventory_line",
    "declarations_document_key",
    "declarations_decision",
    "declarations_raw_message",
    "declarations_submission",
)
SET = """
DO $$
DECLARE payload record;
BEGIN
    FOR payload IN
        SELECT a.attrelid::regclass AS of_table, a.attname AS name
        FROM pg_attribute a
        JOIN pg_type t ON t.oid = a.atttypid
        WHERE a.attrelid = ANY (ARRAY[{tables}]::regclass[])
          AND a.attnum > 0 AND NOT a.attisdropped
          AND (t.typname IN ('bytea', 'jsonb', 'uuid', 'numeric')
               OR (t.typname = 'varchar' AND a.atttypmod - 4 >= 30))
          AND NOT EXISTS (
              SELECT 1 FROM pg_index i
              WHERE i.indrelid = a.attrelid AND a.attnum = ANY (i.indkey))
    LOOP
        EXECUTE format(
            'ALTER TABLE %s ALTER COLUMN %I SET STATISTICS {target}',
            payload.of_table, payload.name);
    END LOOP;
END $$
"""


def _statement(target: int) -> str:
    return SET.format(tables=", ".join(f"'{table}'" for table in TABLES), target=target)


class Migration(migrations.Migration):
    """Statistics targets."""

    dependencies = [("declarations", "0019_what_customs_refused")]

    operations = [migrations.RunSQL(_statement(0), _statement(-1))]
