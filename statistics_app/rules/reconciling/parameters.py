"""From when on a difference is one: dated settings. No authority names the numbers (unverified)."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from statistics_app.rules.reconciling.judging import Limits
from zone_portal.kernel.rules import Parameter

CODE: Final = "STAT-REC"
"""The rule code under which these settings are kept."""
SINCE: Final = date(2018, 1, 1)

PARAMETERS: Final[Mapping[str, Parameter]] = MappingProxyType(
    {
        "share": Parameter(
            "0.005",
            (
                "差额不超过本平台数的此比例视为一致",
                "Sources agree within this part of the platform's figure",
            ),
            "number",
            unverified=True,
        ),
        "least": Parameter(
            "100",
            ("差额不超过此金额（元）视为一致", "Sources agree within this amount (yuan)"),
            "number",
            unverified=True,
        ),
        "declaration": Parameter(
            "1",
            (
                "逐票比对：单票差额不超过此金额（元）视为一致",
                "Declaration by declaration: values agree within this amount (yuan)",
            ),
            "number",
            unverified=True,
        ),
    }
)


def limits_in(settings: Mapping[str, Mapping[str, str]]) -> Limits:
    """The tolerances in force, or their first values where none were loaded."""
    known = settings.get(CODE, {})
    values = {name: Decimal(known.get(name, row.initial)) for name, row in PARAMETERS.items()}
    return Limits(**values)
