"""What changes documents: receiving, keeping, deciding, telling."""
