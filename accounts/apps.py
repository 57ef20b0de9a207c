"""Who uses the portal and what they changed."""

from importlib import import_module

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "用户与审计"

    def ready(self) -> None:
        import_module("accounts.receivers")
