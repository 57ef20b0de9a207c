"""Direct reports and sample surveys: opened, filled in, reviewed, estimated."""
