"""Simulated enterprises' documents: invented people, goods and numbers, reproducible by seed."""
