from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('statistics_app', '0018_told_weeks'),
    ]

    operations = [
        migrations.AddField(
            model_name='bulletin',
            name='reason_en',
            field=models.CharField(blank=True, default='', max_length=500, verbose_name='修订原因（英文）'),
        ),
    ]
