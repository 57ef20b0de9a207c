"""Goods of filings: their lines, their checks, and what approval puts in force."""
