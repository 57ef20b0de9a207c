"""Deeds on what the risk office publishes, prepares and settles."""
