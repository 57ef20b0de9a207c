"""The times of screenings are summarised as they come: trials read hour by hour, and ranges that
are not summarised would all be read each time."""

import django.contrib.postgres.indexes
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('risk', '0008_quality'),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    'ALTER INDEX risk_screening_when SET (autosummarize = on)',
                    'ALTER INDEX risk_screening_when RESET (autosummarize)',
                ),
            ],
            state_operations=[
                migrations.RemoveIndex(model_name='screening', name='risk_screening_when'),
                migrations.AddIndex(
                    model_name='screening',
                    index=django.contrib.postgres.indexes.BrinIndex(
                        autosummarize=True, fields=['at'], name='risk_screening_when'
                    ),
                ),
            ],
        ),
    ]
