"""``/healthz``: the process answers. ``/readyz``: it can do its work, or says what is missing."""

from typing import Literal

from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from zone_portal.framework.broker import broker_answers

_known_complete: set[str] = set()  # databases seen with every migration applied: asked only once


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """200 as long as the process answers; touches nothing else."""
    return JsonResponse({"status": "ok"})


@never_cache
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """200 when requests can be served (a lost broker only slows deciding down), else 503."""
    database = _database_state()
    broker = _broker_state()
    ready = database == "ok"
    status = "ok" if ready and broker == "ok" else "degraded" if ready else "unavailable"
    return JsonResponse(
        {"status": status, "database": database, "broker": broker}, status=200 if ready else 503
    )


def _database_state() -> Literal["ok", "unreachable", "migrations pending"]:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        return "ok" if _migrations_complete() else "migrations pending"
    except DatabaseError:
        connection.close()
        return "unreachable"


def _migrations_complete() -> bool:
    name = str(connection.settings_dict["NAME"])
    if name in _known_complete:
        return True
    loader = MigrationLoader(connection)
    if set(loader.disk_migrations or {}) - set(loader.applied_migrations or {}):
        return False
    _known_complete.add(name)
    return True


def _broker_state() -> Literal["ok", "unreachable"]:
    return "ok" if broker_answers() else "unreachable"
