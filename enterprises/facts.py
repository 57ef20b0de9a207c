"""What rules, intake and pages know of an enterprise: frozen, without the ORM."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class EnterpriseFacts:
    """One registered enterprise. ``code`` is its customs code (10) or its USCC (18)."""

    id: int
    code: str
    uscc: str
    name: str
    kinds: frozenset[str]
    approved: bool
    simulated: bool = False


@dataclass(frozen=True, slots=True)
class SendingVerdict:
    """Whether an enterprise may send a document, as what, and why (not).

    ``owner_element`` is the element naming the firm in whose right it is sent, or for a refusal
    the element whose firm would have to send it or to give a mandate.
    """

    allowed: bool
    as_role: str
    reason_code: str
    owner_element: str


@dataclass(frozen=True, slots=True)
class TokenFacts:
    """The token behind a request; ``prefix`` may be shown, the token itself is not kept."""

    id: int
    prefix: str
    scopes: frozenset[str]
    expires_at: datetime | None
