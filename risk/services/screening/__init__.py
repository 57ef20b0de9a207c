"""Screening declarations in bulk behind the event log, and what follows from it."""
