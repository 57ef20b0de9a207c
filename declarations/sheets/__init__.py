"""Documents as rows of a table: what its columns are, how rows become documents and back."""
