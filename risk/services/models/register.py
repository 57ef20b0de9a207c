"""The register of models: what is shipped is entered, what was measured is written down."""

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, Final

from django.db import transaction
from django.utils.timezone import make_aware

from accounts.facts import SystemActor
from accounts.services import audit
from accounts.services.audit import Actor
from reference.selectors import rule_settings
from risk.models import ModelVersion
from risk.models.model_register import ACTIVE, RESTING
from risk.rules.laboratory_parameters import PARAMETERS
from risk.rules.models import MODELS, Measured
from zone_portal.kernel.errors import PortalError

BY: Final = SystemActor("risk_models")


def load_models(*, at: datetime) -> int:
    """Enter the models that come with the portal; running it again changes nothing."""
    added = 0
    for kind in MODELS.values():
        _row, new = ModelVersion.objects.get_or_create(
            code=kind.code,
            version=kind.version,
            defaults={
                "features": list(kind.features),
                "settings": {},
                "added_at": at,
                **_measured(kind.measured),
            },
        )
        added += new
    return added


def _measured(told: Measured | None) -> dict[str, Any]:
    """The columns of a measurement that a model is shipped with."""
    if told is None:
        return {}
    return {
        "recall": told.recall,
        "false_alarms": told.false_alarms,
        "measured_on": told.on,
        "measured_at": make_aware(datetime.combine(told.day, time(12))),
    }


def write_measured(
    *,
    code: str,
    recall: Decimal,
    false_alarms: Decimal,
    sample: str,
    by: Actor,
    at: datetime,
) -> ModelVersion:
    """Write down how well the present version of a model was measured, and on what sample.

    :raises PortalError: ``risk_measure_wrong`` unless both are shares and the sample is named.
    """
    if not (0 <= recall <= 1 and 0 <= false_alarms <= 1 and sample.strip()):
        raise PortalError(
            "risk_measure_wrong",
            zh="召回率和误报率应在 0 到 1 之间，并注明测量样本。",
            en="Recall and false alarms lie between 0 and 1, and the sample must be named.",
        )
    with transaction.atomic():
        row = _locked(code)
        old = {"recall": str(row.recall), "false_alarms": str(row.false_alarms)}
        row.recall, row.false_alarms = recall, false_alarms
        row.measured_on, row.measured_at = sample.strip()[:300], at
        row.save(update_fields=["recall", "false_alarms", "measured_on", "measured_at"])
        new = {"recall": str(recall), "false_alarms": str(false_alarms), "sample": row.measured_on}
        audit.record("risk.model.measured", by=by, on=on(row), old=old, new=new, at=at)
    return row


def set_state(*, code: str, active: bool, by: Actor, at: datetime) -> ModelVersion:
    """Let a model rest, or put it to work again."""
    with transaction.atomic():
        row = _locked(code)
        old, row.state = row.state, ACTIVE if active else RESTING
        row.save(update_fields=["state"])
        new = {"state": row.state}
        audit.record("risk.model.set", by=by, on=on(row), old={"state": old}, new=new, at=at)
    return row


def at_work(code: str) -> ModelVersion | None:
    """The present version of a model if it is active."""
    row: ModelVersion | None = ModelVersion.objects.filter(
        code=code, version=MODELS[code].version, state=ACTIVE
    ).first()
    return row


def settings_of(code: str, day: date) -> dict[str, str]:
    """The settings of a model as they stand on a day."""
    told = rule_settings(on=day).get(code, {})
    return {name: told.get(name, one.initial) for name, one in PARAMETERS[code].items()}


def on(row: ModelVersion) -> tuple[str, str]:
    """How the audit trail names a model."""
    return ("risk.model", str(row.pk))


def _locked(code: str) -> ModelVersion:
    found: ModelVersion = ModelVersion.objects.select_for_update().get(
        code=code, version=MODELS[code].version
    )
    return found
