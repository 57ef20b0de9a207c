"""One token for all reference data: whoever writes replaces it in the same transaction."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction

from reference.models import ReferenceVersion
from reference.selectors import forget_snapshots


@contextmanager
def new_version(*, at: datetime) -> Iterator[ReferenceVersion]:
    """A transaction that writes reference data, one writer at a time.

    Yields the locked version row, saved on leaving; this process forgets its snapshots at once
    and again after the commit, other processes see the new token.
    """
    with transaction.atomic():
        ReferenceVersion.objects.bulk_create([ReferenceVersion(id=1)], ignore_conflicts=True)
        version = ReferenceVersion.objects.select_for_update().get(id=1)
        yield version
        version.token = uuid.uuid4()
        version.changed_at = at
        version.save()
        forget_snapshots()
        transaction.on_commit(forget_snapshots)
