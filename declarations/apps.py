"""Documents, their matching and their receipts."""

from django.apps import AppConfig


class DeclarationsConfig(AppConfig):
    """Documents, their matching and their receipts."""

    name = "declarations"
    verbose_name = "申报"
