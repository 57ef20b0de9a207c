"""Forwarding to customs, receipts of customs, and the course that follows from them."""
