"""An own target may be changed and withdrawn."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("statistics_app", "0016_occasions_called_off")]

    operations = [
        migrations.AddField(
            model_name="plantarget",
            name="version",
            field=models.PositiveIntegerField(default=1, verbose_name="版本"),
        ),
        migrations.AddField(
            model_name="plantarget",
            name="withdrawn_at",
            field=models.DateTimeField(null=True, verbose_name="撤销时间"),
        ),
        migrations.AddConstraint(
            model_name="plantarget",
            constraint=models.CheckConstraint(
                condition=models.Q(("withdrawn_at", None), ("line", None), _connector="OR"),
                name="statistics_target_shipped_stays",
            ),
        ),
    ]
