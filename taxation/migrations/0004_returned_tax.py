"""What returns make undue is kept: so much is released once customs voids its bill."""

from django.db import migrations, models

from zone_portal.framework.append_only import refuse_changes


class Migration(migrations.Migration):
    dependencies = [("taxation", "0003_no_calls")]

    operations = [
        migrations.CreateModel(
            name="ReturnedTax",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("declaration_id", models.BigIntegerField(verbose_name="清单")),
                ("occasion", models.BigIntegerField(verbose_name="退货单")),
                (
                    "amount",
                    models.DecimalField(
                        decimal_places=2, max_digits=16, verbose_name="不再应缴的税款"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="时间")),
            ],
            options={
                "verbose_name": "退货税款",
                "verbose_name_plural": "退货税款",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("declaration_id", "occasion"), name="returned_tax_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0)), name="returned_tax_positive"
                    ),
                ],
            },
        ),
        refuse_changes("taxation_returnedtax"),
    ]
