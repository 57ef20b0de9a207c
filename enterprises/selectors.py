"""Reading the register of enterprises and the mandates between them."""

import hashlib
import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db import connection
from django.db.models import Q, QuerySet

from accounts.models import User
from enterprises.constants import APPROVED
from enterprises.facts import EnterpriseFacts, TokenFacts
from enterprises.models import Enterprise

REMEMBER_SECONDS: Final = 5.0
MOST_REMEMBERED: Final = 50_000

_remembered: dict[str, tuple[float, EnterpriseFacts]] = {}


class Register:
    """The register as one request or one slice of work sees it.

    What was found is remembered in the process for five seconds, what was not found only as long
    as this object lives: a firm registered a moment ago is known to the next request.
    """

    def __init__(self) -> None:
        self._found: dict[str, EnterpriseFacts | None] = {}
        self._by_id: dict[int, EnterpriseFacts | None] = {}

    def get(self, code: str) -> EnterpriseFacts | None:
        """The enterprise with this code (customs code or USCC), or None."""
        if code not in self._found:
            self.preload((code,))
        return self._found[code]

    def preload(self, codes: Iterable[str]) -> None:
        """Look up many codes with at most one query."""
        now = time.monotonic()
        wanted = set()
        for code in codes:
            if code in self._found:
                continue
            until, facts = _remembered.get(code, (now, None))
            if until > now:
                self._found[code] = facts
            else:
                wanted.add(code)
        if wanted:
            self._found.update(dict.fromkeys(wanted))
            self._found.update(_look_up(wanted))

    def by_id(self, enterprise_id: int) -> EnterpriseFacts | None:
        """The enterprise with this id, or None."""
        if enterprise_id not in self._by_id:
            row = Enterprise.objects.filter(id=enterprise_id).first()
            self._by_id[enterprise_id] = None if row is None else facts_of(row)
        return self._by_id[enterprise_id]


def forget_register() -> None:
    """Forget what this process remembers (after a write in this process, and in tests)."""
    _remembered.clear()


def facts_of(row: Enterprise) -> EnterpriseFacts:
    """The frozen facts of a row."""
    return EnterpriseFacts(
        id=row.id,
        code=row.code,
        uscc=row.uscc,
        name=row.name,
        kinds=frozenset(row.kinds),
        approved=row.status == APPROVED,
        simulated=row.simulated,
    )


def mandates_for(agent_id: int, *, on: date) -> frozenset[tuple[int, str]]:
    """(principal's id, message kind) for every mandate the agent holds on ``on``.

    Plain SQL, like ``stored_token``: an agent asks with every message, and building this query
    with the ORM took a quarter of the web's time of a message with one declaration.
    """
    with connection.cursor() as cursor:
        cursor.execute(_MANDATES, [agent_id, on, on])
        return frozenset((principal, kind) for principal, kind in cursor.fetchall())


_MANDATES: Final = """
SELECT principal_id, unnest(kinds)
FROM enterprises_mandate
WHERE agent_id = %s AND status = 'accepted' AND valid_from <= %s
  AND (valid_to IS NULL OR valid_to > %s)
"""


def enterprises_of(user: User) -> QuerySet[Enterprise]:
    """The enterprises a person is a member of, by code."""
    return Enterprise.objects.filter(members__user=user).order_by("code")


@dataclass(frozen=True, slots=True)
class StoredToken:
    """A token as found by its digest, with the client and the enterprise it belongs to."""

    token: TokenFacts
    revoked_at: datetime | None
    last_used_at: datetime | None
    client_id: int
    client_name: str
    client_active: bool
    requests_per_second: int
    enterprise: EnterpriseFacts


def token_digest(text: str) -> bytes:
    """What is kept of a token: its SHA-256. It has 256 random bits, so no salt is needed."""
    return hashlib.sha256(text.encode()).digest()


def stored_token(text: str) -> StoredToken | None:
    """The token with this text, or None: one query, found by digest, so that how long it takes
    says nothing about the token. Plain SQL, because every request of the API begins with it
    (measured: a third of the time of a small one went into the ORM here)."""
    with connection.cursor() as cursor:
        cursor.execute(_BY_DIGEST, [token_digest(text)])
        row = cursor.fetchone()
    if row is None:
        return None
    token, client, enterprise = row[:6], row[6:10], row[10:]
    token_id, prefix, scopes, expires_at, revoked_at, last_used_at = token
    client_id, client_name, client_active, requests_per_second = client
    identifier, code, uscc, name, kinds, status, simulated = enterprise
    return StoredToken(
        token=TokenFacts(token_id, prefix, frozenset(scopes), expires_at),
        revoked_at=revoked_at,
        last_used_at=last_used_at,
        client_id=client_id,
        client_name=client_name,
        client_active=client_active,
        requests_per_second=requests_per_second,
        enterprise=EnterpriseFacts(
            identifier, code, uscc, name, frozenset(kinds), status == APPROVED, simulated
        ),
    )


_BY_DIGEST: Final = """
SELECT token.id, token.prefix, token.scopes, token.expires_at, token.revoked_at,
       token.last_used_at, client.id, client.name, client.active, client.requests_per_second,
       enterprise.id, enterprise.code, enterprise.uscc, enterprise.name, enterprise.kinds,
       enterprise.status, enterprise.simulated
FROM enterprises_apitoken token
JOIN enterprises_apiclient client ON client.id = token.client_id
JOIN enterprises_enterprise enterprise ON enterprise.id = client.enterprise_id
WHERE token.digest = %s
"""


def _look_up(codes: set[str]) -> dict[str, EnterpriseFacts]:
    if len(_remembered) > MOST_REMEMBERED:
        _remembered.clear()
    until = time.monotonic() + REMEMBER_SECONDS
    found: dict[str, EnterpriseFacts] = {}
    by_code = Q(code__in=codes) | Q(uscc__in=[code for code in codes if code])
    for row in Enterprise.objects.registered().filter(by_code):
        facts = facts_of(row)
        if row.uscc in codes:
            found.setdefault(row.uscc, facts)
        if row.code in codes:
            found[row.code] = facts
    _remembered.update({code: (until, facts) for code, facts in found.items()})
    return found
