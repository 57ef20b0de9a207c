"""Accounts of people."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth import authenticate
from django.db import IntegrityError

from accounts.facts import SystemActor
from accounts.models import AuditEntry, User
from accounts.services.users import create_user
from tests.factories.users import UserFactory

AT = datetime(2026, 11, 20, 8, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def test_sign_in_does_not_care_about_the_case_of_the_user_name() -> None:
    user = UserFactory.create(username="Luo")
    assert authenticate(username="luo", password="correct horse") == user
    assert authenticate(username="luo", password="wrong horse") is None


def test_user_names_differ_in_more_than_case() -> None:
    UserFactory.create(username="luo")
    with pytest.raises(IntegrityError, match="user_username_any_case"):
        UserFactory.create(username="LUO")


def test_a_user_needs_a_name_to_sign_in_with() -> None:
    with pytest.raises(ValueError, match="needs a user name"):
        User.objects.create_user("")
    with pytest.raises(IntegrityError, match="user_username_not_empty"):
        UserFactory.create(username="")


def test_an_account_is_audited_without_its_password() -> None:
    user = create_user(
        username="luo", name="罗模拟", password="correct horse", by=SystemActor("test"), at=AT
    )
    entry = AuditEntry.objects.get(on_type="accounts.user", on_id=str(user.pk))
    assert entry.action == "user.created"
    assert entry.new == {"username": "luo", "is_official": False}
    assert user.check_password("correct horse")


def test_a_superuser_is_an_official_of_the_staff() -> None:
    user = User.objects.create_superuser("root", "correct horse", name="管理员")
    assert user.is_staff
    assert user.is_superuser
    assert user.is_official
