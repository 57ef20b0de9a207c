"""Settings: base, and one module each for the embedded default, production and the tests."""
