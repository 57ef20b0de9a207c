"""Supervision: cases of the negative list, claims of enterprises, measures, warnings."""
