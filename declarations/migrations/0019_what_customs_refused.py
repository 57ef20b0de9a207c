"""What customs made of each forwarded document, and repair tasks that a receipt asks for."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Columns without a value in earlier rows, and the look-up of a message by its number."""

    dependencies = [("declarations", "0018_what_ended_a_revision")]

    operations = [
        migrations.AddField(
            "Dispatch",
            "answer",
            models.CharField("海关答复", default="", db_default="", max_length=8),
        ),
        migrations.AddField(
            "Dispatch",
            "answer_code",
            models.CharField("答复代码", default="", db_default="", max_length=10),
        ),
        migrations.AddField("Dispatch", "answered_at", models.DateTimeField("答复时间", null=True)),
        migrations.AddField("Dispatch", "receipt_id", models.BigIntegerField("回执", null=True)),
        migrations.AddConstraint(
            "Dispatch",
            models.CheckConstraint(
                name="dispatch_answer_known",
                condition=models.Q(("answer__in", ["", "accepted", "refused"])),
            ),
        ),
        migrations.AddIndex(
            "Dispatch",
            models.Index(
                fields=["message_guid"],
                name="dispatch_message",
                condition=models.Q(("message_guid", ""), _negated=True),
            ),
        ),
        migrations.AddField("Task", "receipt_id", models.BigIntegerField("海关回执", null=True)),
    ]
