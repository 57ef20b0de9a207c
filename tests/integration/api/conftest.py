"""Callers of the API: programs with a token, people who are signed in, nobody."""

from dataclasses import dataclass, field
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.facts import SystemActor
from accounts.models import User
from declarations.services.deciding import drain
from declarations.simulation.scenario import Cast, Document, Firm
from enterprises.models import Enterprise
from enterprises.services.tokens import issue_token
from tests.builders.documents import complete_set, to_ndjson
from tests.builders.series import new_series
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.officials import official as official_person
from tests.factories.users import UserFactory

API = "/api/v1"
NDJSON = "application/x-ndjson"

KINDS = {
    "platform": ["platform"],
    "seller": ["ecommerce"],
    "payment": ["payment"],
    "carrier": ["logistics"],
    "agent": ["broker"],
    "keeper": ["warehouse"],
}
"""What each firm of a declaration is."""

SENDERS = {"order": "platform", "payment": "payment", "waybill": "carrier", "inventory": "agent"}


@dataclass
class Caller:
    """Somebody who asks the API: by token, by session, or as nobody."""

    token: str = ""
    user: User | None = None
    language: str = "en"
    client: Client = field(default_factory=Client)

    def __post_init__(self) -> None:
        if self.user is not None:
            self.client.force_login(self.user)

    def get(self, path: str, *, accept: str = "*/*", **query: Any) -> Any:
        """GET below /api/v1, or an address as an answer gave it."""
        address = path if path.startswith(("http", "/")) else f"{API}/{path}"
        return self.client.get(address, query or None, headers=self._headers(accept))

    def post(self, body: bytes, content_type: str, path: str = f"{API}/messages/") -> Any:
        headers = self._headers("*/*")
        return self.client.post(path, body, content_type=content_type, headers=headers)

    def send(self, *documents: Document) -> Any:
        """Send documents as NDJSON; the answer as data."""
        response = self.post(to_ndjson(documents), NDJSON)
        assert response.status_code == 200, response.content
        return response.json()

    def receipts(self, after: str = "", limit: int = 500) -> list[dict[str, Any]]:
        """Every receipt after a cursor, page by page."""
        found: list[dict[str, Any]] = []
        while True:
            page = self.get("receipts/", after=after, limit=limit).json()
            found += page["results"]
            if not page["results"]:
                return found
            after = page["next"]

    def _headers(self, accept: str) -> dict[str, str]:
        headers = {"Accept": accept, "Accept-Language": self.language}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        return headers


def caller_for(firm: Enterprise, **options: Any) -> Caller:
    """A program of the firm with every scope that the firm may have."""
    token = issue_token(enterprise=firm, by=SystemActor("test"), at=timezone.now(), **options)
    return Caller(token.text)


@dataclass
class World:
    """A declaration's firms, each with its own program, and others who have no part in it."""

    firms: dict[str, Enterprise]
    callers: dict[str, Caller]
    documents: dict[str, Document]
    answers: dict[str, Any] = field(default_factory=dict)

    def send(self, *nouns: str) -> None:
        """Each sender sends its document; then all that is due is decided."""
        for noun in nouns:
            self.answers[noun] = self.callers[SENDERS[noun]].send(self.documents[noun])
        drain(seconds=30)

    def id_of(self, noun: str) -> str:
        found: str = self.answers[noun]["documents"][0]["id"]
        return found


def new_world(number: int = 1, **options: Any) -> World:
    """A world whose numbers no other test uses."""
    firms = {role: EnterpriseFactory.create(kinds=kinds) for role, kinds in KINDS.items()}
    cast = Cast(**{role: Firm(firm.code, firm.name) for role, firm in firms.items()})
    series = new_series("A")
    callers = {role: caller_for(firm) for role, firm in firms.items()}
    callers["foreign"] = caller_for(EnterpriseFactory.create(kinds=["ecommerce", "platform"]))
    callers["nobody"] = Caller()
    callers["official"] = Caller(user=official_person())
    callers["outsider"] = Caller(user=UserFactory.create())
    documents = complete_set(number, sender=cast, series=series, **options)
    return World(firms, callers, documents)


@pytest.fixture
def world(db: None) -> World:
    return new_world()


@pytest.fixture
def firm(db: None) -> Enterprise:
    """A firm that may send every kind."""
    made: Enterprise = EnterpriseFactory.create(
        kinds=["platform", "ecommerce", "payment", "logistics", "broker"]
    )
    return made


@pytest.fixture
def caller(firm: Enterprise) -> Caller:
    return caller_for(firm)


@dataclass
class Source:
    """Document sets in one firm's name, with numbers that no other test uses."""

    firm: Enterprise
    series: str = field(default_factory=lambda: new_series("B"))

    def set(self, number: int = 1, **options: Any) -> dict[str, Document]:
        return complete_set(number, sender=self.firm.code, series=self.series, **options)


@pytest.fixture
def source(firm: Enterprise) -> Source:
    return Source(firm)
