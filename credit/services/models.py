"""Models of evaluation: drafting, proposing, releasing by a second person from a day on."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import Max, Q
from django.utils.timezone import localtime

from accounts.facts import SystemActor
from accounts.models import User
from accounts.services import audit
from accounts.services.audit import Actor, label_of
from credit.facts import Problem
from credit.models import ScoreModel, Simulation
from credit.rules.model_checking import check_definition
from credit.rules.shipped_models import SHIPPED
from credit.services.recording import as_json
from credit.states import DRAFT, MODEL, PROPOSED, RELEASED, RETIRED
from zone_portal.kernel.errors import PortalError

BY: Final = SystemActor("load_credit")
FIRST_DAY: Final = date(2019, 1, 1)


def draft(
    *,
    code: str,
    zh: str,
    en: str,
    definition: Mapping[str, Any],
    by: Actor,
    at: datetime,
    note: str = "",
) -> ScoreModel:
    """Begin a new version of a model; a wrong definition may be kept while it is a draft."""
    with transaction.atomic():
        last = ScoreModel.objects.filter(code=code).aggregate(last=Max("version"))["last"] or 0
        made = ScoreModel.objects.create(
            code=code,
            version=last + 1,
            zh=zh,
            en=en,
            definition=dict(definition),
            note=note,
            drafted_by=label_of(by)[:128],
            drafted_at=at,
        )
        audit.record("credit.model.drafted", by=by, on=on(made), new={"note": note}, at=at)
    return made


def change(
    *, model_id: int, definition: Mapping[str, Any], by: Actor, at: datetime
) -> tuple[ScoreModel, list[Problem]]:
    """Change a draft; returns what is still wrong with it.

    :raises PortalError: ``credit_model_fixed`` once it was proposed.
    """
    with transaction.atomic():
        model: ScoreModel = ScoreModel.objects.select_for_update().get(pk=model_id)
        if model.state != DRAFT:
            raise PortalError(
                "credit_model_fixed",
                zh="模型提请发布后不能再修改，请起草新版本。",
                en="A proposed model cannot be changed: draft a new version.",
            )
        old, model.definition = model.definition, dict(definition)
        model.save(update_fields=["definition"])
        audit.record(
            "credit.model.changed", by=by, on=on(model), old=old, new=model.definition, at=at
        )
    return model, check_definition(model.definition)


def propose(*, model_id: int, valid_from: date, by: User, at: datetime) -> ScoreModel:
    """Ask a second person to release a draft from a day on.

    :raises PortalError: ``credit_model_wrong`` with all problems; ``credit_model_date_past``;
        ``credit_model_not_simulated`` when no simulation of it was finished.
    """
    with transaction.atomic():
        model: ScoreModel = ScoreModel.objects.select_for_update().get(pk=model_id)
        MODEL.check(model.state, PROPOSED)
        refuse_wrong(check_definition(model.definition, on=valid_from))
        _refuse_past(valid_from, at)
        if not Simulation.objects.filter(model=model, state="done").exists():
            raise PortalError(
                "credit_model_not_simulated",
                zh="请先用历史数据试算，再提请发布。",
                en="Simulate the model over history before proposing its release.",
            )
        model.state, model.valid_from = PROPOSED, valid_from
        model.proposed_by, model.proposed_at = by, at
        model.save(update_fields=["state", "valid_from", "proposed_by", "proposed_at"])
        new = {"from": valid_from.isoformat()}
        audit.record("credit.model.proposed", by=by, on=on(model), new=new, at=at)
    return model


def take_back(*, model_id: int, by: User, at: datetime, reason: str) -> ScoreModel:
    """Make a proposed model a draft again.

    :raises PortalError: ``credit_reason_missing``.
    """
    if not reason.strip():
        raise PortalError("credit_reason_missing", zh="请写明理由。", en="A reason is needed.")
    with transaction.atomic():
        model: ScoreModel = ScoreModel.objects.select_for_update().get(pk=model_id)
        MODEL.check(model.state, DRAFT)
        model.state, model.valid_from, model.proposed_by, model.proposed_at = (
            DRAFT,
            None,
            None,
            None,
        )
        model.save(update_fields=["state", "valid_from", "proposed_by", "proposed_at"])
        new = {"reason": reason}
        audit.record("credit.model.taken_back", by=by, on=on(model), new=new, at=at)
    return model


def release(*, model_id: int, by: User, at: datetime) -> ScoreModel:
    """Release a proposed model: the second person. The model before it ends on that day.

    :raises PortalError: ``credit_four_eyes`` when the same person proposed it;
        ``credit_model_date_past``; ``credit_model_later_exists``.
    """
    with transaction.atomic():
        model: ScoreModel = ScoreModel.objects.select_for_update().get(pk=model_id)
        MODEL.check(model.state, RELEASED)
        if model.proposed_by_id == by.pk:
            raise PortalError(
                "credit_four_eyes",
                zh="提请人不能自己发布，须由另一人决定。",
                en="Another person than the one who proposed it must release it.",
            )
        assert model.valid_from is not None  # noqa: S101 - a proposed model has its day
        _refuse_past(model.valid_from, at)
        _end_before(model.valid_from)
        model.state, model.released_by, model.released_at = RELEASED, by, at
        model.save(update_fields=["state", "released_by", "released_at"])
        new = {"from": model.valid_from.isoformat()}
        audit.record("credit.model.released", by=by, on=on(model), new=new, at=at)
    return model


def load_shipped(*, at: datetime) -> int:
    """Enter the models that come with the portal; the zone's default is in force unless somebody
    released another. Running it again changes nothing."""
    added = 0
    with transaction.atomic():
        for code, zh, en, definition in SHIPPED:
            if ScoreModel.objects.filter(code=code).exists():
                continue
            model = draft(code=code, zh=zh, en=en, definition=definition, by=BY, at=at)
            added += 1
            if code == SHIPPED[0][0] and not ScoreModel.objects.filter(state=RELEASED).exists():
                model.state, model.valid_from, model.released_at = RELEASED, FIRST_DAY, at
                model.save(update_fields=["state", "valid_from", "released_at"])
    return added


def on(model: ScoreModel) -> tuple[str, str]:
    """How the audit trail names a model."""
    return ("credit.model", str(model.pk))


def refuse_wrong(problems: list[Problem]) -> None:
    """:raises PortalError: ``credit_model_wrong`` when there are problems."""
    if problems:
        raise PortalError(
            "credit_model_wrong",
            details={"problems": [as_json(problem) for problem in problems]},
            zh="模型定义有误，不能发布。",
            en="The definition of the model is wrong: it cannot be released.",
        )


def _refuse_past(valid_from: date, at: datetime) -> None:
    if valid_from < localtime(at).date():
        raise PortalError(
            "credit_model_date_past",
            zh="生效日期不能早于今天。",
            en="The effective date lies in the past.",
        )


def _end_before(day: date) -> None:
    """End the models in force on that day; one that begins later is in the way."""
    released = ScoreModel.objects.select_for_update().filter(state=RELEASED)
    if released.filter(valid_from__gte=day).exists():
        raise PortalError(
            "credit_model_later_exists",
            zh="同日或之后已有发布的模型。",
            en="A model was released for that day or a later one.",
        )
    running = released.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=day))
    running.update(valid_to=day)


def retire(*, model_id: int, by: User, at: datetime) -> ScoreModel:
    """Take a model whose time is over out of the list of those released."""
    with transaction.atomic():
        model: ScoreModel = ScoreModel.objects.select_for_update().get(pk=model_id)
        MODEL.check(model.state, RETIRED)
        if model.valid_to is None or model.valid_to > localtime(at).date():
            raise PortalError(
                "credit_model_in_force",
                zh="模型仍在有效期内。",
                en="The model is still in force.",
            )
        model.state = RETIRED
        model.save(update_fields=["state"])
        audit.record("credit.model.retired", by=by, on=on(model), at=at)
    return model
