"""The life of a filing: drafted, submitted, reviewed, approved, changed, suspended, confirmed."""
