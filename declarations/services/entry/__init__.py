"""What people enter by hand: files of documents, forms; checked first, then sent like any other."""
