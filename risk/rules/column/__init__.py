"""The overseas credit-risk column: what an article must say, whom it concerns, series."""
