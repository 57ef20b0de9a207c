"""Versions of the model: drafted from the figures as they are set, measured, proposed, released by
another person. What was released is never changed: a changed model is a new version."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import Max
from django.utils.timezone import localdate

from accounts.models import User
from accounts.services import audit
from accounts.services.audit import Actor, label_of
from enterprises.rules.registration import Problem
from enterprises.services.refusals import Refusal
from enterprises.viewers import Viewer
from reference.selectors import rule_settings
from reference.services.rule_settings import NewSetting, add_missing_rule_settings, put_rule_setting
from statistics_app.models import RecognitionMeasure, RecognitionModel
from statistics_app.rules.b2b.features import Figures
from statistics_app.rules.b2b.labelled import measure as measure_figures
from statistics_app.rules.b2b.model import problems_of
from statistics_app.rules.b2b.parameters import (
    CODE,
    MODEL_PARAMETERS,
    PARAMETERS,
    SINCE,
    WORK,
    figures_in,
)
from statistics_app.services.governance.common import (
    RELEASING,
    Deed,
    found,
    missing,
    must_be_office,
    need_text,
    refuse_problems,
)
from statistics_app.states import DRAFT, DROPPED, PROPOSED, RECOGNITION, RELEASED

SEED: Final = 20_261_120
LARGEST: Final = 50_000
LONGEST_NOTE: Final = 1000


def load_shipped(*, by: Actor, at: datetime) -> int:
    """The settings' first values and the first version, measured; returns how many rows were
    added. What is there stays as it is."""
    rows = [
        NewSetting(code, name, row.initial, valid_from=SINCE, note="unverified" * row.unverified)
        for code, parameters in PARAMETERS.items()
        for name, row in parameters.items()
    ]
    added = add_missing_rule_settings(rows, by=by, at=at)
    with transaction.atomic():
        if RecognitionModel.objects.exists():
            return added
        model = RecognitionModel.objects.create(
            number=1,
            state=PROPOSED,
            definition={name: row.initial for name, row in MODEL_PARAMETERS.items()},
            note="随平台提供的第一版",
            is_shipped=True,
            by_label=label_of(by)[:128],
            at=at,
        )
        _measure(model, SEED, least_sample(at), by, at)
        model.state, model.released_at = RELEASED, at
        model.save(update_fields=["state", "released_at"])
    return added + 1


@transaction.atomic
def draft(
    *, viewer: Viewer, by: User, at: datetime, note: str = "", origin: str = ""
) -> RecognitionModel:
    """Begin a version with the figures as they are set today.

    :raises Refusal: ``statistics_not_yours``; ``recognition_draft_open`` (409) while another is at
        work.
    """
    must_be_office(viewer)
    rows = RecognitionModel.objects.select_for_update()
    if rows.filter(state__in=[DRAFT, PROPOSED]).exists():
        raise Refusal(
            "recognition_draft_open",
            409,
            "已有未办结的草稿，请先发布或放弃。",
            "A draft is at work already: release it or give it up first.",
        )
    last = RecognitionModel.objects.aggregate(last=Max("number"))["last"] or 0
    made = RecognitionModel.objects.create(
        number=last + 1,
        state=DRAFT,
        definition=figures_in(rule_settings(on=localdate(at))),
        note=note.strip()[:LONGEST_NOTE],
        by=by,
        by_label=label_of(by)[:128],
        at=at,
    )
    _enter(made, "drafted", Deed(by, at, origin))
    return made


@transaction.atomic
def change(
    *,
    model_id: int,
    changes: Mapping[str, str],
    note: str,
    viewer: Viewer,
    by: User,
    at: datetime,
    origin: str = "",
) -> list[dict[str, str]]:
    """Change figures of a draft; returns what is still wrong with it. What is wrong is kept too,
    so that nothing typed is lost.

    :raises Refusal: ``statistics_not_yours``; ``recognition_fixed`` (409) after the draft.
    """
    row = _locked(model_id, viewer, DRAFT)
    old = dict(row.definition)
    row.definition = old | {
        name: " ".join(text.split())[:200] for name, text in changes.items() if name in old
    }
    row.note = note.strip()[:LONGEST_NOTE]
    row.save(update_fields=["definition", "note"])
    changed = {name: text for name, text in row.definition.items() if old[name] != text}
    if changed:
        before = {name: old[name] for name in changed}
        _enter(row, "changed", Deed(by, at, origin), old=before, new=changed)
    return as_problems(row.definition)


@transaction.atomic
def measure(
    *,
    model_id: int,
    viewer: Viewer,
    by: User,
    at: datetime,
    seed: int = SEED,
    size: int | None = None,
    origin: str = "",
) -> RecognitionMeasure:
    """Measure a version on labelled simulated records; the same seed and size give the same table.

    :raises Refusal: ``statistics_not_yours``; ``statistics_incomplete`` (422) with everything that
        is wrong with its figures, or with the size.
    """
    must_be_office(viewer)
    row: RecognitionModel = found(RecognitionModel.objects.all(), model_id)
    wanted = least_sample(at) if size is None else size
    wrong = _wrong(row.definition)
    if not 0 < wanted <= LARGEST:
        wrong.append(
            missing("size", f"样本数应为 1 至 {LARGEST}", f"The sample has 1 to {LARGEST} records")
        )
    refuse_problems(wrong)
    made = _measure(row, seed, wanted, by, at)
    _enter(row, "measured", Deed(by, at, origin), new={"seed": seed, "size": wanted})
    return made


@transaction.atomic
def propose(
    *, model_id: int, viewer: Viewer, by: User, at: datetime, origin: str = ""
) -> RecognitionModel:
    """Ask a second person to release a draft.

    :raises Refusal: ``statistics_not_yours``; ``recognition_fixed``; ``statistics_incomplete`` with
        all problems; ``recognition_not_measured`` (409) unless exactly these figures were measured
        on a sample that is large enough.
    """
    row = _locked(model_id, viewer, DRAFT)
    refuse_problems(
        [
            *_wrong(row.definition),
            *need_text("note", row.note, "请说明改了什么、为什么", "Say what changed, and why"),
        ]
    )
    least = least_sample(at)
    measured = row.measures.filter(definition=row.definition, size__gte=least)
    if not measured.exists():
        raise Refusal(
            "recognition_not_measured",
            409,
            f"请先用不少于 {least} 条样本测量当前定义，再提请发布。",
            f"Measure the present figures on {least} records or more before proposing them.",
        )
    row.proposed_by = by
    _move(row, PROPOSED, "proposed", Deed(by, at, origin))
    return row


@transaction.atomic
def decide(
    *,
    model_id: int,
    accepted: bool,
    viewer: Viewer,
    by: User,
    at: datetime,
    note: str = "",
    origin: str = "",
) -> RecognitionModel:
    """A second person releases a proposed version, or sends it back with a reason. From its
    release on every declaration is classified by it; decisions of people stay.

    :raises Refusal: ``statistics_not_yours``; ``recognition_fixed``; ``statistics_four_eyes`` (403)
        for who drafted or proposed it; ``statistics_incomplete`` without a reason.
    """
    row = _locked(model_id, viewer, PROPOSED, roles=RELEASING)
    if not accepted:
        refuse_problems(need_text("note", note, "退回须写明理由", "Sending back needs a reason"))
        row.proposed_by = None
        _move(row, DRAFT, "sent_back", Deed(by, at, origin), note=note)
        return row
    if by.pk in {row.by_id, row.proposed_by_id}:
        raise Refusal(
            "statistics_four_eyes",
            403,
            "起草人和提请人不能自己发布，须由另一位复核负责人发布。",
            "Neither who drafted nor who proposed it may release it: another supervisor must.",
        )
    row.released_by, row.released_at = by, at
    _move(row, RELEASED, "released", Deed(by, at, origin), note=note)
    _set_figures(row, by, at)
    return row


@transaction.atomic
def give_up(*, model_id: int, viewer: Viewer, by: User, at: datetime, origin: str = "") -> None:
    """Give a draft up; it and its measurements stay for whoever asks later.

    :raises Refusal: ``statistics_not_yours``; ``recognition_fixed``.
    """
    row = _locked(model_id, viewer, DRAFT)
    _move(row, DROPPED, "dropped", Deed(by, at, origin))


def least_sample(at: datetime) -> int:
    """Records that a measurement must have before a release, as set for the day."""
    return int(figures_in(rule_settings(on=localdate(at)), WORK)["least_sample"])


def as_problems(definition: Mapping[str, str]) -> list[dict[str, str]]:
    """What is wrong with a definition, as a page shows it."""
    return [one._asdict() for one in problems_of(definition)]


def _measure(
    model: RecognitionModel, seed: int, size: int, by: Actor, at: datetime
) -> RecognitionMeasure:
    table = measure_figures(Figures(model.definition), size=size, seed=seed)
    return RecognitionMeasure.objects.create(
        model=model,
        definition=model.definition,
        seed=seed,
        size=size,
        rows=table.as_rows(),
        by_label=label_of(by)[:128],
        at=at,
    )


def _wrong(definition: Mapping[str, str]) -> list[Problem]:
    return [missing(one.field, one.zh, one.en) for one in problems_of(definition)]


def _locked(
    model_id: int, viewer: Viewer, state: str, *, roles: frozenset[str] | None = None
) -> RecognitionModel:
    must_be_office(viewer, roles) if roles else must_be_office(viewer)
    row: RecognitionModel = found(RecognitionModel.objects.all(), model_id)
    if row.state != state:
        raise Refusal(
            "recognition_fixed",
            409,
            "该版本的当前状态不允许此事项。",
            "The present status of the version does not allow this.",
        )
    return row


def _move(row: RecognitionModel, target: str, name: str, deed: Deed, *, note: str = "") -> None:
    RECOGNITION.check(row.state, target)
    old, row.state = row.state, target
    row.save(update_fields=["state", "proposed_by", "released_by", "released_at"])
    new = {"state": target} | ({"note": note.strip()[:300]} if note.strip() else {})
    _enter(row, name, deed, old={"state": old}, new=new)


def _enter(
    row: RecognitionModel, name: str, deed: Deed, *, old: Any = None, new: Any = None
) -> None:
    audit.record(
        f"statistics_recognition_model.{name}",
        by=deed.by,
        on=("statistics.recognition_model", str(row.pk)),
        old=old,
        new=new,
        at=deed.at,
        origin=deed.origin,
    )


def _set_figures(row: RecognitionModel, by: User, at: datetime) -> None:
    """The settings follow the version in force: the next draft begins from it."""
    day = localdate(at)
    told = figures_in(rule_settings(on=day))
    for name, value in row.definition.items():
        if told.get(name) != value:
            put_rule_setting(NewSetting(CODE, name, value, day, note=str(row)), by=by, at=at)
