"""Every code that the platform can answer, explained: rules, problems, official codes."""
