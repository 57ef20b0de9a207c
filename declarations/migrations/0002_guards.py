"""What Django cannot say: id blocks, uncompressed storage of sealed bytes, append-only tables."""

from django.db import migrations

APPEND_ONLY = (
    "declarations_raw_message",
    "declarations_rejection",
    "declarations_document_revision",
    "declarations_past_decision",
)

SEALED = (
    ("declarations_raw_message", "body"),
    ("declarations_order", "personal"),
    ("declarations_payment", "personal"),
    ("declarations_waybill", "personal"),
    ("declarations_inventory", "personal"),
    ("declarations_submission", "verdicts"),
    ("declarations_document_revision", "content"),
)

REFUSE_CHANGE = """
CREATE FUNCTION declarations_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;
"""


def _triggers() -> str:
    return "".join(
        f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION declarations_refuse_change();"
        for table in APPEND_ONLY
    )


class Migration(migrations.Migration):
    """A sequence for id blocks, storage, triggers."""

    dependencies = [("declarations", "0001_initial")]

    operations = [
        migrations.RunSQL(
            "CREATE SEQUENCE declarations_id_block AS bigint MAXVALUE 524287 CYCLE;",
            "DROP SEQUENCE declarations_id_block;",
        ),
        migrations.RunSQL(
            "".join(
                f"ALTER TABLE {table} ALTER COLUMN {column} SET STORAGE EXTERNAL;"
                for table, column in SEALED
            ),
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(
            REFUSE_CHANGE + _triggers(), "DROP FUNCTION declarations_refuse_change CASCADE;"
        ),
    ]
