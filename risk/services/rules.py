"""The shipped rules, their figures and the sources: loaded once, never touched afterwards."""

from collections.abc import Iterator, Mapping
from datetime import datetime, time
from typing import Final

from django.db import transaction
from django.utils.timezone import make_aware

from accounts.facts import SystemActor
from accounts.services.audit import label_of
from reference.services.rule_settings import NewSetting, add_missing_rule_settings
from risk.models import FactSource, RuleVersion
from risk.rules.fact_kinds import SOURCES
from risk.rules.indicators import INDICATORS
from risk.rules.parameters import PARAMETERS, SINCE
from risk.states import RELEASED
from zone_portal.kernel.rules import Parameter

BY: Final = SystemActor("load_risk")
FIRST: Final = 1


@transaction.atomic
def load_rules(*, at: datetime) -> int:
    """Enter shipped rules that are not there yet as released, their figures as dated settings and
    the sources of facts; returns how many rules are new. What the zone changed stays."""
    known = set(RuleVersion.objects.values_list("code", flat=True))
    fresh = [
        RuleVersion(
            code=one.code,
            version=FIRST,
            state=RELEASED,
            definition=one.definition(),
            note=one.meaning[0],
            from_at=make_aware(datetime.combine(one.valid_from, time())),
            by_label=label_of(BY),
            at=at,
            released_at=at,
        )
        for one in INDICATORS
        if one.code not in known
    ]
    RuleVersion.objects.bulk_create(fresh)
    FactSource.objects.bulk_create(
        (
            FactSource(code=code, title_zh=zh, title_en=en, department=department)
            for code, (zh, en, department) in SOURCES.items()
        ),
        ignore_conflicts=True,
    )
    add_missing_rule_settings(
        [
            NewSetting(code, name, one.initial, valid_from=SINCE, note=one.meaning[0])
            for code, parameters in all_parameters()
            for name, one in parameters.items()
        ],
        by=BY,
        at=at,
    )
    return len(fresh)


def all_parameters() -> Iterator[tuple[str, Mapping[str, Parameter]]]:
    """Code → figures that the zone may set, of screening and of every rule."""
    yield from PARAMETERS.items()
    for one in INDICATORS:
        yield one.code, one.parameters
