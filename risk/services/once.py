"""Writes of officials' programs, done once: every write is named by a key of the caller's own.

The same key with the same content gives what was made of it, as it stands now; with other content
it is refused. What is refused leaves no key, so it may be mended and sent again with the same one.
"""

import hashlib
from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

import msgspec
from django.db import IntegrityError, transaction
from django.db.models import Model

from accounts.models import User
from enterprises.services.refusals import Refusal
from risk.models import RequestKey

SHORTEST: Final = 8
LONGEST: Final = 64


@transaction.atomic
def once(
    *, key: str, content: Any, by: User, at: datetime, act: Callable[[], Model]
) -> tuple[int, bool]:
    """Do ``act`` once for a person's key; returns the id of the row that it gave, and whether it
    was done now. ``content``: what was asked (plain JSON values), so that a key that is used for
    something else is noticed. Two requests with one key come one after the other.

    :raises Refusal: 422 ``idempotency_key_missing``, ``idempotency_key_reused``; what ``act``
        raises.
    """
    _must_be_key(key)
    digest = hashlib.sha256(msgspec.json.encode(content, order="sorted")).hexdigest()
    try:
        with transaction.atomic():
            row = RequestKey.objects.create(user=by, key=key, digest=digest, at=at)
    except IntegrityError:
        return _same(RequestKey.objects.get(user=by, key=key), digest), False
    row.object_id = act().pk
    row.save(update_fields=["object_id"])
    return row.object_id, True


def _must_be_key(key: str) -> None:
    if not (SHORTEST <= len(key) <= LONGEST and key.isascii() and key.isprintable()):
        raise Refusal(
            "idempotency_key_missing",
            422,
            f"请在请求头 Idempotency-Key 中给出 {SHORTEST} 至 {LONGEST} 个可见字符的标识。",
            f"Give a key of {SHORTEST} to {LONGEST} visible characters in the header "
            "Idempotency-Key.",
        )


def _same(known: RequestKey, digest: str) -> int:
    if known.digest != digest:
        raise Refusal(
            "idempotency_key_reused",
            422,
            "该请求标识已用于内容不同的请求。新的请求请用新的标识。",
            "This key was used for a request with other content: take a new key.",
        )
    return known.object_id
