"""Building and running the tree of sites; only who administers a site, and audited."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

from django.db import IntegrityError, transaction

from accounts import states
from accounts.models import Site
from accounts.selectors import all_services
from accounts.services import audit
from accounts.services.audit import Actor
from accounts.services.authorising import CODE_FORM, problem_at, require_site

EDITABLE: Final = ("name", "name_en", "area", "operator", "services")
FRONT: Final = "front"


@transaction.atomic
def create_site(
    *, parent: str, code: str, kind: str, values: Mapping[str, Any], by: Actor, at: datetime
) -> Site:
    """A planned site below ``parent``; ``values`` holds what :func:`edit_site` may change.

    :raises PortalError: ``not_administrator_here``, ``site_code_form``, ``site_code_taken``,
        ``site_kind_misplaced``, ``site_needs_name``, ``site_services_unknown``.
    """
    above = Site.objects.select_for_update().get(code=parent)
    require_site(by, above.path)
    if not CODE_FORM.fullmatch(code):
        raise problem_at(
            "code",
            "site_code_form",
            zh="代码只能用小写字母、数字和连字符。",
            en="A code has small letters, digits and hyphens only.",
        )
    if kind not in {"sub", FRONT} or above.kind == FRONT:
        raise problem_at(
            "kind",
            "site_kind_misplaced",
            zh="前置服务窗口之下不能再设平台。",
            en="There are no sites below a front window.",
        )
    site = Site(code=code, parent=above, path=f"{above.path}{code}/", kind=kind, status="planned")
    _assign(site, values)
    try:
        with transaction.atomic():
            site.save(force_insert=True)
    except IntegrityError as error:
        raise problem_at(
            "code",
            "site_code_taken",
            zh="这个代码已有平台使用。",
            en="A site has this code already.",
        ) from error
    audit.record("site.created", by=by, on=_on(site), new=_shown(site), at=at)
    return site


@transaction.atomic
def edit_site(*, code: str, values: Mapping[str, Any], by: Actor, at: datetime) -> Site:
    """Change name, area, operator or services of a site.

    :raises PortalError: as :func:`create_site`.
    """
    site = Site.objects.select_for_update().get(code=code)
    require_site(by, site.path)
    before = _shown(site)
    _assign(site, values)
    after = _shown(site)
    changed = [name for name in EDITABLE if before[name] != after[name]]
    if changed:
        site.save(update_fields=changed)
        old, new = ({name: row[name] for name in changed} for row in (before, after))
        audit.record("site.edited", by=by, on=_on(site), old=old, new=new, at=at)
    return site


@transaction.atomic
def set_site_status(
    *, code: str, status: str, by: Actor, at: datetime, accepted: date | None = None
) -> Site:
    """Carry a site on: planned → building → open → closed. Opening is the acceptance (验收) by
    whoever runs the site above, with its date.

    :raises PortalError: ``not_administrator_here``, ``transition_refused``,
        ``site_needs_acceptance``.
    """
    site = Site.objects.select_for_update(of=("self",)).select_related("parent").get(code=code)
    require_site(by, site.parent.path if site.parent else site.path)
    states.SITE.check(site.status, status)
    if status == "open" and accepted is None and site.accepted_date is None:
        raise problem_at(
            "accepted",
            "site_needs_acceptance",
            zh="开通前请填写验收日期。",
            en="State the date of acceptance before the site opens.",
        )
    old = {"status": site.status, "accepted_date": _day(site.accepted_date)}
    site.status = status
    site.accepted_date = accepted or site.accepted_date
    site.save(update_fields=["status", "accepted_date"])
    new = {"status": status, "accepted_date": _day(site.accepted_date)}
    audit.record("site.status_set", by=by, on=_on(site), old=old, new=new, at=at)
    return site


def _assign(site: Site, values: Mapping[str, Any]) -> None:
    for name in EDITABLE:
        if name in values:
            setattr(site, name, values[name])
    if not site.name.strip():
        raise problem_at(
            "name", "site_needs_name", zh="请填写平台名称。", en="A site needs a name."
        )
    unknown = _unknown(site.services)
    if unknown:
        raise problem_at(
            "services",
            "site_services_unknown",
            zh=f"没有这些服务：{'、'.join(unknown)}",
            en=f"there are no such services: {', '.join(unknown)}",
        )


def _unknown(services: Sequence[str]) -> list[str]:
    known = set(all_services())
    return [code for code in services if code not in known]


def _shown(site: Site) -> dict[str, Any]:
    values = {name: getattr(site, name) for name in EDITABLE}
    return values | {"kind": site.kind, "parent": site.parent_id}


def _on(site: Site) -> tuple[str, str]:
    return ("accounts.site", site.code)


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
