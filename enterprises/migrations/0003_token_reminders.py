from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('enterprises', '0002_filings'),
    ]

    operations = [
        migrations.AddField(
            model_name='apitoken',
            name='reminded_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='到期提醒时间'),
        ),
    ]
