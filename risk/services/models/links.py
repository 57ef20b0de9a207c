"""The graph of linked buyers, once a night: large and dense groups are kept and raise signals."""

import hashlib
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import chain
from typing import Any, Final

from django.db import transaction
from django.db.models import F
from django.utils.timezone import localdate

from accounts.facts import SystemActor
from enterprises.models import Enterprise
from risk.linking import KINDS, BuyerGroup, linked_buyers
from risk.models import LinkedBuyers, ModelVersion
from risk.rules.laboratory_parameters import (
    AT_LEAST,
    DENSE,
    HUB_FROM,
    LOOK_BACK,
)
from risk.rules.laboratory_parameters import LINKS as SETTINGS
from risk.rules.models import LINKS, MODELS
from risk.rules.subjects import Subject, of_enterprise
from risk.selectors_links import declarations_of, main_owner, shared_links
from risk.services.models.register import at_work, settings_of
from risk.services.signals import collect

BY: Final = SystemActor("risk_links")
EXAMPLES: Final = 20
LEAST_SHARED: Final = 3
"""What fewer buyers share are households: they link nobody."""
RULE: Final = "MODEL-LINKS"


def link_buyers(*, at: datetime) -> int:
    """Find the groups of the days looked back; returns how many are worth a signal.

    A group found again on the same day is written once; its signal falls into the cool-down of
    those before it. Returns 0 while the model rests.
    """
    model = at_work(LINKS)
    if model is None:
        return 0
    day = localdate(at)
    told = settings_of(SETTINGS, day)
    since = at - timedelta(days=int(told[LOOK_BACK]))
    until = at + timedelta(seconds=1)
    hubs = {kind: int(told[f"{HUB_FROM}{kind}"]) for kind in KINDS}
    links = shared_links(since=since, until=until, least=LEAST_SHARED)
    least = int(told[AT_LEAST])
    groups = linked_buyers(links, at_least=least, hub_from=hubs).groups
    chosen = [group for group in groups if group.density >= float(told[DENSE])]
    found = declarations_of(
        chain.from_iterable(group.buyers for group in chosen), since=since, until=until
    )
    with transaction.atomic():
        for group in chosen:
            _keep(group, found, model, day, at)
        ModelVersion.objects.filter(pk=model.pk).update(ran_at=at, raised=F("raised") + len(chosen))
    return len(chosen)


def digest_of(group: BuyerGroup) -> str:
    """What tells groups apart: the thing that most of them share, so that a group may grow."""
    first = group.shared[0]
    return hashlib.blake2b(first.kind.encode() + first.key, digest_size=16).hexdigest()


def _keep(
    group: BuyerGroup, found: dict[bytes, Any], model: ModelVersion, day: date, at: datetime
) -> None:
    theirs = sorted(chain.from_iterable(found.get(buyer, ()) for buyer in group.buyers))
    firm = main_owner(owners for _inventory, owners in theirs)
    told = {
        "size": group.size,
        "density": round(group.density, 4),
        "kinds": list(group.kinds),
        "declarations": len(theirs),
        "enterprise_id": firm,
        "examples": [inventory for inventory, _owners in theirs[:EXAMPLES]],
        "found_at": at,
    }
    digest = digest_of(group)
    LinkedBuyers.objects.update_or_create(digest=digest, day=day, defaults=told)
    kind = MODELS[LINKS]
    collect(
        type=kind.type,
        rule=RULE,
        subject=_subject(digest, firm),
        level=kind.level,
        score=Decimal(min(99, 40 + group.size)),
        source="model",
        evidence={
            "model": f"{model}",
            "buyers": group.size,
            "density": told["density"],
            "shared": {one.kind: one.buyers for one in reversed(group.shared)},
            "inventories": told["examples"],
        },
        reference=f"{digest}/{day.isoformat()}",
        by=BY,
        at=at,
    )


def _subject(digest: str, firm: int | None) -> Subject:
    """The enterprise whose declarations they are; without one, the group itself."""
    found = None if firm is None else Enterprise.objects.filter(pk=firm).first()
    if found is None:
        return Subject("other", digest, "关联订购人 / linked buyers")
    return of_enterprise(found.pk, found.name)
