"""The course of a case: every step by somebody, with its clock, on record."""
