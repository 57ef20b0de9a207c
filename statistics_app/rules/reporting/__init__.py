"""Forms of direct reporting: what is asked, of whom, and when a figure looks wrong."""
