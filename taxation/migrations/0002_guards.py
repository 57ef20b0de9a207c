"""What Django cannot say: ledgers that only grow, and room for balances to change in place."""

from django.db import migrations

from zone_portal.framework.append_only import refuse_changes


class Migration(migrations.Migration):
    """Append-only triggers; balances keep free room in their pages, so that an update of one
    touches no index."""

    dependencies = [("taxation", "0001_initial")]

    operations = [
        refuse_changes("taxation_quotamovement"),
        refuse_changes("taxation_guaranteemovement"),
        refuse_changes("taxation_taxbillstep"),
        migrations.RunSQL(
            "ALTER TABLE taxation_quotabalance SET (fillfactor = 80)",
            "ALTER TABLE taxation_quotabalance RESET (fillfactor)",
        ),
    ]
