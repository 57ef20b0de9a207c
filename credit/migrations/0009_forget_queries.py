"""The log of queries may be forgotten once its years are over, by the application too, which has
no right to delete from the table: the function deletes nothing that must still be kept."""

from django.db import migrations, models

FORGET = """
CREATE FUNCTION credit_query_forget(p_on date, p_most integer) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH gone AS (
        DELETE FROM credit_query WHERE id IN (
            SELECT id FROM credit_query WHERE kept_until_date < least(p_on, current_date)
            ORDER BY kept_until_date, id LIMIT p_most
        ) RETURNING id
    ) SELECT count(*) FROM gone
$$;
"""
UNDO = "DROP FUNCTION credit_query_forget(date, integer);"


class Migration(migrations.Migration):
    dependencies = [("credit", "0008_claims_by_program")]

    operations = [
        migrations.AddIndex(
            "query", models.Index(fields=["kept_until_date", "id"], name="credit_query_kept")
        ),
        migrations.RunSQL(FORGET, UNDO),
    ]
