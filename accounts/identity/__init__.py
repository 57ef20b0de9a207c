"""Real-name, certificate and registry checks: what the portal asks of an authority's service.

A zone connects the service of its province by a class of its own, named in the setting
``IDENTITY_SERVICE``. The portal keeps result codes only, never what was asked about.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Protocol, cast

from django.conf import settings
from django.utils.module_loading import import_string

MATCH: Final = "match"
MISMATCH: Final = "mismatch"
NOT_FOUND: Final = "not_found"
UNAVAILABLE: Final = "unavailable"
INVALID: Final = "invalid"
"""A number that cannot be one: the service was not asked, and nothing of a quota was used."""

RESULTS: Final = {
    MATCH: ("一致", "Match"),
    MISMATCH: ("不一致", "No match"),
    NOT_FOUND: ("查无此人", "Not found"),
    UNAVAILABLE: ("核查服务暂不可用", "Service not available"),
    INVALID: ("号码有误", "Wrong number"),
}
"""Result code → (zh, en)."""


SIMULATOR: Final = "accounts.identity.simulator.SimulatedIdentity"
UNCONNECTED: Final = "accounts.identity.NotConnected"


@dataclass(frozen=True, slots=True)
class RegistryAnswer:
    """What a registry says of a code: ``result`` match (then ``name`` is the registered name),
    not_found or unavailable."""

    result: str
    name: str = ""


class IdentityService(Protocol):
    """An authority's service. Every method answers in bounded time and never raises: what cannot
    be asked is ``unavailable``."""

    name: str
    """Kept with each check, and shown."""

    simulated: bool
    """Whether answers are invented; pages and answers then say so."""

    def check_person(self, name: str, number: str) -> str:
        """Whether a resident ID number belongs to a name: match, mismatch, not_found or
        unavailable."""

    def check_certificate(self, serial: str, name: str, number: str) -> str:
        """Whether a personal certificate is in force and names this person; same results."""

    def look_up(self, uscc: str) -> RegistryAnswer:
        """The enterprise registered under a unified social credit code."""


class NotConnected:
    """Stands where a zone has connected no service yet: everything is unavailable."""

    name = "not connected"
    simulated = False

    def check_person(self, name: str, number: str) -> str:
        return UNAVAILABLE

    def check_certificate(self, serial: str, name: str, number: str) -> str:
        return UNAVAILABLE

    def look_up(self, uscc: str) -> RegistryAnswer:
        return RegistryAnswer(UNAVAILABLE)


@lru_cache(maxsize=4)
def _service(path: str) -> IdentityService:
    return cast("IdentityService", import_string(path)())


def identity_service() -> IdentityService:
    """The service of this installation: the one a zone has set, the simulator in a demo."""
    chosen = getattr(settings, "IDENTITY_SERVICE", "")
    return _service(chosen or (SIMULATOR if settings.PORTAL_DEMO else UNCONNECTED))
