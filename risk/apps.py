"""Which app this is."""

from django.apps import AppConfig


class RiskConfig(AppConfig):
    """What is wrong: rules, screening, alerts, cases, response plans, overseas warnings."""

    name = "risk"
    verbose_name = "风险"
