"""Counts over what the other apps hold."""

from django.apps import AppConfig


class StatisticsConfig(AppConfig):
    """Counts over what the other apps hold."""

    name = "statistics_app"
    verbose_name = "统计"
