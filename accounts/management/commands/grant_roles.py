"""Give the application role its rights, and take from it what append-only tables forbid."""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from psycopg2 import sql

from zone_portal.framework.append_only import is_append_only

GRANTS = (
    "GRANT USAGE ON SCHEMA public TO {role}",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}",
    "GRANT USAGE, SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA public TO {role}",
)


class Command(BaseCommand):
    """Run as the owner after every ``migrate``; running it again changes nothing."""

    help = "Grants the application role its rights; append-only tables stay without UPDATE/DELETE."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--role",
            default="",
            help="the role the application runs as (default: the user of its DATABASE_URL)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        role = options["role"] or _configured_role()
        with transaction.atomic(), connection.cursor() as cursor:
            if role == _owner(cursor):
                self.stdout.write(f"{role} owns the tables and runs the application: no grants")
                return
            _refuse_unknown(cursor, role)
            for statement in GRANTS:
                _execute(cursor, statement, role=role)
            tables = _append_only_tables()
            for table in tables:
                _execute(
                    cursor,
                    "REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM {role}",
                    table=table,
                    role=role,
                )
            _execute(
                cursor,
                "REVOKE INSERT, UPDATE, DELETE ON {table} FROM {role}",
                table="django_migrations",
                role=role,
            )
        self.stdout.write(f"{role} has its rights; append-only for it: {len(tables)} tables")


def _configured_role() -> str:
    return str(settings.APP_DATABASE_ROLE or settings.DATABASES["default"]["USER"])


def _owner(cursor: CursorWrapper) -> str:
    cursor.execute("SELECT current_user")
    return str(cursor.fetchone()[0])


def _refuse_unknown(cursor: CursorWrapper, role: str) -> None:
    cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
    if cursor.fetchone() is None:
        raise CommandError(f"the database has no role named {role!r}")


def _append_only_tables() -> list[str]:
    models = (model for model in apps.get_models() if is_append_only(model))
    return sorted({model._meta.db_table for model in models})


def _execute(cursor: CursorWrapper, statement: str, **names: str) -> None:
    identifiers = {key: sql.Identifier(name) for key, name in names.items()}
    cursor.execute(sql.SQL(statement).format(**identifiers))
