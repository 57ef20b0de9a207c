"""The vocabulary every app shares: pure Python, standard library only."""
