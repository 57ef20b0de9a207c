"""Refusing what an official's postings do not allow; programs of the portal itself may."""

import re
from typing import Final

from accounts.models import Organisation, User
from accounts.selectors import authority_of
from accounts.services.audit import Actor
from zone_portal.kernel.errors import PortalError

CODE_FORM: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
"""Of sites and organisations; it stands in addresses."""


class NotAllowedError(PortalError):
    """The person's role does not reach so far: ``not_administrator_here``."""

    def __init__(self) -> None:
        super().__init__(
            "not_administrator_here",
            zh="您不是这里的管理员；只能管理本平台及其下级。",
            en="You are not an administrator here: only the own site and those below may be run.",
        )


def require_site(by: Actor, path: str) -> None:
    """:raises NotAllowedError: unless the actor runs the site at ``path``."""
    if isinstance(by, User) and not authority_of(by).administers_site(path):
        raise NotAllowedError


def require_organisation(by: Actor, organisation: Organisation) -> None:
    """:raises NotAllowedError: unless the actor appoints people to the organisation."""
    if isinstance(by, User) and not authority_of(by).administers_organisation(
        organisation.department, organisation.site.path
    ):
        raise NotAllowedError


def problem_at(field: str, code: str, *, zh: str, en: str) -> PortalError:
    """A refusal that belongs to one field of the form."""
    problems = [{"field": field, "code": code, "zh": zh, "en": en}]
    return PortalError(code, zh=zh, en=en, details={"problems": problems})
