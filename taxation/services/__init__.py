"""Writing: rates, the quota ledger, guarantees, tax bills."""
