"""Warnings: a low risk told to a firm, answered or not, ending by itself; never a listing."""

from datetime import datetime
from typing import Final

from django.db import transaction
from django.urls import reverse

from accounts.models import User
from accounts.services import audit
from accounts.services.audit import Actor
from credit.models import CreditWarning
from credit.rules.supervision import clocks, states
from credit.rules.supervision.deciding import too_short
from credit.services.supervision import telling
from credit.services.supervision.common import (
    DECIDING,
    Deed,
    due,
    must_act_for,
    must_be_in_charge,
    next_number,
    reasons_problem,
    refuse_problems,
    subject_for,
)
from enterprises.rules.registration import Problem
from enterprises.services.refusals import Refusal
from enterprises.viewers import Viewer

PREFIX: Final = "JS"
ON_TYPE: Final = "credit.warning"
SLICE: Final = 500


@transaction.atomic
def issue_warning(
    *,
    enterprise_id: int,
    text: str,
    basis: str,
    viewer: Viewer,
    by: User,
    at: datetime,
    origin: str = "",
) -> CreditWarning:
    """Warn a firm; its term and the time to answer begin. It is not public.

    :raises Refusal: ``credit_subject_unknown``, ``credit_not_yours``, ``credit_incomplete``.
    """
    subject = subject_for(viewer, subject_id=0, enterprise_id=enterprise_id, at=at)
    must_be_in_charge(subject, by=by, at=at)
    problems = []
    if too_short(text):
        problems.append(
            reasons_problem(
                "text",
                text,
                "请写明警示内容（不少于10字）。",
                "Say what the warning is about (at least 10 characters).",
            )
        )
    if not basis.strip():
        problems.append(
            Problem("basis", "credit_basis_missing", "", "请写明依据。", "State the basis.")
        )
    refuse_problems(problems)
    day = Deed(by, at).day
    row = CreditWarning.objects.create(
        subject=subject,
        number=next_number(PREFIX, CreditWarning, at=at),
        text=text.strip()[:1000],
        basis=basis.strip()[:300],
        issued_by=by,
        issued_at=at,
        reply_due_date=due(clocks.WARNING_REPLY, since=day),
        until_date=due(clocks.WARNING_TERM, since=day),
    )
    _note(row, "issued", Deed(by, at, origin))
    telling.party(
        subject,
        f"信用警示 {row.number}：{row.text[:120]}。请于 {row.reply_due_date} 前回复，"
        f"警示至 {row.until_date} 自动终止，不属于列入名单。",
        f"Credit warning {row.number}. Please answer by {row.reply_due_date}; it ends by itself "
        f"on {row.until_date} and is no listing.",
        at=at,
        link=warning_link(row),
    )
    return row


@transaction.atomic
def reply_to_warning(
    *, warning_id: int, text: str, viewer: Viewer, by: User, at: datetime, origin: str = ""
) -> CreditWarning:
    """The firm answers, once.

    :raises Refusal: ``credit_warning_unknown``, ``credit_role_too_weak``, ``credit_incomplete``,
        ``transition_refused``.
    """
    row = _lock(warning_id, viewer)
    must_act_for(row.subject, by=by)
    if too_short(text):
        refuse_problems(
            [
                reasons_problem(
                    "text",
                    text,
                    "请写明回复（不少于10字）。",
                    "Write an answer (at least 10 characters).",
                )
            ]
        )
    _move(
        row,
        states.REPLIED,
        Deed(by, at, origin),
        reply=text.strip()[:2000],
        replied_by=by,
        replied_at=at,
    )
    telling.office(
        row.subject,
        f"企业已回复信用警示 {row.number}。",
        f"Warning {row.number} was answered.",
        at=at,
        link=warning_link(row),
    )
    return row


