"""Official code tables and settings of rules, each row with its dates of validity."""

from django.apps import AppConfig


class ReferenceConfig(AppConfig):
    name = "reference"
    verbose_name = "参数与代码表"
