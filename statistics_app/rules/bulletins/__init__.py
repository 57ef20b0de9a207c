"""What a bulletin says and what it must not let anybody find out. Pure."""
