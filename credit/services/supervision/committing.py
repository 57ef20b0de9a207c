"""Credit commitments: signed by a firm, ended by it, and breaches found by officials."""

import hashlib
from datetime import datetime
from typing import Final

from django.db import IntegrityError, transaction

from accounts.models import User
from accounts.services import audit
from credit.facts import NewRecord
from credit.models import Commitment, CommitmentBreach, Record
from credit.rules.supervision.commitments import COMMITMENTS
from credit.rules.supervision.deciding import too_short
from credit.services import recording
from credit.services.subjects import subject_of
from credit.services.supervision import telling
from credit.services.supervision.common import (
    SIGNERS,
    Deed,
    must_act_for,
    must_be_in_charge,
    reasons_problem,
    refuse_problems,
    zone_source,
)
from enterprises.models import Enterprise
from enterprises.services.refusals import Refusal
from enterprises.viewers import Viewer

ON_TYPE: Final = "credit.commitment"
SEVERITIES: Final = ("minor", "general", "serious")


@transaction.atomic
def sign(
    *,
    enterprise_id: int,
    kind: str,
    language: str,
    viewer: Viewer,
    by: User,
    at: datetime,
    origin: str = "",
) -> Commitment:
    """An administrator of the firm signs a commitment as it stands on the page.

    :raises Refusal: ``credit_commitment_unknown``, ``credit_role_too_weak``,
        ``credit_commitment_signed`` (409).
    """
    text = COMMITMENTS.get(kind)
    enterprise = Enterprise.objects.filter(pk=enterprise_id, pk__in=viewer.own_ids).first()
    if text is None or enterprise is None:
        raise Refusal("credit_commitment_unknown", 404, "没有找到该承诺。", "No such commitment.")
    subject = subject_of(enterprise_id, at=at)
    must_act_for(subject, by=by, roles=SIGNERS)
    words = text.text_zh if language.startswith("zh") else text.text_en
    try:
        with transaction.atomic():
            row = Commitment.objects.create(
                subject=subject,
                kind=kind,
                text=words,
                digest=hashlib.sha256(words.encode()).hexdigest(),
                signed_by=by,
                signed_at=at,
                from_date=Deed(by, at).day,
            )
    except IntegrityError as error:
        raise Refusal(
            "credit_commitment_signed",
            409,
            "该承诺已签署，正在有效期内。",
            "This commitment is signed and in force.",
        ) from error
    audit.record(
        "credit_commitment.signed",
        by=by,
        on=(ON_TYPE, str(row.pk)),
        new={"kind": kind, "digest": row.digest},
        at=at,
        origin=origin,
    )
    return row


@transaction.atomic
def record_breach(
    *,
    commitment_id: int,
    severity: str,
    number: str,
    cause: str,
    viewer: Viewer,
    by: User,
    at: datetime,
    evidence: str = "",
    origin: str = "",
) -> CommitmentBreach:
    """An official finds that a commitment was broken: a record of the ledger, weighed by the
    models; the firm may object to it as to any other.

    :raises Refusal: ``credit_commitment_unknown``, ``credit_not_yours``, ``credit_incomplete``,
        and PortalError of ``recording.record``.
    """
    row: Commitment | None = (
        Commitment.objects.visible_to(viewer)
        .select_related("subject__enterprise__site")
        .filter(pk=commitment_id)
        .first()
    )
    if row is None or not viewer.is_official:
        raise Refusal("credit_commitment_unknown", 404, "没有找到该承诺。", "No such commitment.")
    must_be_in_charge(row.subject, by=by, at=at)
    if too_short(cause) or severity not in SEVERITIES:
        refuse_problems(
            [
                reasons_problem(
                    "cause",
                    cause,
                    "请选择程度并写明违诺事实（不少于10字）。",
                    "Choose how serious it is and state the facts (at least 10 characters).",
                )
            ]
        )
    deed = Deed(by, at, origin)
    kept: Record = recording.record(
        subject=row.subject,
        source=zone_source(),
        new=NewRecord(
            kind="commitment_breach",
            number=number.strip(),
            occurred_date=deed.day,
            grade=severity,
            cause=f"{COMMITMENTS[row.kind].zh}：{cause.strip()}"[:500],
            evidence=evidence.strip(),
        ),
        by=by,
        at=at,
        origin=origin,
    )
    breach = CommitmentBreach.objects.create(commitment=row, record=kept, at=at, by=by)
    audit.record(
        "credit_commitment.broken",
        by=by,
        on=(ON_TYPE, str(row.pk)),
        new={"record": kept.pk, "severity": severity},
        at=at,
        origin=origin,
    )
    telling.party(
        row.subject,
        f"经认定违反信用承诺（{COMMITMENTS[row.kind].zh}），已记入信用记录；如有异议可提出。",
        f"A credit commitment was found broken ({COMMITMENTS[row.kind].en}) and recorded; you "
        "may object.",
        at=at,
        link=telling.own_link(),
    )
    return breach
