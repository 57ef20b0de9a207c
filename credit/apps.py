"""Which app this is."""

from importlib import import_module

from django.apps import AppConfig

PARTS = ("credit.services.consented", "credit.selectors_public")
"""What takes part in other apps' business; each registers itself when it is imported."""


class CreditConfig(AppConfig):
    """How trustworthy: one database and three systems."""

    name = "credit"
    verbose_name = "信用"

    def ready(self) -> None:
        """Services need the models, which are there from now on."""
        for part in PARTS:
            import_module(part)
