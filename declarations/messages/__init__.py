"""The customs messages as records: one catalogue, readers and writers for its layouts."""
