"""Downloading the certificate: the firm and the officials in charge, nobody else."""

import pytest
from django.test import Client

from accounts.models import User
from tests.factories.applications import Applied, approved, draft
from tests.factories.officials import official
from tests.factories.users import UserFactory

pytestmark = pytest.mark.django_db


def answer(applied: Applied, user: User | None) -> tuple[int, bytes, str]:
    client = Client()
    if user is not None:
        client.force_login(user)
    got = client.get(f"/filings/{applied.filing.pk}/certificate.pdf")
    return got.status_code, got.content[:5], got.headers.get("Content-Disposition", "")


def test_the_firm_and_its_officials_get_the_paper() -> None:
    applied = approved()
    for user in (applied.by, official(), official("tax", "viewer")):
        status, start, named = answer(applied, user)
        assert (status, start) == (200, b"%PDF-")
        assert applied.filing.number in named


def test_nobody_else_does_and_a_draft_has_none() -> None:
    applied = approved()
    assert answer(applied, UserFactory.create())[0] == 404
    assert answer(applied, None)[0] == 302
    fresh = draft(number=2)
    assert answer(fresh, fresh.by)[0] == 404
