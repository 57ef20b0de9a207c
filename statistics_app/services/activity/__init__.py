"""The activity index: its methods and its months, each released by two people."""
