"""Enterprises, their mandates and their API clients."""

from django.apps import AppConfig


class EnterprisesConfig(AppConfig):
    """Enterprises, their mandates and their API clients."""

    name = "enterprises"
    verbose_name = "企业"
