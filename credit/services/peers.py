"""Counting how scores spread among firms of each kind: what a firm is compared with."""

from collections import defaultdict
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.timezone import localtime

from credit.models import PeerSpread, Standing
from credit.rules.comparing import spread_of
from credit.selectors import model_on
from enterprises.constants import APPROVED


@transaction.atomic
def count_peers(*, at: datetime) -> int:
    """Count all groups anew, of approved firms that stand by the model in force; returns how
    many, none without such a model. One read of all standings."""
    model = model_on(localtime(at).date())
    if model is None:
        return 0
    rows = Standing.objects.filter(
        rating__model=model, subject__enterprise__status=APPROVED
    ).values_list("subject__enterprise__kinds", "score")
    scores: dict[str, list[Decimal]] = defaultdict(list)
    for kinds, score in rows.iterator(chunk_size=5000):
        for kind in kinds:
            scores[kind].append(score)
    spreads = [spread for kind in sorted(scores) if (spread := spread_of(kind, scores[kind]))]
    PeerSpread.objects.all().delete()
    PeerSpread.objects.bulk_create(
        PeerSpread(
            kind=spread.group,
            count=spread.count,
            deciles=list(spread.deciles),
            lower=spread.lower,
            median=spread.median,
            upper=spread.upper,
            counted_at=at,
        )
        for spread in spreads
    )
    return len(spreads)
