"""Refusals of services that firms' people and programs meet: a stable code, a status, words."""

from collections.abc import Iterable, Mapping
from typing import Any

from enterprises.rules.registration import Problem
from zone_portal.kernel.errors import PortalError


class Refusal(PortalError):
    """An anticipated refusal that answers the API with ``status``."""

    def __init__(
        self,
        code: str,
        status: int,
        zh: str,
        en: str,
        *,
        details: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(code, details=details, zh=zh, en=en)
        self.status = status


def problems_refusal(code: str, problems: Iterable[Problem], zh: str, en: str) -> Refusal:
    """422 ``code`` with all problems at once: details ``problems`` holds objects of field, code,
    value, zh, en."""
    found = [{name: getattr(p, name) for name in Problem.__slots__} for p in problems]
    return Refusal(code, 422, zh, en, details={"problems": found})
