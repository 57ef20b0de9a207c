"""The zone this installation serves: one TOML file per pilot zone, read once, frozen.

Facts come from the zones' plans (``basis`` names the place); ``unverified`` marks what the plans
do not say and an administrator should check. Nothing here is needed by code: another zone is
another file.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

from django.conf import settings

from zone_portal.kernel.errors import PortalError

FOLDER: Final = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan the zone is built by; ``number`` is empty and ``issued`` None where unknown."""

    title: str
    number: str = ""
    issued: date | None = None


@dataclass(frozen=True, slots=True)
class District:
    """A customs district code of the zone and what it is there for."""

    code: str
    name: str
    name_en: str


@dataclass(frozen=True, slots=True)
class Target:
    """What the plan asks for by the end of ``by`` (a year, or words); ``target`` as it says."""

    indicator: str
    indicator_en: str
    unit: str
    by: str
    target: str


@dataclass(frozen=True, slots=True)
class SiteFacts:
    """One node of the tree as configured; ``parent`` is empty for the hub."""

    code: str
    kind: str
    parent: str
    name: str
    name_en: str
    area: str = ""
    operator: str = ""
    department: str = ""
    services: tuple[str, ...] = ()
    status: str = "planned"
    basis: str = ""
    unverified: bool = False


@dataclass(frozen=True, slots=True)
class OrganisationFacts:
    """An organisation of officials as configured."""

    code: str
    department: str
    name: str
    name_en: str
    site: str = "hub"
    basis: str = ""
    unverified: bool = False


@dataclass(frozen=True, slots=True)
class LocalService:
    """A special service of this zone (特色服务), enabled site by site."""

    code: str
    name: str
    name_en: str
    text: str
    text_en: str
    basis: str = ""


@dataclass(frozen=True, slots=True)
class ZoneFacts:
    """A pilot zone. ``code`` (digits) stands in filing numbers, ``key`` names the file."""

    key: str
    code: str
    city: str
    city_en: str
    name: str
    name_en: str
    province: str
    province_en: str
    approval: str
    plans: tuple[Plan, ...]
    districts: tuple[District, ...]
    targets: tuple[Target, ...]
    sites: tuple[SiteFacts, ...]
    organisations: tuple[OrganisationFacts, ...]
    services: tuple[LocalService, ...]
    unverified: tuple[str, ...] = ()

    def title(self, language: str) -> str:
        """The short name by which people know the zone."""
        return self.name if language.startswith("zh") else self.name_en


def current() -> ZoneFacts:
    """The zone of this installation (``PORTAL_ZONE``).

    :raises PortalError: ``zone_unknown``, naming the zones there are.
    """
    return zone(settings.PORTAL_ZONE)


def keys() -> tuple[str, ...]:
    """The zones that come with the portal."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.toml")))


@cache
def zone(key: str) -> ZoneFacts:
    """The zone configured under this key.

    :raises PortalError: ``zone_unknown``; ``zone_broken`` for a file that does not fit together.
    """
    if key not in keys():
        known = ", ".join(keys())
        raise PortalError(
            "zone_unknown",
            details={"zone": key, "known": list(keys())},
            zh=f"没有名为“{key}”的综试区配置（PORTAL_ZONE），可用：{known}",
            en=f"there is no pilot zone {key!r} (PORTAL_ZONE); known are: {known}",
        )
    return parse(key, (FOLDER / f"{key}.toml").read_text("utf-8"))


def parse(key: str, text: str) -> ZoneFacts:
    """The zone described by a TOML text.

    :raises PortalError: ``zone_broken``.
    """
    try:
        raw = tomllib.loads(text)
        facts = _zone(key, raw)
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise _broken(key, str(error)) from error
    codes = [site.code for site in facts.sites]
    known: set[str] = set()
    for site in facts.sites:
        if site.parent and site.parent not in known:
            raise _broken(key, f"site {site.code} stands before its parent {site.parent}")
        known.add(site.code)
    if len(known) < len(codes):
        raise _broken(key, "a site is named twice")
    if strange := [row.code for row in facts.organisations if row.site not in known]:
        raise _broken(key, f"unknown sites of organisations {', '.join(strange)}")
    return facts


def _zone(key: str, raw: Mapping[str, Any]) -> ZoneFacts:
    plain = {name: value for name, value in raw.items() if not isinstance(value, list)}
    return ZoneFacts(
        key=key,
        plans=tuple(Plan(**row) for row in raw["plans"]),
        districts=tuple(District(**row) for row in raw["districts"]),
        targets=tuple(Target(*row) for row in raw["targets"]),
        sites=tuple(_site(row) for row in raw["sites"]),
        organisations=tuple(OrganisationFacts(**row) for row in raw["organisations"]),
        services=tuple(LocalService(**row) for row in raw["services"]),
        unverified=tuple(raw["unverified"]),
        **plain,
    )


def _site(row: Mapping[str, Any]) -> SiteFacts:
    return SiteFacts(**{**row, "services": tuple(row.get("services", ()))})


def _broken(key: str, why: str) -> PortalError:
    return PortalError(
        "zone_broken",
        details={"zone": key},
        zh=f"综试区配置 {key}.toml 有误：{why}",
        en=f"the zone configuration {key}.toml is broken: {why}",
    )
