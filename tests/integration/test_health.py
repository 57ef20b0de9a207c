"""Health answers whether the process lives; readiness says what is missing."""

import pytest
from django.db import OperationalError, connection
from django.test import Client

from zone_portal.framework import health


def test_a_living_process_answers_without_touching_the_database(client: Client) -> None:
    response = client.get("/healthz")
    assert response.status_code == 200
    assert response.json() == {"status": "ok"}


@pytest.mark.django_db
def test_a_complete_portal_is_ready(client: Client) -> None:
    response = client.get("/readyz")
    assert response.status_code == 200
    assert response.json() == {"status": "ok", "database": "ok", "broker": "ok"}


@pytest.mark.django_db
def test_a_lost_broker_degrades_but_does_not_stop_the_portal(
    client: Client, settings: pytest.FixtureRequest
) -> None:
    settings.CELERY_BROKER_URL = "redis+socket:///nowhere/valkey.sock?virtual_host=0"  # type: ignore[attr-defined]
    response = client.get("/readyz")
    assert response.status_code == 200
    assert response.json() == {"status": "degraded", "database": "ok", "broker": "unreachable"}


@pytest.mark.django_db
def test_pending_migrations_make_the_portal_unready(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "_known_complete", set())
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM django_migrations")
    monkeypatch.setattr(health, "_migrations_complete", lambda: False)
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["database"] == "migrations pending"


@pytest.mark.django_db
def test_a_lost_database_makes_the_portal_unready(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lost(*_: object) -> None:
        raise OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr(health, "_migrations_complete", lost)
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["database"] == "unreachable"
