"""How often a file was taken up."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("declarations", "0007_entry"),
    ]

    operations = [
        migrations.AddField(
            model_name="entryjob",
            name="attempts",
            field=models.SmallIntegerField(default=0, verbose_name="处理次数"),
        ),
    ]
