"""Claims of programs: no person began them, a key of the caller's own makes them once."""

from django.conf import settings
from django.db import migrations, models
from django.db.models import PROTECT, Q

PERSON = settings.AUTH_USER_MODEL


class Migration(migrations.Migration):
    dependencies = [("credit", "0007_rating_days")]

    operations = [
        migrations.AlterField(
            "claim",
            "created_by",
            models.ForeignKey(PERSON, null=True, on_delete=PROTECT, related_name="+"),
        ),
        migrations.AlterField(
            "claimfile",
            "by",
            models.ForeignKey(PERSON, null=True, on_delete=PROTECT, related_name="+"),
        ),
        migrations.AddField(
            "claim",
            "request_key",
            models.CharField("请求标识", max_length=64, blank=True, default=""),
        ),
        migrations.AddField(
            "claim",
            "request_digest",
            models.CharField("请求摘要", max_length=64, blank=True, default=""),
        ),
        migrations.AddConstraint(
            "claim",
            models.UniqueConstraint(
                fields=["subject", "request_key"],
                condition=~Q(request_key=""),
                name="credit_claim_requested_once",
            ),
        ),
    ]
