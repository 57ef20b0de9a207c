"""Registers the shared template tags and checks with Django."""

from importlib import import_module

from django.apps import AppConfig
from django.conf import settings

from zone_portal.framework.connections import watch_connections


class FrameworkConfig(AppConfig):
    """Shared Django parts; has no models of its own."""

    name = "zone_portal.framework"
    label = "framework"
    verbose_name = "框架"

    def ready(self) -> None:
        """Make the installation's Celery application the current one in every process."""
        import_module(settings.CELERY_APP)
        watch_connections()
