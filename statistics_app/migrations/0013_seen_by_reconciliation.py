from django.db import migrations, models


class Migration(migrations.Migration):
    """What a comparison met is kept with it; those made before are behind and made again."""

    dependencies = [
        ('statistics_app', '0012_counting_asked'),
    ]

    operations = [
        migrations.AddField(
            model_name='reconciliation',
            name='seen',
            field=models.JSONField(default=dict, verbose_name='比对时的数据'),
        ),
    ]
