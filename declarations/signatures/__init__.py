"""Signatures of CEB messages and of raw payment data, made and checked; no ORM, no HTTP."""
