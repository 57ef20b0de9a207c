"""Backups are made outside the portal; whoever makes them tells when, how large, which digest.

From the first report on, the watch of technical risks (RT20) raises an alert when the newest one
is older than the dated limit. Nothing is verified here: a report is as good as who makes it.
"""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Final

from django.db import transaction

from accounts.services import audit
from accounts.services.audit import Actor, label_of
from enterprises.rules.registration import Problem
from risk.models import BackupReport
from risk.services.matters.core import refuse_problems

DATABASE: Final = "database"
LONGEST: Final = 60
ON_TYPE: Final = "risk.backup"
_DIGEST: Final = re.compile(r"[0-9a-f]{32,128}")
_WHAT: Final = re.compile(r"[a-z0-9][a-z0-9._-]*")


@transaction.atomic
def report_backup(
    *,
    finished_at: datetime,
    size: int,
    digest: str,
    by: Actor,
    at: datetime,
    what: str = DATABASE,
    origin: str = "",
) -> BackupReport:
    """Keep that a backup was made; the same one reported again is kept once. ``size`` in bytes,
    ``digest`` in hex (MD5 to SHA-512), ``what`` a name of what it holds.

    :raises Refusal: 422 ``risk_incomplete`` with everything that is wrong.
    """
    told = digest.strip().lower()
    refuse_problems(_problems(finished_at, size, told, what, at))
    found: tuple[BackupReport, bool] = BackupReport.objects.get_or_create(
        what=what,
        finished_at=finished_at,
        digest=told,
        defaults={"size": size, "by_label": label_of(by)[:128], "at": at},
    )
    row, is_new = found
    if is_new:
        new = {"what": what, "finished": finished_at.isoformat(), "size": size, "digest": told}
        on = (ON_TYPE, str(row.pk))
        audit.record("risk.backup.entered", by=by, on=on, new=new, at=at, origin=origin)
    return row


def _problems(
    finished_at: datetime, size: int, digest: str, what: str, at: datetime
) -> Iterator[Problem]:
    if finished_at > at:
        yield Problem(
            "at",
            "risk_day_ahead",
            finished_at.isoformat(),
            "备份完成时间不能晚于现在。",
            "The backup cannot be finished in the future.",
        )
    if size <= 0:
        yield Problem(
            "size", "risk_size_wrong", str(size), "备份大小应大于零。", "The size is above zero."
        )
    if not _DIGEST.fullmatch(digest):
        yield Problem(
            "digest",
            "risk_digest_wrong",
            digest[:40],
            "摘要应为32至128位十六进制数。",
            "A digest has 32 to 128 hexadecimal digits.",
        )
    if len(what) > LONGEST or not _WHAT.fullmatch(what):
        yield Problem(
            "what",
            "risk_code_wrong",
            what[:40],
            "内容代码由小写字母、数字、点和连字符组成。",
            "What it holds is named by lower-case letters, digits, dots and hyphens.",
        )
