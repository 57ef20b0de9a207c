"""Acceptance rules: what a document must fulfil before the portal keeps it."""
