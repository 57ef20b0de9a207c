"""Who takes part: enterprises, their mandates, their members and their API clients."""

from importlib import import_module

from django.apps import AppConfig

FILING_PARTS = (
    "enterprises.services.goods.standing",
    "enterprises.services.promotions.standing",
    "enterprises.services.facilities",
    "enterprises.services.subject_parts",
)
"""What takes part in the life of filings; each registers itself when it is imported."""


class EnterprisesConfig(AppConfig):
    name = "enterprises"
    verbose_name = "企业"

    def ready(self) -> None:
        """Services need the models, which are there from now on."""
        for part in FILING_PARTS:
            import_module(part)
