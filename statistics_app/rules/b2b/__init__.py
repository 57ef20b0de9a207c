"""Recognising B2B exports: what an export record shows, and what a model concludes from it."""
