"""Promotions: the lines of their filings, their checks, and what approval puts in force."""
