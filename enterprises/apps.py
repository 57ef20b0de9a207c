"""Who takes part: enterprises, their mandates, their members and their API clients."""

from django.apps import AppConfig


class EnterprisesConfig(AppConfig):
    name = "enterprises"
    verbose_name = "企业"
