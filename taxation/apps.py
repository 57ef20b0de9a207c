"""Which app this is."""

from django.apps import AppConfig


class TaxationConfig(AppConfig):
    name = "taxation"
    verbose_name = "税收"
