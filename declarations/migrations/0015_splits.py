"""Orders paid or sent in parts: the mark of a document, the table of a decision."""

import django.contrib.postgres.fields
from django.db import migrations, models

MARK = models.CharField(max_length=16, null=True, verbose_name="拆分标记")
TABLE = models.JSONField(null=True, verbose_name="拆分合计")
WAITING = django.contrib.postgres.fields.ArrayField(
    base_field=models.CharField(max_length=9), null=True, size=None, verbose_name="等待"
)


class Migration(migrations.Migration):
    dependencies = [("declarations", "0014_returns")]

    operations = [
        migrations.AddField(model_name="order", name="split", field=MARK.clone()),
        migrations.AddField(model_name="inventory", name="split", field=MARK.clone()),
        migrations.AddField(model_name="decision", name="split", field=TABLE.clone()),
        migrations.AddField(model_name="pastdecision", name="split", field=TABLE.clone()),
        migrations.AlterField(model_name="decision", name="waiting_for", field=WAITING.clone()),
        migrations.AlterField(model_name="pastdecision", name="waiting_for", field=WAITING.clone()),
        migrations.AddIndex(
            model_name="order",
            index=models.Index(
                condition=models.Q(("split__isnull", False)),
                fields=["pay_transaction_id"],
                name="order_shared_payment",
            ),
        ),
    ]
