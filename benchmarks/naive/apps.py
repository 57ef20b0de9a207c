"""The baseline as a Django app."""

from django.apps import AppConfig


class NaiveConfig(AppConfig):
    """Its tables are made by ``migrate --run-syncdb``: there are no migrations to keep."""

    name = "benchmarks.naive"
    label = "naive"
