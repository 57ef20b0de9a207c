"""Moving an enterprise, with its filings, from one site to another."""

from datetime import datetime
from typing import Final

from django.db import transaction

from accounts.models import Site, User
from accounts.selectors import authority_of
from accounts.services import audit
from enterprises.models import Enterprise, Filing
from enterprises.services.notices import notify_members
from zone_portal.kernel.errors import PortalError

REASON_LENGTH: Final = range(4, 201)


@transaction.atomic
def move_enterprise(
    *, enterprise_id: int, site: str, reason: str, by: User, at: datetime, origin: str = ""
) -> Enterprise:
    """Give an enterprise to another site; its people are told. Only who runs both sites may: a
    county neither takes nor gives away by itself.

    :raises PortalError: ``move_not_yours``, ``move_nowhere``, ``move_site_not_open``,
        ``move_reason_missing``.
    """
    rows = Enterprise.objects.select_for_update(of=("self",)).select_related("site")
    row: Enterprise = rows.get(pk=enterprise_id)
    target = Site.objects.get(code=site)
    authority = authority_of(by)
    if not all(authority.administers_site(place.path) for place in (row.site, target)):
        raise PortalError(
            "move_not_yours",
            zh="须同时管理转出和转入平台才能移交企业，请由上级平台办理。",
            en="Only who runs both sites may move an enterprise; ask the site above.",
        )
    if row.site_id == target.code:
        raise PortalError(
            "move_nowhere", zh="企业已属于该平台。", en="The enterprise belongs there already."
        )
    if target.status != "open":
        raise PortalError(
            "move_site_not_open",
            zh="转入的平台尚未运行。",
            en="The site it should move to is not open.",
        )
    if len(reason.strip()) not in REASON_LENGTH:
        raise PortalError(
            "move_reason_missing",
            zh="请写明移交事由（4 至 200 字）。",
            en="State the reason for the move (4 to 200 characters).",
        )
    old = row.site
    row.site = target
    row.save(update_fields=["site"])
    moved = Filing.objects.filter(enterprise=row).update(site=target)
    audit.record(
        "enterprise.moved",
        by=by,
        on=("enterprises.enterprise", str(row.pk)),
        old={"site": old.code},
        new={"site": target.code, "reason": reason.strip(), "filings": moved},
        at=at,
        origin=origin,
    )
    notify_members(
        row.pk,
        ["administrator"],
        kind="site",
        zh=f"{row.name}已由{old.name}移交{target.name}管理。",
        en=f"{row.name} was moved from {old.name_en or old.name} to "
        f"{target.name_en or target.name}.",
        at=at,
    )
    return row
