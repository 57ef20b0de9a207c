"""Contracts of third-party raters, their uploads, and who may draw what."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any, Final

import msgspec
from django.db import transaction
from django.utils.timezone import localtime

from accounts.models import User
from accounts.services import audit
from accounts.services.audit import Actor, label_of
from credit.facts import Problem
from credit.models import ImportRun, RaterContract, Source, SourceRun
from credit.rules.rating_rows import MOST_ROWS, ReadRow, read_rating_rows
from credit.rules.sharing import in_order
from credit.selectors_raters import contract_state
from credit.services.recording import as_json, record_many
from credit.services.sharing_rights import must_be_second, must_keep_sharing
from credit.services.subjects import subjects_of
from enterprises.models import Enterprise
from enterprises.selectors_mandates import registered_firm
from enterprises.services.notices import notify_members
from enterprises.services.refusals import Refusal

MOST_KEPT_PROBLEMS: Final = 500
KIND_OF_FIRM: Final = "service"
LINK: Final = "/credit/raters/"


@dataclass(frozen=True, slots=True)
class Terms:
    """A contract as proposed; ``valid_to`` is the first day on which it holds no more."""

    enterprise_code: str
    number: str
    items: Sequence[str]
    days: int
    valid_from: date
    valid_to: date


@dataclass(frozen=True, slots=True)
class Upload:
    """What became of an upload: counts and every problem by row."""

    run: ImportRun
    rows: Sequence[ReadRow]


@transaction.atomic
def propose_contract(*, terms: Terms, by: User, at: datetime, origin: str = "") -> RaterContract:
    """Write a contract down; it holds once a second person approved it.

    :raises Refusal: 403 ``credit_office_only``; 422 ``rater_contract_invalid``; 409
        ``rater_contract_known``.
    """
    must_keep_sharing(by)
    firm = registered_firm(terms.enterprise_code)
    items = list(in_order(terms.items))
    number = terms.number.strip()
    whole = items and number and terms.days > 0 and terms.valid_to > terms.valid_from
    if firm is None or KIND_OF_FIRM not in firm.kinds or not firm.approved or not whole:
        raise Refusal(
            "rater_contract_invalid",
            422,
            "请填写已备案服务商的代码、合同编号、数据范围、报送期限，失效日期须晚于生效日期。",
            "Give the code of a filed service provider, number, scope, days and a valid period.",
        )
    if RaterContract.objects.filter(number=number).exists():
        raise Refusal(
            "rater_contract_known", 409, "该合同编号已登记。", "This contract number is known."
        )
    name = Enterprise.objects.values_list("name", flat=True).get(pk=firm.id)
    source = Source.objects.create(
        code=f"rater-{sha256(number.encode()).hexdigest()[:12]}",
        zh=f"{name}（第三方评级）"[:100],
        en=f"{name} (third-party rater)"[:160],
        kind="third_party",
        department="zone",
        record_kinds=["third_party_rating"],
        basis=number,
        active=False,
    )
    row = RaterContract.objects.create(
        enterprise_id=firm.id,
        source=source,
        number=number,
        items=items,
        days=terms.days,
        valid_from=terms.valid_from,
        valid_to=terms.valid_to,
        proposed_by=by,
        proposed_at=at,
    )
    audit.record(
        "credit.rater.proposed",
        by=by,
        on=_on(row),
        new={"number": number, "items": items},
        at=at,
        origin=origin,
    )
    return row


@transaction.atomic
def approve_contract(
    *, contract_id: int, by: User, at: datetime, origin: str = ""
) -> RaterContract:
    """Put a contract in force.

    :raises Refusal: 403 ``credit_office_only``, ``second_person_needed``; 404
        ``rater_contract_unknown``; 409 ``rater_contract_decided``.
    """
    must_keep_sharing(by)
    row = _locked(contract_id)
    if row.approved_at is not None or row.ended_at is not None:
        raise _decided()
    must_be_second(by, row.proposed_by_id)
    row.approved_by, row.approved_at = by, at
    row.save(update_fields=["approved_by", "approved_at"])
    Source.objects.filter(pk=row.source_id).update(active=True)
    audit.record("credit.rater.approved", by=by, on=_on(row), at=at, origin=origin)
    _tell(row, at, "已批准，可以报送评级", "is in force: you may upload ratings")
    return row


@transaction.atomic
def end_contract(
    *, contract_id: int, reason: str, by: User, at: datetime, origin: str = ""
) -> RaterContract:
    """End a contract at once; what was rated stays.

    :raises Refusal: 403 ``credit_office_only``; 404 ``rater_contract_unknown``; 409
        ``rater_contract_decided``; 422 ``end_reason_missing``.
    """
    must_keep_sharing(by)
    row = _locked(contract_id)
    if row.ended_at is not None:
        raise _decided()
    if not reason.strip():
        raise Refusal("end_reason_missing", 422, "请写明理由。", "Give the reason.")
    row.ended_at, row.ended_reason = at, reason.strip()[:300]
    row.save(update_fields=["ended_at", "ended_reason"])
    Source.objects.filter(pk=row.source_id).update(active=False)
    audit.record(
        "credit.rater.ended",
        by=by,
        on=_on(row),
        new={"reason": row.ended_reason},
        at=at,
        origin=origin,
    )
    _tell(row, at, "已终止", "was ended")
    return row


@transaction.atomic
def upload_ratings(
    *,
    contract_id: int,
    rows: Sequence[Mapping[str, Any]],
    by: Actor,
    at: datetime,
    name: str = "",
    channel: str = "api",
    origin: str = "",
) -> Upload:
    """Take a rater's ratings: good rows enter the ledger, the others are refused one by one.

    :raises Refusal: 403 ``rater_contract_not_in_force``; 422 ``ratings_missing``; 413
        ``ratings_too_many``.
    """
    row = _locked(contract_id)
    must_be_in_force(row, on=localtime(at).date())
    if not rows:
        raise Refusal("ratings_missing", 422, "没有评级行。", "There are no rows.")
    if len(rows) > MOST_ROWS:
        raise Refusal(
            "ratings_too_many", 413, f"一次至多 {MOST_ROWS} 行。", f"At most {MOST_ROWS} rows."
        )
    read = _with_subjects(read_rating_rows(rows, today=localtime(at).date()), row)
    firms = _firms(one.uscc for one in read if one.new is not None)
    subjects = subjects_of(firms.values(), at=at)
    good = [(subjects[firms[one.uscc]].pk, one.new) for one in read if one.new is not None]
    run = _run(row, read, by=by, at=at, name=name, origin_kind=channel, content=rows)
    kept = record_many(good, source=row.source, by=by, at=at, delivery=run)
    ImportRun.objects.filter(pk=run.pk).update(kept=kept, repeated=len(good) - kept)
    run.kept, run.repeated = kept, len(good) - kept
    SourceRun.objects.create(
        source=row.source,
        at=at,
        outcome="ok" if not run.refused else "partial" if good else "failed",
        read=run.total,
        kept=kept,
        refused=run.refused,
        delivery=run,
    )
    counts = {"rows": run.total, "kept": kept, "refused": run.refused}
    audit.record("credit.rater.uploaded", by=by, on=_on(row), new=counts, at=at, origin=origin)
    return Upload(run, read)


def must_be_in_force(row: RaterContract, *, on: date) -> None:
    """:raises Refusal: 403 ``rater_contract_not_in_force``."""
    if contract_state(row, on=on) != "in_force":
        raise Refusal(
            "rater_contract_not_in_force",
            403,
            "合同未生效、已到期或已终止。",
            "The contract is not in force: not approved, over or ended.",
        )


def _with_subjects(read: Sequence[ReadRow], contract: RaterContract) -> list[ReadRow]:
    """Rows whose subject is registered; a rater does not rate itself."""
    known = _firms(one.uscc for one in read)
    found = []
    for one in read:
        firm = known.get(one.uscc)
        problem = None
        if one.uscc and firm is None:
            problem = ("rating_subject_unknown", "没有这家企业", "No such enterprise")
        elif firm is not None and firm == contract.enterprise_id:
            problem = ("rating_of_oneself", "不能评价自己", "A rater does not rate itself")
        if problem is None:
            found.append(one)
        else:
            code, zh, en = problem
            told = Problem("uscc", code, one.uscc[:40], zh, en)
            found.append(ReadRow(one.line, one.uscc, None, (*one.problems, told)))
    return found


def _firms(codes: Iterable[str]) -> dict[str, int]:
    wanted = {code for code in codes if code}
    rows = Enterprise.objects.registered().filter(uscc__in=wanted)
    return dict(rows.values_list("uscc", "pk"))


def _run(
    contract: RaterContract,
    read: Sequence[ReadRow],
    *,
    by: Actor,
    at: datetime,
    name: str,
    origin_kind: str,
    content: Any,
) -> ImportRun:
    problems = [{"row": one.line, **as_json(problem)} for one in read for problem in one.problems]
    return ImportRun.objects.create(
        source=contract.source,
        origin=origin_kind,
        name=name[:200],
        digest=sha256(msgspec.json.encode(content)).hexdigest(),
        state="done",
        total=len(read),
        done=len(read),
        refused=sum(1 for one in read if one.new is None),
        problems=problems[:MOST_KEPT_PROBLEMS],
        by=by if isinstance(by, User) else None,
        by_label=label_of(by)[:128],
        at=at,
        finished_at=at,
    )


def _locked(contract_id: int) -> RaterContract:
    rows = RaterContract.objects.select_for_update(of=("self",))
    row = rows.select_related("source", "enterprise").filter(pk=contract_id).first()
    if row is None:
        raise Refusal("rater_contract_unknown", 404, "没有这份合同。", "No such contract.")
    found: RaterContract = row
    return found


def _decided() -> Refusal:
    return Refusal(
        "rater_contract_decided",
        409,
        "该合同已批准或已终止。",
        "The contract was approved or ended already.",
    )


def _on(row: RaterContract) -> tuple[str, str]:
    return ("credit.ratercontract", str(row.pk))


def _tell(row: RaterContract, at: datetime, zh: str, en: str) -> None:
    notify_members(
        row.enterprise_id,
        ["administrator"],
        kind="credit",
        zh=f"评级合同 {row.number} {zh}。",
        en=f"Rating contract {row.number} {en}.",
        link=f"{LINK}{row.pk}/",
        at=at,
    )
