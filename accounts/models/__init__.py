"""Rows of people and of their deeds."""

from accounts.models.audit import AuditEntry
from accounts.models.users import User

__all__ = ["AuditEntry", "User"]
