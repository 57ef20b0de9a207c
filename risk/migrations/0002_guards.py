"""What Django cannot say: tables that only grow, and rows that are rewritten in their own page."""

from django.db import migrations

from zone_portal.framework.append_only import refuse_changes


class Migration(migrations.Migration):
    """Append-only triggers; room in the pages of windows, whose rows change all the time."""

    dependencies = [("risk", "0001_initial")]

    operations = [
        refuse_changes("risk_rule_set"),
        refuse_changes("risk_screening"),
        refuse_changes("risk_fact"),
        migrations.RunSQL(
            "ALTER TABLE risk_window SET (fillfactor = 70)",
            "ALTER TABLE risk_window RESET (fillfactor)",
        ),
    ]
