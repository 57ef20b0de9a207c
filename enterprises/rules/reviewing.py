"""Who may decide at which stage of a review."""

from collections.abc import Iterable
from typing import Final

SITE_STAGE: Final = "zone"
SITE_STAFF: Final = frozenset({"zone", "park", "county"})
"""Departments whose people are the staff of a site: they decide its first stage."""

REVIEWER: Final = "reviewer"
SUPERVISOR: Final = "supervisor"


def departments_of_stage(stage: str) -> frozenset[str]:
    """Whose reviewers decide a stage."""
    return SITE_STAFF if stage == SITE_STAGE else frozenset({stage})


def stages_of_departments(departments: Iterable[str]) -> frozenset[str]:
    """The stages that people of these departments decide."""
    return frozenset(SITE_STAGE if name in SITE_STAFF else name for name in departments)


def covers(site_path: str, other: str) -> bool:
    """Whether a posting at ``site_path`` is in charge of the site at ``other``."""
    return other.startswith(site_path)
