"""What ended a revision: a deletion that is sent again is known by it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One column without a value in earlier rows."""

    dependencies = [("declarations", "0017_returns_since")]

    operations = [
        migrations.AddField(
            "DocumentRevision",
            "ended_content",
            models.UUIDField("结束它的内容（密钥散列）", null=True),
        ),
    ]
