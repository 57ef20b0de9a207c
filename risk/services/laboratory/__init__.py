"""The rule laboratory: drafts, trials over past days, release by two people, feedback."""
