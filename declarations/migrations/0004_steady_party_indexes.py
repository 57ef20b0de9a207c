"""Indexes of parties without a pending list: flushing it made one small request wait for many."""

import django.contrib.postgres.indexes
from django.db import migrations


class Migration(migrations.Migration):
    """Rebuild the party indexes without fast update."""

    dependencies = [
        ('declarations', '0003_entry_numbers'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='decision',
            name='decision_parties',
        ),
        migrations.RemoveIndex(
            model_name='inventory',
            name='inventory_parties',
        ),
        migrations.RemoveIndex(
            model_name='order',
            name='order_parties',
        ),
        migrations.RemoveIndex(
            model_name='payment',
            name='payment_parties',
        ),
        migrations.RemoveIndex(
            model_name='waybill',
            name='waybill_parties',
        ),
        migrations.AddIndex(
            model_name='decision',
            index=django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=['joined_parties'], name='decision_parties'),
        ),
        migrations.AddIndex(
            model_name='inventory',
            index=django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=['parties'], name='inventory_parties'),
        ),
        migrations.AddIndex(
            model_name='order',
            index=django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=['parties'], name='order_parties'),
        ),
        migrations.AddIndex(
            model_name='payment',
            index=django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=['parties'], name='payment_parties'),
        ),
        migrations.AddIndex(
            model_name='waybill',
            index=django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=['parties'], name='waybill_parties'),
        ),
    ]
