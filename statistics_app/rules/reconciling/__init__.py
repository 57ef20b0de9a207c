"""Cross-checking the figures of several sources, and explaining how they differ. Pure."""
