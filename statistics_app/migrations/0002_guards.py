"""What Django cannot say: tables that only grow."""

from django.db import migrations

from zone_portal.framework.append_only import refuse_changes


class Migration(migrations.Migration):
    """Append-only triggers."""

    dependencies = [("statistics_app", "0001_initial")]

    operations = [
        refuse_changes("statistics_rate"),
        refuse_changes("statistics_touched_day"),
    ]
