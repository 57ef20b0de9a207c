"""Actors that are not people, and what an official's postings allow."""

from dataclasses import dataclass

from accounts.constants import HUB, SITE_DEPARTMENTS

HUB_PATH = f"/{HUB}/"


@dataclass(frozen=True, slots=True)
class SystemActor:
    """A program of the portal itself, for example ``SystemActor("load_reference")``."""

    label: str


@dataclass(frozen=True, slots=True)
class ClientActor:
    """An enterprise's API client. ``label`` names enterprise and client, never a person."""

    client_id: int
    label: str


@dataclass(frozen=True, slots=True)
class PostingFacts:
    """One posting in force: where, for which department, as what."""

    organisation: str
    department: str
    role: str
    site: str
    site_path: str


@dataclass(frozen=True, slots=True)
class Authority:
    """What an official's postings allow. Role and place belong together: who reviews at the hub
    and administers one county administers that county only. Nobody has authority by default."""

    postings: tuple[PostingFacts, ...] = ()

    def sees(self, path: str) -> bool:
        """Whether the site at ``path`` lies in one of the official's subtrees."""
        return any(path.startswith(posting.site_path) for posting in self.postings)

    def administers_site(self, path: str) -> bool:
        """Whether the official runs the site at ``path``: an administrator of the zone office, a
        county or a park, there or above."""
        return any(path.startswith(root) for root in self.site_roots)

    def administers_organisation(self, department: str, path: str) -> bool:
        """Whether the official appoints people to an organisation of ``department`` at ``path``:
        who runs the site, or an administrator of the same department there or above."""
        return self.administers_site(path) or any(
            posting.role == "administrator"
            and posting.department == department
            and path.startswith(posting.site_path)
            for posting in self.postings
        )

    @property
    def is_administrator(self) -> bool:
        """Whether there is anything the official administers."""
        return any(posting.role == "administrator" for posting in self.postings)

    @property
    def seen_roots(self) -> tuple[str, ...]:
        """The roots of the subtrees the official sees."""
        return tuple(sorted({posting.site_path for posting in self.postings}))

    @property
    def site_roots(self) -> tuple[str, ...]:
        """The roots of the subtrees whose sites the official runs."""
        return tuple(
            sorted(
                {
                    posting.site_path
                    for posting in self.postings
                    if posting.role == "administrator" and posting.department in SITE_DEPARTMENTS
                }
            )
        )

    @property
    def audited_roots(self) -> tuple[str, ...]:
        """The roots of the subtrees whose trail the official searches."""
        return tuple(sorted({p.site_path for p in self.postings if p.role == "auditor"}))
