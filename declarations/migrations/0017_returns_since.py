"""Returns by the moment of completion and of settlement: the night looks for the latest."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Two indexes."""

    dependencies = [("declarations", "0016_risk_holds")]

    operations = [
        migrations.AddIndex(
            "Return",
            models.Index(
                fields=["state_at"],
                name="return_completed_at",
                condition=models.Q(("state", "completed")),
            ),
        ),
        migrations.AddIndex(
            "Return",
            models.Index(
                fields=["settled_at"],
                name="return_settled_at",
                condition=models.Q(("settled_at__isnull", False)),
            ),
        ),
    ]
