"""Assessment of parks and counties: the tree, what its figures give, the tree that is shipped."""
