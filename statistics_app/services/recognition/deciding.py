"""Officials decide: on what the model doubts, and against it where it is wrong.

A decision stands above every version, is entered in the trail, and is the label by which the table
of real decisions is counted.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from django.db import transaction

from accounts.models import User
from accounts.services import audit
from accounts.services.audit import Change, label_of
from enterprises.rules.registration import Problem
from enterprises.services.refusals import Refusal
from enterprises.viewers import Viewer
from statistics_app.models import Recognition, RecognitionDecision, RecognitionResult
from statistics_app.rules.b2b.vocabulary import CLASSES
from statistics_app.services.governance.common import (
    missing,
    must_be_office,
    need_text,
    refuse_problems,
)

CONFIRM: Final = "confirm"
"""Instead of a class: what the model holds to be the likeliest, each for itself."""
MOST: Final = 200
"""Declarations that are decided at once."""


@transaction.atomic
def decide(
    *,
    inventory_ids: Iterable[int],
    label: str,
    reason: str,
    viewer: Viewer,
    by: User,
    at: datetime,
    origin: str = "",
    over: int | None = None,
) -> list[Recognition]:
    """Say what declarations are; ``label`` is a class or ``confirm``.

    ``over`` is the id of the decision that this one corrects, 0 for none that was seen; without it
    only declarations that nobody decided yet are taken. All or nothing.

    :raises Refusal: ``statistics_not_yours`` (403); ``statistics_incomplete`` (422) with all
        problems; ``recognition_unknown`` (404); ``recognition_waiting`` (409) before the model saw
        it; ``recognition_decided`` (409) when somebody decided meanwhile.
    """
    must_be_office(viewer)
    ids = sorted(set(inventory_ids))
    refuse_problems(_problems(ids, label, reason))
    locked = Recognition.objects.visible_to(viewer).select_for_update().order_by("inventory_id")
    rows: list[Recognition] = list(locked.filter(inventory_id__in=ids))
    if len(rows) < len(ids):
        raise Refusal(
            "recognition_unknown", 404, "没有找到该出口清单。", "There is no such declaration."
        )
    if any(row.model_id is None for row in rows):
        raise Refusal(
            "recognition_waiting",
            409,
            "模型尚未识别该清单，请稍后再办。",
            "The model has not looked at it yet: try again in a few minutes.",
        )
    _refuse_decided(rows, over)
    _keep(rows, label, reason.strip(), by, at)
    audit.record_many(
        (
            Change(
                "statistics_recognition.decided",
                ("statistics.recognition", str(row.pk)),
                old={"class": row.leading},
                new={"class": row.decided, "reason": reason.strip()[:300]},
            )
            for row in rows
        ),
        by=by,
        at=at,
        origin=origin,
    )
    return rows


def _keep(rows: Sequence[Recognition], label: str, reason: str, by: User, at: datetime) -> None:
    said: dict[tuple[int, int | None], str] = {
        (result.inventory_id, result.model_id): result.found
        for result in RecognitionResult.objects.filter(
            inventory_id__in=[row.pk for row in rows],
            model__in={row.model_id for row in rows},
        )
    }
    RecognitionDecision.objects.bulk_create(
        RecognitionDecision(
            inventory_id=row.pk,
            label=row.leading if label == CONFIRM else label,
            reason=reason,
            model=row.model,
            leading=row.leading,
            found=said[row.pk, row.model_id],
            confidence=row.confidence or 0,
            by=by,
            by_label=label_of(by)[:128],
            at=at,
        )
        for row in rows
    )
    for row in rows:
        row.decided = row.found = row.leading if label == CONFIRM else label
    Recognition.objects.bulk_update(rows, ["decided", "found"])


def _problems(ids: Sequence[int], label: str, reason: str) -> list[Problem]:
    wrong = []
    if not ids:
        wrong.append(missing("rows", "请勾选至少一份清单", "Tick at least one declaration"))
    if len(ids) > MOST:
        wrong.append(
            missing("rows", f"一次最多认定 {MOST} 份", f"At most {MOST} are decided at once")
        )
    if label != CONFIRM and label not in CLASSES:
        wrong.append(missing("label", "请选择类别", "Choose the class"))
    wrong += need_text("reason", reason, "请写明理由（至少4个字）", "Give the reason (4 signs)")
    if len(reason.strip()) > 500:
        wrong.append(missing("reason", "理由不得超过500字", "The reason has at most 500 signs"))
    return wrong


def _refuse_decided(rows: Sequence[Recognition], over: int | None) -> None:
    """:raises Refusal: ``recognition_decided`` with who and when."""
    ids = [row.pk for row in rows if row.decided or over]
    last = RecognitionDecision.objects.filter(inventory_id__in=ids).order_by("-id").first()
    if (last.pk if last else 0) == (over or 0):
        return
    who, when = (last.by_label, f"{last.at:%Y-%m-%d %H:%M} UTC") if last else ("", "")
    raise Refusal(
        "recognition_decided",
        409,
        f"{who} 已于 {when} 认定其中的清单，您的操作未保存。请刷新后再办。",
        f"{who} decided on one of them at {when}; what you did was not kept. Reload the page.",
        details={"declaration": str(last.inventory_id) if last else ""},
    )
