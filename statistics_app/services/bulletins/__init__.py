"""Bulletins: drafted, checked and published by two people, corrected by another round."""
