"""Agreements on data are entered with their document, and ended with a reason; never rewritten."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db import IntegrityError, transaction

from accounts.models import Organisation
from accounts.services import audit
from accounts.services.audit import Actor, label_of
from enterprises.models import Enterprise
from enterprises.rules.registration import Problem
from enterprises.services.refusals import Refusal
from enterprises.viewers import Viewer
from statistics_app.models import SharingAgreement
from statistics_app.rules.reconciling.reading import columns_of, required_of
from statistics_app.rules.reconciling.sources import AGREED, PLATFORM, TABLES, Basis
from statistics_app.services.governance.common import (
    Deed,
    found,
    missing,
    must_be_office,
    need_text,
    refuse_problems,
)

ON: Final = "statistics.agreement"
CUSTOMS_DIGITS: Final = 4


@dataclass(frozen=True, slots=True)
class NewAgreement:
    """What is written into an agreement; ``party`` is the code of the organisation, or that of the
    platform's enterprise."""

    number: str
    title: str
    source: str
    party: str
    purpose: str
    fields: Sequence[str]
    basis: Basis
    from_date: date | None
    to_date: date | None
    customs: str = ""


@transaction.atomic
def enter_agreement(
    *, new: NewAgreement, viewer: Viewer, by: Actor, at: datetime, origin: str = ""
) -> SharingAgreement:
    """Enter an agreement that was signed.

    :raises Refusal: ``statistics_not_yours``; ``statistics_incomplete`` (422) with everything that
        is wrong; ``agreement_present`` (409) where the number is taken.
    """
    must_be_office(viewer)
    office, firm = _party(new)
    refuse_problems(_wrong(new, office, firm))
    deed = Deed(by, at, origin)
    row = SharingAgreement(
        number=new.number.strip(),
        title=new.title.strip(),
        source=new.source,
        organisation=office,
        enterprise=firm,
        purpose=new.purpose.strip(),
        fields=[name for name in columns_of(new.source) if name in set(new.fields)],
        customs=new.customs.strip(),
        basis=new.basis.as_json(),
        from_date=new.from_date or date.max,
        to_date=new.to_date or date.max,
        at=at,
        by=deed.person,
        by_label=label_of(by)[:128],
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise Refusal(
            "agreement_present",
            409,
            f"协议编号 {row.number} 已登记，无需重复登记。",
            f"The agreement {row.number} is entered already.",
        ) from error
    told = {
        "number": row.number,
        "source": row.source,
        "fields": row.fields,
        "to": str(row.to_date),
    }
    audit.record(
        "statistics_agreement.entered",
        by=by,
        on=(ON, str(row.pk)),
        new=told,
        at=at,
        origin=origin,
    )
    return row


@transaction.atomic
def end_agreement(
    *, agreement_id: int, reason: str, viewer: Viewer, by: Actor, at: datetime, origin: str = ""
) -> SharingAgreement:
    """End an agreement from today on: nothing more comes in, and what came is read no more. Ended
    again it stays as it is.

    :raises Refusal: ``statistics_not_yours``, ``statistics_unknown``, ``statistics_incomplete``.
    """
    must_be_office(viewer)
    row: SharingAgreement = found(SharingAgreement.objects.all(), agreement_id)
    if row.ended_date is not None:
        return row
    refuse_problems(need_text("reason", reason, "写明终止原因", "Say why it ends"))
    row.ended_date, row.ended_reason = Deed(by, at).day, reason.strip()[:300]
    row.save(update_fields=["ended_date", "ended_reason"])
    audit.record(
        "statistics_agreement.ended",
        by=by,
        on=(ON, str(row.pk)),
        new={"day": str(row.ended_date), "reason": row.ended_reason},
        at=at,
        origin=origin,
    )
    return row


def basis_of(row: SharingAgreement) -> Basis:
    """The basis on which the other side counts."""
    return Basis(**row.basis)


def _party(new: NewAgreement) -> tuple[Organisation | None, Enterprise | None]:
    code = new.party.strip()
    if new.source == PLATFORM:
        firms = Enterprise.objects.filter(code=code.upper(), kinds__contains=["platform"])
        return None, firms.first()
    return Organisation.objects.filter(code=code, active=True).first(), None


def _wrong(
    new: NewAgreement, office: Organisation | None, firm: Enterprise | None
) -> list[Problem]:
    wrong = [
        *need_text("number", new.number, "填写协议编号", "Give the agreement's number", least=2),
        *need_text("title", new.title, "填写协议名称", "Give the agreement's title"),
        *need_text("purpose", new.purpose, "写明数据用途", "Say what the data are for"),
    ]
    if new.source not in AGREED:
        wrong.append(missing("source", "请选择数据类型", "Choose the kind of data"))
    elif office is None and firm is None:
        zh = "没有这个已备案的平台企业" if new.source == PLATFORM else "请选择单位"
        en = "No such platform is filed here" if new.source == PLATFORM else "Choose the office"
        wrong.append(missing("party", zh, en))
    elif lacking := set(required_of(new.source)) - set(new.fields):
        names = "、".join(columns_of(new.source)[name][0] for name in required_of(new.source))
        english = ", ".join(sorted(lacking))
        wrong.append(missing("fields", f"至少须约定：{names}", f"These are needed: {english}"))
    wrong += _wrong_basis(new.basis)
    if new.from_date is None:
        wrong.append(missing("from_date", "填写有效期起始日", "Give its first day"))
    if new.to_date is None or (new.from_date is not None and new.to_date < new.from_date):
        zh, en = "有效期至不得早于起始日", "Its last day is not before its first"
        wrong.append(missing("to_date", zh, en))
    if new.customs.strip() and not (
        new.customs.strip().isdecimal() and len(new.customs.strip()) <= CUSTOMS_DIGITS
    ):
        wrong.append(missing("customs", "关区为 2 至 4 位数字", "Two to four digits"))
    return wrong


def _wrong_basis(basis: Basis) -> list[Problem]:
    given = basis.as_json()
    return [
        missing(name, "请选择统计口径", "Choose how the source counts")
        for name, table in TABLES.items()
        if given[name] not in table
    ]
