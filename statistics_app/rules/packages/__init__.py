"""Packages for higher authorities: periods, deadlines, what is in them. Pure."""