@transaction.atomic
def withdraw_warning(
    *, warning_id: int, reasons: str, viewer: Viewer, by: User, at: datetime, origin: str = ""
) -> CreditWarning:
    """Take a warning back before its term is over.

    :raises Refusal: ``credit_warning_unknown``, ``credit_not_yours``, ``credit_incomplete``,
        ``transition_refused``.
    """
    row = _lock(warning_id, viewer)
    must_be_in_charge(row.subject, by=by, at=at)
    if too_short(reasons):
        refuse_problems(
            [
                reasons_problem(
                    "reasons",
                    reasons,
                    "请写明理由（不少于10字）。",
                    "State the reasons (at least 10 characters).",
                )
            ]
        )
    _move(row, states.WITHDRAWN, Deed(by, at, origin), ended_at=at, ended_why=reasons.strip()[:300])
    telling.party(
        row.subject,
        f"信用警示 {row.number} 已撤回。",
        f"Credit warning {row.number} was taken back.",
        at=at,
        link=warning_link(row),
    )
    return row


@transaction.atomic
def make_public(
    *, warning_id: int, viewer: Viewer, by: User, at: datetime, origin: str = ""
) -> CreditWarning:
    """A supervisor other than who issued it lets the public read a warning while it lasts.

    :raises Refusal: ``credit_warning_unknown``, ``credit_not_yours``, ``credit_four_eyes``,
        ``credit_warning_over`` (409).
    """
    row = _lock(warning_id, viewer)
    must_be_in_charge(row.subject, by=by, at=at, roles=DECIDING)
    if row.issued_by_id == by.pk:
        raise Refusal(
            "credit_four_eyes",
            403,
            "发出警示的人不能自己公布，须由另一位复核负责人公布。",
            "Who issued the warning cannot publish it: another supervisor must.",
        )
    if states.WARNING.is_final(row.status) or row.public_at is not None:
        raise Refusal(
            "credit_warning_over",
            409,
            "该警示已终止或已公布。",
            "The warning has ended, or is public already.",
        )
    row.public_by, row.public_at = by, at
    row.save(update_fields=["public_by", "public_at"])
    _note(row, "made_public", Deed(by, at, origin))
    return row


def end_warnings(*, by: Actor, at: datetime) -> int:
    """End those whose term is over; returns how many."""
    deed, ended = Deed(by, at), 0
    numbers = CreditWarning.objects.filter(
        status__in=[states.ISSUED, states.REPLIED], until_date__lt=deed.day
    ).values_list("pk", flat=True)[:SLICE]
    for number in list(numbers):
        with transaction.atomic():
            row = (
                CreditWarning.objects.select_for_update(of=("self",), skip_locked=True)
                .select_related("subject")
                .filter(pk=number, status__in=[states.ISSUED, states.REPLIED])
                .first()
            )
            if row is not None:
                _move(row, states.ENDED, deed, ended_at=at, ended_why="期限届满")
                ended += 1
    return ended


def warning_link(row: CreditWarning) -> str:
    """Where the firm and the officials find a warning."""
    return reverse("credit:warning", args=[row.pk])


def _lock(warning_id: int, viewer: Viewer) -> CreditWarning:
    rows = CreditWarning.objects.visible_to(viewer).filter(pk=warning_id)
    found: CreditWarning | None = (
        CreditWarning.objects.filter(pk__in=rows.values("pk"))
        .select_for_update(of=("self",))
        .select_related("subject__enterprise__site")
        .first()
    )
    if found is None:
        raise Refusal("credit_warning_unknown", 404, "没有找到该警示。", "No such warning.")
    return found


def _move(row: CreditWarning, target: str, deed: Deed, **columns: object) -> None:
    source = row.status
    states.WARNING.check(source, target)
    for name, value in {**columns, "status": target}.items():
        setattr(row, name, value)
    row.save(update_fields=[*columns, "status"])
    _note(row, target, deed, old={"status": source})


def _note(
    row: CreditWarning, deed_name: str, deed: Deed, *, old: dict[str, str] | None = None
) -> None:
    audit.record(
        f"credit_warning.{deed_name}",
        by=deed.by,
        on=(ON_TYPE, str(row.pk)),
        old=old,
        new={"status": row.status},
        at=deed.at,
        origin=deed.origin,
    )
