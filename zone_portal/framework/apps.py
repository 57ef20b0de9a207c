"""Registers the shared template tags and checks with Django."""

from django.apps import AppConfig


class FrameworkConfig(AppConfig):
    """Shared Django parts; has no models of its own."""

    name = "zone_portal.framework"
    label = "framework"
    verbose_name = "框架"
