"""Whose business cases and claims are."""

from typing import Final

OFFICE: Final = "zone"
"""The department that runs the credit systems; natural persons are its business alone."""

HANDLERS: Final = frozenset({OFFICE, "county", "park"})
"""Departments whose people handle cases and claims, each at its own sites."""
