"""Rows of sites, of people and of their deeds."""

from accounts.models.audit import AuditEntry
from accounts.models.factors import LinkedIdentity, RecoveryCode, SecondFactor
from accounts.models.links import AccountLink
from accounts.models.notices import Notice
from accounts.models.organisations import Organisation, Posting
from accounts.models.sessions import Session
from accounts.models.sites import Site
from accounts.models.users import User

__all__ = [
    "AccountLink",
    "AuditEntry",
    "LinkedIdentity",
    "Notice",
    "Organisation",
    "Posting",
    "RecoveryCode",
    "SecondFactor",
    "Session",
    "Site",
    "User",
]
