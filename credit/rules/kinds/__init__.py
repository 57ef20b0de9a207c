"""The kinds of credit records, by what they tell; ``credit.rules.record_kinds`` has them all."""
