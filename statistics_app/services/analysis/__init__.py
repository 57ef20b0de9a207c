"""Analysis reports: templates put into use, reports published by two people."""
