"""The runner behind ``./portal up``: PostgreSQL, Valkey and our processes on one machine.

Standard library only: it also runs before the virtual environment exists.
"""
