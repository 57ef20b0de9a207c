"""What the portal costs: one run, one machine, every figure beside its baselines (README.md)."""
