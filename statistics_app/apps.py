"""Counts over what the other apps hold."""

from importlib import import_module
from typing import Final

from django.apps import AppConfig

PARTS: Final = (
    "statistics_app.selectors_recognition",
    "statistics_app.selectors_receipts",
    "statistics_app.selectors_targets",
    "statistics_app.services.reconciling.files",
)
"""What answers indicators, or makes files, and is known by registering itself."""


class StatisticsConfig(AppConfig):
    """Counts over what the other apps hold."""

    name = "statistics_app"
    verbose_name = "统计"

    def ready(self) -> None:
        """The parts need the models, which are there from now on."""
        for part in PARTS:
            import_module(part)
