"""Recalls and failed tests; batches of goods and the stages that they pass."""

import secrets
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.models import User
from accounts.services import audit
from accounts.services.audit import Actor, label_of
from enterprises.rules.registration import Problem
from enterprises.services.refusals import Refusal
from enterprises.viewers import Viewer
from risk.constants import LEVELS
from risk.models import GoodsBatch, Recall, TraceEvent
from risk.models.quality import RECALL_KINDS
from risk.models.quality_querysets import HANDLERS
from risk.rules import subjects
from risk.rules.matters import DONE, PUBLISHED, REJECTED, REPORTED
from risk.rules.quality.tracing import STAGES
from risk.selectors_column import country_codes
from risk.services.matters.core import (
    Deed,
    begun,
    lock,
    move,
    must_be_current,
    must_hold,
    must_say,
    next_number,
    noted,
    refuse_problems,
    unknown,
)
from risk.services.quality.common import firm_for, must_speak_for, tell_firm, tell_office
from risk.services.quality.telling import ALPHABET
from risk.services.signals import collect

PREFIX: Final = "ZH"
CODE_LENGTH: Final = 12
BATCH_TYPE: Final = "risk.batch"


@dataclass(frozen=True, slots=True)
class Defect:
    """What is wrong with which goods."""

    kind: str
    goods: str
    authority: str
    level: str
    reason: str
    measures: str
    quantity: int
    barcode: str = ""
    batches: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NewBatch:
    """A batch as a firm enters it."""

    name: str
    batch_no: str
    country: str
    quantity: int
    barcode: str = ""
    produced_date: date | None = None
    expiry_date: date | None = None


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage that a batch passed."""

    stage: str
    on_date: date
    place: str
    party: str
    quantity: int
    document: str = ""


@transaction.atomic
def report_defect(
    *,
    given: Defect,
    firm: str,
    viewer: Viewer,
    by: User,
    at: datetime,
    firm_id: int | None = None,
    origin: str = "",
) -> Recall:
    """A firm reports its own recall (``firm_id``), or an official enters one of a firm (by code).

    :raises Refusal: ``risk_role_too_weak``, ``risk_not_yours``, ``risk_incomplete``.
    """
    if firm_id is not None:
        must_speak_for(firm_id, by, viewer)
    else:
        found = firm_for(viewer, firm)
        must_hold(by, departments=HANDLERS, at=at, path=found.site.path)
        firm_id = found.pk
    refuse_problems(_defect_problems(given))
    row: Recall = Recall.objects.create(
        number=next_number(PREFIX, Recall, at=at),
        status=REPORTED,
        opened_by=by,
        opened_at=at,
        firm_id=firm_id,
        **(asdict(given) | {"batches": list(given.batches)}),
    )
    begun(row, Deed(by, at, origin))
    words = (f"召回或不合格 {row.number} 待核实。", f"Recall {row.number} is to be verified.")
    tell_office(row.firm.site.path, words, at=at, link=recall_link(row))
    return row


@transaction.atomic
def publish_recall(
    *, recall_id: int, version: int, viewer: Viewer, by: User, at: datetime, origin: str = ""
) -> Recall:
    """Publish a recall: anybody reads it, the trace of its batches shows it, a signal is raised.

    :raises Refusal: ``risk_matter_unknown``, ``risk_not_yours``, ``risk_changed_meanwhile``,
        ``transition_refused``.
    """
    row = _begin(recall_id, version, viewer, by, at)
    deed = Deed(by, at, origin)
    move(row, PUBLISHED, "published", deed, published_at=at)
    collect(
        type="RT18",
        rule=f"recall:{row.kind}",
        subject=subjects.of_enterprise(row.firm.pk, row.firm.name),
        level=row.level,
        evidence={"recall": row.number, "goods": row.goods, "batches": row.batches},
        by=by,
        at=at,
        origin=origin,
    )
    words = (f"召回 {row.number} 已公布，请按期召回。", f"Recall {row.number} was published.")
    tell_firm(row.firm_id, words, at=at, link=recall_link(row))
    return row


@transaction.atomic
def reject_recall(
    *,
    recall_id: int,
    version: int,
    reasons: str,
    viewer: Viewer,
    by: User,
    at: datetime,
    origin: str = "",
) -> Recall:
    """Find that a report was wrong; it is never published.

    :raises Refusal: as :func:`publish_recall`; ``risk_incomplete``.
    """
    row = _begin(recall_id, version, viewer, by, at)
    row.machine().table.check(row.status, REJECTED)
    why = must_say("reasons", reasons)
    return move(row, REJECTED, "rejected", Deed(by, at, origin), note=why, ended_at=at)


@transaction.atomic
def report_recovered(
    *,
    recall_id: int,
    version: int,
    recovered: int,
    note: str,
    viewer: Viewer,
    by: User,
    at: datetime,
    origin: str = "",
) -> Recall:
    """The firm says how many pieces came back so far.

    :raises Refusal: ``risk_matter_unknown``, ``risk_role_too_weak``, ``risk_changed_meanwhile``,
        ``risk_recall_over`` (409), ``risk_incomplete``.
    """
    row = lock(Recall, recall_id, viewer)
    must_speak_for(row.firm_id, by, viewer)
    must_be_current(row, version)
    if row.status != PUBLISHED:
        raise Refusal("risk_recall_over", 409, "该召回未在进行。", "This recall is not under way.")
    if not row.recovered <= recovered <= row.quantity:
        zh = f"已召回数量应在 {row.recovered} 与 {row.quantity} 之间。"
        en = f"It lies between {row.recovered} and {row.quantity}."
        refuse_problems([Problem("recovered", "risk_count_wrong", str(recovered), zh, en)])
    row.recovered = recovered
    row.save(update_fields=["recovered"])
    noted(row, Deed(by, at, origin), name="updated", note=f"{recovered}：{note.strip()}")
    return row


@transaction.atomic
def end_recall(
    *,
    recall_id: int,
    version: int,
    reasons: str,
    viewer: Viewer,
    by: User,
    at: datetime,
    origin: str = "",
) -> Recall:
    """Find that a recall is complete.

    :raises Refusal: as :func:`reject_recall`.
    """
    row = _begin(recall_id, version, viewer, by, at)
    row.machine().table.check(row.status, DONE)
    why = must_say("reasons", reasons)
    return move(row, DONE, "ended", Deed(by, at, origin), note=why, ended_at=at)


@transaction.atomic
def add_batch(
    *, firm_id: int, new: NewBatch, viewer: Viewer, by: Actor, at: datetime, origin: str = ""
) -> GoodsBatch:
    """A firm enters a batch and gets the code for its label.

    :raises Refusal: ``risk_role_too_weak``, ``risk_incomplete``, ``risk_batch_known`` (409).
    """
    must_speak_for(firm_id, by, viewer)
    refuse_problems(_batch_problems(new))
    code = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
    try:
        with transaction.atomic():
            row: GoodsBatch = GoodsBatch.objects.create(
                code=code,
                firm_id=firm_id,
                created_by_label=label_of(by)[:128],
                created_at=at,
                **asdict(new),
            )
    except IntegrityError as error:
        raise Refusal(
            "risk_batch_known",
            409,
            "该商品的这一批次已登记。",
            "This batch of the goods was entered already.",
        ) from error
    _note(row, "entered", {"batch": new.batch_no}, Deed(by, at, origin))
    return row


@transaction.atomic
def pass_stage(
    *, batch_id: int, given: Stage, viewer: Viewer, by: Actor, at: datetime, origin: str = ""
) -> TraceEvent:
    """Enter that a batch passed a stage. What was entered stays; a mistake is put right by a
    further entry.

    :raises Refusal: ``risk_matter_unknown``, ``risk_role_too_weak``, ``risk_incomplete``.
    """
    rows: Any = GoodsBatch.objects.visible_to(viewer).select_for_update(of=("self",))
    row: GoodsBatch | None = rows.filter(pk=batch_id).first()
    if row is None:
        raise unknown()
    must_speak_for(row.firm_id, by, viewer)
    deed = Deed(by, at, origin)
    refuse_problems(_stage_problems(given, deed.day))
    made: TraceEvent = TraceEvent.objects.create(
        batch=row, by_label=label_of(by)[:128], at=at, **asdict(given)
    )
    _note(row, "updated", {"stage": given.stage, "on": given.on_date.isoformat()}, deed)
    return made


def recall_link(row: Recall) -> str:
    """Where officials and the firm find a recall."""
    return reverse("risk:recall", args=[row.pk])


def _begin(recall_id: int, version: int, viewer: Viewer, by: User, at: datetime) -> Recall:
    row = lock(Recall, recall_id, viewer)
    must_hold(by, departments=HANDLERS, at=at, path=row.firm.site.path)
    must_be_current(row, version)
    return row


def _needed(given: Any, names: tuple[str, ...]) -> list[Problem]:
    return [
        Problem(name, "risk_text_missing", "", "请填写。", "This is needed.")
        for name in names
        if not getattr(given, name).strip()
    ]


def _count(field: str, value: int) -> list[Problem]:
    if value > 0:
        return []
    return [Problem(field, "risk_count_wrong", str(value), "数量应大于0。", "It is more than 0.")]


def _defect_problems(given: Defect) -> list[Problem]:
    found = _needed(given, ("goods", "authority", "reason", "measures"))
    for field, value, known in (
        ("kind", given.kind, dict(RECALL_KINDS)),
        ("level", given.level, LEVELS),
    ):
        if value not in known:
            found.append(Problem(field, "risk_choice_unknown", value, "请选择。", "Choose one."))
    return [*found, *_count("quantity", given.quantity)]


def _batch_problems(new: NewBatch) -> list[Problem]:
    found = [*_needed(new, ("name", "batch_no")), *_count("quantity", new.quantity)]
    if new.country not in country_codes():
        zh, en = "没有该国家（地区）。", "No such country."
        found.append(Problem("country", "risk_country_unknown", new.country, zh, en))
    if new.produced_date and new.expiry_date and new.expiry_date < new.produced_date:
        zh, en = "保质期不能早于生产日期。", "It cannot expire before it was made."
        day = new.expiry_date.isoformat()
        found.append(Problem("expiry_date", "risk_days_wrong", day, zh, en))
    return found


def _stage_problems(given: Stage, today: date) -> list[Problem]:
    found = [*_needed(given, ("place", "party")), *_count("quantity", given.quantity)]
    if given.stage not in STAGES:
        zh, en = "请选择环节。", "Choose a stage."
        found.append(Problem("stage", "risk_choice_unknown", given.stage, zh, en))
    if given.on_date > today:
        zh, en = "日期不能晚于今天。", "The day is still to come."
        found.append(Problem("on_date", "risk_day_ahead", given.on_date.isoformat(), zh, en))
    return found


def _note(row: GoodsBatch, name: str, new: dict[str, str], deed: Deed) -> None:
    audit.record(
        f"risk_batch.{name}",
        by=deed.by,
        on=(BATCH_TYPE, str(row.pk)),
        new=new,
        at=deed.at,
        origin=deed.origin,
    )
