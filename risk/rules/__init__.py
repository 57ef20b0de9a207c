"""The law of risk: types, indicators and what they compare. Pure."""
