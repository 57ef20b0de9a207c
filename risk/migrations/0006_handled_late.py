"""Whether a case was handled after its term."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('risk', '0005_column'),
    ]

    operations = [
        migrations.AddField(
            model_name='case',
            name='handled_late',
            field=models.BooleanField(default=False, verbose_name='超期处置'),
        ),
    ]
