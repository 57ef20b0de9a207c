"""The law of alerts, cases and joint control. Pure."""
