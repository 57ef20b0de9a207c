"""Who may keep the tables of sharing, contracts of raters and systems of departments."""

from typing import Final

from accounts.models import User
from accounts.selectors import authority_of
from enterprises.services.refusals import Refusal

OFFICE: Final = "zone"
HUB_PATH: Final = "/hub/"
KEEPERS: Final = frozenset({"administrator", "supervisor"})


def keeps_sharing(by: User) -> bool:
    """Whether somebody is an administrator or supervisor of the zone office at the hub."""
    return any(
        posting.department == OFFICE and posting.site_path == HUB_PATH and posting.role in KEEPERS
        for posting in authority_of(by).postings
    )


def must_keep_sharing(by: User) -> None:
    """:raises Refusal: 403 ``credit_office_only``."""
    if not keeps_sharing(by):
        raise Refusal(
            "credit_office_only",
            403,
            "由综试区办公室（主枢纽）的管理员或复核负责人办理。",
            "Administrators and supervisors of the zone office at the hub do this.",
        )


def must_be_second(by: User, first_id: int) -> None:
    """Four eyes.

    :raises Refusal: 403 ``second_person_needed``.
    """
    if by.pk == first_id:
        raise Refusal(
            "second_person_needed",
            403,
            "须由另一人批准，拟定人不能批准自己的事项。",
            "Somebody else must approve: nobody approves what they proposed.",
        )
