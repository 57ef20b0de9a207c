"""The Django side of what all apps share: bases, health, cache, static files."""
