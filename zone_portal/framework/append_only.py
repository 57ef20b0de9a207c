"""Tables whose rows are only ever added: a trigger, beside the right that grant_roles revokes.

The trigger stops the owner's slips, the revoked right stops the application. TRUNCATE has no
trigger, since Django's flush needs it; the application role lacks that right anyway.
"""

from typing import cast

from django.db import models
from django.db.migrations.operations import RunSQL

REFUSAL = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'restrict_violation';
END $$
"""


def refuse_changes(table: str) -> RunSQL:
    """A migration operation after which UPDATE and DELETE on ``table`` fail, whoever asks.

    Mark the model with ``append_only = True`` as well. ``table`` is a name from our own code.
    """
    return RunSQL(
        sql=[
            REFUSAL,
            f'CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON "{table}" '
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
        ],
        reverse_sql=f'DROP TRIGGER append_only ON "{table}"',
    )


def is_append_only(model: type[models.Model]) -> bool:
    """Whether the model declares that its rows are never changed or deleted."""
    return cast(bool, getattr(model, "append_only", False))
