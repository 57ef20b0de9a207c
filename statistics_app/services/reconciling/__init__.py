"""Cross-checking of sources: agreements, what comes under them, comparing, explaining."""
