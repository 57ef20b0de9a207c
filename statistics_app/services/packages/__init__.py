"""Packages for higher authorities: opened, made, sent, received, asked for when late."""
