"""What Django cannot say: tables that only grow, and a score that is the sum of its parts."""

from django.db import migrations

from zone_portal.framework.append_only import refuse_changes

SUM = """
CREATE FUNCTION credit_points(contributions jsonb) RETURNS numeric
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT coalesce(sum((part ->> 'p')::numeric), 0) / 100
    FROM jsonb_array_elements(contributions) AS part
$$;
ALTER TABLE credit_rating ADD CONSTRAINT credit_rating_adds_up
    CHECK (score = credit_points(contributions));
"""
UNDO = """
ALTER TABLE credit_rating DROP CONSTRAINT credit_rating_adds_up;
DROP FUNCTION credit_points(jsonb);
"""


class Migration(migrations.Migration):
    """Append-only triggers; the sum of the stored contributions is the score."""

    dependencies = [("credit", "0001_initial")]

    operations = [
        refuse_changes("credit_record"),
        refuse_changes("credit_record_mark"),
        refuse_changes("credit_source_run"),
        refuse_changes("credit_rating"),
        refuse_changes("credit_simulated_rating"),
        refuse_changes("credit_rating_document"),
        refuse_changes("credit_cycle_step"),
        refuse_changes("credit_published_rating"),
        migrations.RunSQL(SUM, UNDO),
    ]
