"""Claims handed in by a firm's program: what is repeated is done once.

A program names every new claim by a key of its own. The same key with the same content gives the
claim that was made of it, whatever became of that since; with other content it is refused.
"""

import hashlib
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final

import msgspec
from django.db import transaction

from accounts.facts import ClientActor
from credit.models import Claim, Subject
from credit.rules.supervision import states
from credit.services.supervision.claims import (
    Target,
    begin,
    claim_open,
    save_claim,
    submit_claim,
    withdraw_claim,
)
from credit.services.supervision.common import lock_claim
from enterprises.services.refusals import Refusal
from enterprises.viewers import Viewer

SHORTEST: Final = 8
LONGEST: Final = 64


@dataclass(frozen=True, slots=True)
class Wish:
    """What a program asks for: a draft, or ``submit`` it at once."""

    kind: str
    target: Target
    text: str
    commitment: bool
    submit: bool

    def digest(self) -> str:
        """SHA-256 of the content, hex."""
        return hashlib.sha256(msgspec.json.encode(asdict(self))).hexdigest()


@transaction.atomic
def ask(
    *, wish: Wish, key: str, viewer: Viewer, by: ClientActor, at: datetime, origin: str = ""
) -> tuple[Claim, bool]:
    """Make a claim of a wish, once for its key; whether it is new. Nothing is kept of a wish that
    is refused, so that it may be mended and sent again with the same key.

    :raises Refusal: 422 ``idempotency_key_missing``, ``idempotency_key_reused``; 409
        ``credit_claim_open`` (details number); what ``claims.start_claim`` and
        ``claims.submit_claim`` raise.
    """
    _must_be_key(key)
    # Two requests with one key come one after the other.
    held = Subject.objects.select_for_update().filter(enterprise_id__in=viewer.own_ids)
    known = Claim.objects.filter(subject__in=list(held), request_key=key).first()
    if known is not None:
        return _same(known, wish), False
    who: dict[str, Any] = {"viewer": viewer, "by": by, "at": at, "origin": origin}
    claim, fresh = begin(kind=wish.kind, target=wish.target, **who)
    if not fresh:
        raise claim_open(claim.number)
    claim.request_key, claim.request_digest = key, wish.digest()
    claim.save(update_fields=["request_key", "request_digest"])
    claim = save_claim(claim_id=claim.pk, text=wish.text, commitment=wish.commitment, **who)
    return (submit_claim(claim_id=claim.pk, **who) if wish.submit else claim), True


@transaction.atomic
def hand_in(
    *, claim_id: int, viewer: Viewer, by: ClientActor, at: datetime, origin: str = ""
) -> Claim:
    """Hand a draft in; one that was handed in is given back as it stands.

    :raises Refusal: as ``claims.submit_claim``.
    """
    claim = lock_claim(claim_id, viewer)
    if claim.submitted_at is not None:
        return claim
    return submit_claim(claim_id=claim_id, viewer=viewer, by=by, at=at, origin=origin)


@transaction.atomic
def take_back(
    *, claim_id: int, viewer: Viewer, by: ClientActor, at: datetime, origin: str = ""
) -> Claim:
    """Withdraw a claim; one that was withdrawn is given back as it stands.

    :raises Refusal: as ``claims.withdraw_claim``.
    """
    claim = lock_claim(claim_id, viewer)
    if claim.status == states.WITHDRAWN:
        return claim
    return withdraw_claim(
        claim_id=claim_id, version=claim.version, viewer=viewer, by=by, at=at, origin=origin
    )


def _must_be_key(key: str) -> None:
    if not (SHORTEST <= len(key) <= LONGEST and key.isascii() and key.isprintable()):
        raise Refusal(
            "idempotency_key_missing",
            422,
            f"请在请求头 Idempotency-Key 中给出 {SHORTEST} 至 {LONGEST} 个可见字符的标识。",
            f"Give a key of {SHORTEST} to {LONGEST} visible characters in the header "
            "Idempotency-Key.",
        )


def _same(claim: Claim, wish: Wish) -> Claim:
    if claim.request_digest != wish.digest():
        raise Refusal(
            "idempotency_key_reused",
            422,
            f"该标识已用于内容不同的申请 {claim.number}。新的申请请用新的标识。",
            f"This key was used for claim {claim.number} with other content: take a new key.",
            details={"number": claim.number},
        )
    return claim
