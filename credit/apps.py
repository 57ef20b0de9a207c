"""Which app this is."""

from django.apps import AppConfig


class CreditConfig(AppConfig):
    """How trustworthy: one database and three systems."""

    name = "credit"
    verbose_name = "信用"
