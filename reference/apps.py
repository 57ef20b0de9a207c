"""Official code tables and dated rule settings."""

from django.apps import AppConfig


class ReferenceConfig(AppConfig):
    """Official code tables and dated rule settings."""

    name = "reference"
    verbose_name = "参数代码"
