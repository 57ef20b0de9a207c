"""Writing the overseas column."""
