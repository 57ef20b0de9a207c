"""A meeting or an inspection may be called off."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("statistics_app", "0015_survey_frames")]

    operations = [
        migrations.RemoveConstraint(model_name="occasion", name="statistics_occasion_status"),
        migrations.AddConstraint(
            model_name="occasion",
            constraint=models.CheckConstraint(
                condition=models.Q(("status__in", ["planned", "held", "closed", "dropped"])),
                name="statistics_occasion_status",
            ),
        ),
    ]
