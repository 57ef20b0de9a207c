"""The law of credit: what a record may be, what an indicator counts, what a model may say."""
