"""Analysis reports: what a template may say, and what it says of a month or quarter. Pure."""
