"""The law of supervision, pure: causes, clocks, measures, and what may be decided when."""
