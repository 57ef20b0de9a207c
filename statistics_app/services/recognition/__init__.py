"""Recognition of B2B exports: records read, classified, decided on; versions of the model."""
