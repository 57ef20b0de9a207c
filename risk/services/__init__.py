"""Writing: screening, signals, alerts, cases, plans."""
