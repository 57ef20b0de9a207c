"""Signed-in people, and firms whose documents they look at."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from enterprises.models import Enterprise
from tests.factories.members import MemberFactory
from tests.factories.officials import official as official_person
from tests.factories.users import UserFactory
from tests.integration.declarations.conftest import Desk, new_desk


@dataclass
class Reader:
    """A person at a browser, as the test client plays it."""

    user: User
    client: Client

    def get(self, path: str, **query: Any) -> Any:
        return self.client.get(path, query or None)

    def text(self, path: str, **query: Any) -> str:
        response = self.get(path, **query)
        assert response.status_code == 200, response.status_code
        return str(response.content.decode())


def reader(user: User) -> Reader:
    client = Client()
    client.force_login(user)
    return Reader(user, client)


@pytest.fixture
def desk(db: None) -> Desk:
    """A firm that may send every kind."""
    return new_desk()


@pytest.fixture
def member_of(db: None) -> Callable[..., Reader]:
    """Makes somebody who acts for the firm of a desk."""

    def make(desk: Desk, role: str = "declarant") -> Reader:
        user = UserFactory.create()
        firm = Enterprise.objects.get(id=desk.firm.id)
        MemberFactory.create(user=user, enterprise=firm, role=role)
        return reader(user)

    return make


@pytest.fixture
def official(db: None) -> Reader:
    return reader(official_person())


@pytest.fixture
def outsider(member_of: Callable[..., Reader]) -> Reader:
    """Somebody of a firm that has nothing to do with the others' documents."""
    return member_of(new_desk())
