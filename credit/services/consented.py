"""What the credit items of a consent tell its recipient: a bank, an insurer, whoever holds it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.utils.timezone import localtime

from accounts.models import User
from accounts.services.audit import Actor
from credit.rules.sharing import BANK, CONSENT_ITEMS, allowed, consented_items, in_order
from credit.selectors_sharing import allowances, contents
from credit.services.sharing import Asker, enter
from credit.services.subjects import subject_of
from enterprises.models import Consent
from enterprises.services.consenting import provide

LENDING: Final = "lending"


def tell_by_consent(
    row: Consent, items: frozenset[str], *, by: Actor, at: datetime, origin: str
) -> dict[str, Any]:
    """What the credit items of a consent tell its recipient, entered in the log (see
    ``enterprises.services.consenting.Provider``)."""
    subject = subject_of(row.principal_id, at=at)
    verdict = allowed(
        allowances(on=localtime(at).date(), parties=[BANK]),
        purpose=LENDING,
        parties=[BANK],
        consented=consented_items(items),
    )
    asker = Asker(
        LENDING,
        row.purpose,
        party=BANK,
        by=by,
        channel="page" if isinstance(by, User) else "api",
        organisations=(row.recipient.code,),
        enterprise_id=row.recipient_id,
        consent=row,
        origin=origin,
    )
    enter(subject, asker, verdict, at)
    data = contents(subject, verdict.items, at=at)
    return {item: _consented(item, data) for item in sorted(items)}


def _consented(item: str, data: Mapping[str, Any]) -> dict[str, Any]:
    """One item of a consent, with a sentence for the page that shows it."""
    parts = {name: data[name] for name in in_order(CONSENT_ITEMS[item]) if name in data}
    return {"said": _said(item, parts), **parts}


def _said(item: str, parts: Mapping[str, Any]) -> dict[str, str]:
    if item == "credit_grade":
        own = parts.get("grade")
        if own is None:
            return {"zh": "尚未评级", "en": "Not rated yet"}
        return {
            "zh": f"{own['grade']} 级（参考），{own['as_of']}",
            "en": f"Grade {own['grade']} (reference), {own['as_of']}",
        }
    if item == "credit_score":
        own = parts.get("score")
        if own is None:
            return {"zh": "尚未评分", "en": "Not scored yet"}
        return {
            "zh": f"{own['score']} 分（满分 {own['of']}），{own['as_of']}",
            "en": f"{own['score']} of {own['of']} points, {own['as_of']}",
        }
    count = sum(len(rows) for rows in parts.values() if rows)
    return {"zh": f"{count} 条记录", "en": f"{count} records"}


provide(CONSENT_ITEMS, tell_by_consent)
