"""Writes: one verb per use."""
