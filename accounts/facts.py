"""Actors that are not people: everything that writes has a name in the audit trail."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SystemActor:
    """A program of the portal itself, for example ``SystemActor("load_reference")``."""

    label: str


@dataclass(frozen=True, slots=True)
class ClientActor:
    """An enterprise's API client. ``label`` names enterprise and client, never a person."""

    client_id: int
    label: str
