"""Which claims are possible: in time, against what can be contested so, and complete."""

from collections.abc import Iterator
from datetime import date, datetime

from django.utils import timezone

from credit.models import Case, Claim
from credit.rules.supervision import clocks, states
from credit.rules.supervision.deciding import Listing, repair_problems, too_short
from credit.selectors import records_as_of, with_mark
from credit.services.supervision.common import due, reasons_problem
from enterprises.rules.registration import Problem
from enterprises.services.refusals import Refusal


def must_be_possible(claim: Claim, *, at: datetime) -> None:
    """Refuse a claim that is out of time or against what cannot be contested so.

    :raises Refusal: 409 ``credit_statement_over``, ``credit_record_gone``,
        ``credit_objected_before``, ``credit_not_repairable``, ``credit_not_appealable``,
        ``credit_appeal_late`` (details until), ``credit_appealed_before``.
    """
    day = timezone.localdate(at)
    if claim.kind == "statement":
        _statement_possible(claim.case, day)
    elif claim.kind == "objection":
        _objection_possible(claim, at=at)
    elif claim.kind == "repair":
        _repair_possible(claim, at=at)
    else:
        _appeal_possible(claim, day)


def appeal_until(decided_at: datetime) -> date:
    """The last day of an appeal against a decision."""
    return due(clocks.APPEAL_TERM, since=timezone.localdate(decided_at))


def _statement_possible(case: Case | None, day: date) -> None:
    until = case.statement_until_date if case is not None else None
    if case is None or case.status != states.NOTIFIED or until is None or day > until:
        raise Refusal(
            "credit_statement_over",
            409,
            f"陈述申辩期限已过（至 {until}）。决定作出后仍可申请复核。"
            if until
            else "该事项不在陈述申辩期内。",
            f"The term to state your case ended on {until}. You may appeal against the decision.",
            details={"until": until.isoformat() if until else None},
        )


def _objection_possible(claim: Claim, *, at: datetime) -> None:
    if not records_as_of(at).filter(pk=claim.record_id).exists():
        raise Refusal(
            "credit_record_gone",
            409,
            "该记录已被撤销或更正，无需再提异议。",
            "The record was revoked or corrected: no objection is needed.",
        )
    before = Claim.objects.filter(
        kind="objection", record=claim.record, status__in=sorted(states.CLAIM_DECIDED)
    )
    if before.exists():
        raise Refusal(
            "credit_objected_before",
            409,
            "该记录的异议已作出决定，可在期限内申请复核。",
            "An objection to this record was decided: you may appeal within the term.",
        )


def _repair_possible(claim: Claim, *, at: datetime) -> None:
    if claim.case is not None:
        possible = claim.case.status == states.PUBLISHED
    else:
        rows = with_mark(records_as_of(at).filter(pk=claim.record_id), at)
        record = rows.first()
        possible = record is not None and record.mark != "repaired"
    if not possible:
        raise Refusal(
            "credit_not_repairable",
            409,
            "该事项未在公布或已经修复，无需申请修复。",
            "It is not in force, or was repaired already.",
        )


def _appeal_possible(claim: Claim, day: date) -> None:
    contested: Claim | Case | None = claim.earlier if claim.earlier is not None else claim.case
    decided_at = contested.decided_at if contested is not None else None
    if decided_at is None or not _may_be_appealed(claim):
        raise Refusal(
            "credit_not_appealable",
            409,
            "该事项没有可申请复核的决定。",
            "There is no decision to appeal against.",
        )
    until = appeal_until(decided_at)
    if day > until:
        raise Refusal(
            "credit_appeal_late",
            409,
            f"申请复核的期限已于 {until} 届满。您仍可依法申请行政复议或提起行政诉讼。",
            f"The term to appeal ended on {until}. Administrative review and a lawsuit remain "
            "open to you by law.",
            details={"until": until.isoformat()},
        )
    before = Claim.objects.filter(
        kind="appeal",
        case=claim.case,
        earlier=claim.earlier,
        status__in=sorted(states.CLAIM_DECIDED),
    )
    if before.exists():
        raise Refusal(
            "credit_appealed_before",
            409,
            "该决定已经复核一次。您仍可依法申请行政复议或提起行政诉讼。",
            "This decision was reviewed once. Administrative review and a lawsuit remain open.",
        )


def _may_be_appealed(claim: Claim) -> bool:
    if claim.earlier is not None:
        earlier = claim.earlier
        return earlier.status == states.REJECTED and earlier.kind in {"objection", "repair"}
    case = claim.case
    return case is not None and case.status in {states.DECIDED, states.PUBLISHED}


def problems_of(claim: Claim, day: date) -> Iterator[Problem]:
    """Everything that keeps a claim from being handed in on a day."""
    if claim.kind == "repair":
        yield from repair_problems(
            _listing(claim.case),
            on=day,
            commitment=claim.commitment,
            text=claim.text,
            disputed=_is_disputed(claim),
        )
    elif too_short(claim.text):
        yield reasons_problem(
            "text",
            claim.text,
            "请写明理由（不少于10字）。",
            "State your reasons (at least 10 characters).",
        )


def _listing(case: Case | None) -> Listing | None:
    if case is None or case.minimum_until_date is None:
        return None
    before = Case.objects.filter(
        subject=case.subject, cause=case.cause, published_at__isnull=False
    ).exclude(ending="annulled")
    return Listing(case.cause, case.minimum_until_date, before.exclude(pk=case.pk).count())


def _is_disputed(claim: Claim) -> bool:
    records = [claim.record_id] if claim.record_id else []
    if claim.case is not None:
        records = [*claim.case.records.values_list("pk", flat=True)]
        records += [claim.case.entry_id] if claim.case.entry_id else []
    return Claim.objects.filter(
        kind="objection", record_id__in=records, status__in=sorted(states.CLAIM_IN_QUEUE)
    ).exists()
