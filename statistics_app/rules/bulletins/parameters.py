"""Limits of disclosure and the calendar of bulletins: dated settings. The laws name no numbers, so
all of them are this platform's, to be set by the zone (unverified)."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from statistics_app.rules.bulletins.disclosure import Limits
from zone_portal.kernel.rules import Parameter

CODE: Final = "STAT-BULL"
"""The rule code under which these settings are kept."""
SINCE: Final = date(2018, 1, 1)

PARAMETERS: Final[Mapping[str, Parameter]] = MappingProxyType(
    {
        "fewest_firms": Parameter(
            "3",
            ("公布的数据至少涉及几家企业", "At least so many firms behind a published figure"),
            "integer",
            unverified=True,
        ),
        "one_firm": Parameter(
            "0.9",
            ("一家企业占比超过此值不公布", "Hidden where one firm makes up more than this"),
            "number",
            unverified=True,
        ),
        "two_firms": Parameter(
            "0.95",
            ("两家企业占比超过此值不公布", "Hidden where two firms make up more than this"),
            "number",
            unverified=True,
        ),
        "margin": Parameter(
            "0.1",
            (
                "一并不公布的数据至少为被保护数据的此比例",
                "What is hidden beside a figure is at least this part of it",
            ),
            "number",
            unverified=True,
        ),
        "warn_change": Parameter(
            "0.3",
            ("同比变动超过此值列入预警", "Growth beyond this, up or down, is a warning"),
            "number",
            unverified=True,
        ),
        "begins_by": Parameter(
            "7",
            (
                "平台首月最迟自该日起有数据，首月方视为完整",
                "The first month counts as whole where figures begin by this day of it",
            ),
            "integer",
            unverified=True,
        ),
        "due_day": Parameter(
            "20",
            ("月报初步数于次月几日前公布", "Preliminary figures are due by this day"),
            "integer",
            unverified=True,
        ),
    }
)


def value_in(settings: Mapping[str, Mapping[str, str]], name: str) -> Decimal:
    """A setting in force, or its first value where none was loaded."""
    return Decimal(settings.get(CODE, {}).get(name, PARAMETERS[name].initial))


def limits_in(settings: Mapping[str, Mapping[str, str]]) -> Limits:
    """The limits of disclosure in force."""
    return Limits(
        fewest=int(value_in(settings, "fewest_firms")),
        one=value_in(settings, "one_firm"),
        two=value_in(settings, "two_firms"),
        margin=value_in(settings, "margin"),
    )
