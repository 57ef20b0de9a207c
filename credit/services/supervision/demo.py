"""Supervision in the demo zone: the published list, a case, a warning, a commitment. Everything
goes through the services that people use; what it says is invented."""

from datetime import datetime
from typing import Any, Final

from django.db import transaction

from accounts.facts import SystemActor
from accounts.models import User
from credit.facts import NewRecord
from credit.models import Case, Commitment, CreditWarning, MeasureItem
from credit.rules.supervision.commitments import COMMITMENTS
from credit.services import recording
from credit.services.subjects import subject_of
from credit.services.supervision import cases, catalogue, committing, warnings
from credit.services.supervision.catalogue import Figures
from credit.services.supervision.common import Deed, zone_source
from enterprises.models import Enterprise
from enterprises.services.demo import refuse_unless_demo
from enterprises.services.demo_zone import demo_applicant
from enterprises.viewers import viewer_for

BY: Final = SystemActor("load_demo_credit_supervision")
OFFICER: Final = "zone"
SUPERVISOR: Final = "supervisor"
SIGNER: Final = "mall"
BREACH: Final = "演示违诺认定第1号"


@transaction.atomic
def load_demo_supervision(*, at: datetime) -> int:
    """Add what is missing and change nothing that is there; returns how many things were added.

    :raises PortalError: ``demo_is_off``.
    """
    refuse_unless_demo()
    catalogue.load_shipped(by=BY, at=at)
    added = _publish_list(at=at)
    added += _commit_and_break(at=at)
    if not CreditWarning.objects.exists():
        warnings.issue_warning(
            enterprise_id=_firm("mall").pk,
            text="近一个月有三次汇总申报临近期限才办理，请加强内部管理。（演示）",
            basis="综试区信用监管办法（演示）",
            **_deed(OFFICER, at),
        )
        added += 1
    if not Case.objects.exists():
        added += _open_cases(at=at)
    return added


def _publish_list(*, at: datetime) -> int:
    rows = list(MeasureItem.objects.filter(published_at__isnull=True, proposed_at__isnull=True))
    for row in rows:
        figures = Figures(row.value, Deed(BY, at).day)
        catalogue.propose_item(item_id=row.pk, figures=figures, **_deed(OFFICER, at))
        catalogue.publish_item(item_id=row.pk, **_deed(SUPERVISOR, at))
    return len(rows)


def _commit_and_break(*, at: datetime) -> int:
    """The demo's mall promised something and has a penalty that it may contest."""
    firm = _firm("mall")
    if Commitment.objects.filter(subject__enterprise=firm).exists():
        return 0
    signed = committing.sign(
        enterprise_id=firm.pk, kind="truth", language="zh-hans", **_deed(SIGNER, at)
    )
    committing.record_breach(
        commitment_id=signed.pk,
        severity="minor",
        number=BREACH,
        cause="备案联系方式变更后十日未更正，经提醒后已更正。（演示）",
        **_deed(OFFICER, at),
    )
    return 2


def _open_cases(*, at: datetime) -> int:
    """One candidate, and one case that waits for its party's statement."""
    seller, exporter = _firm("mall"), _firm("exporter")
    record = recording.record(
        subject=subject_of(exporter.pk, at=at),
        source=zone_source(),
        new=NewRecord(
            "commitment_breach",
            "演示违诺认定第2号",
            Deed(BY, at).day,
            grade="serious",
            cause=f"{COMMITMENTS['duties'].zh}：逾期汇总申报两期且未改正。（演示）",
        ),
        by=BY,
        at=at,
    )
    cases.open_case(
        enterprise_id=exporter.pk,
        cause="commitment_broken",
        facts="逾期汇总申报两期，经书面提醒仍未改正。（演示）",
        record_ids=[record.pk],
        **_deed(OFFICER, at),
    )
    told = cases.open_case(
        enterprise_id=seller.pk,
        cause="duty_refused",
        facts="两批退货未按期运抵原监管场所，经通知仍未办理。（演示）",
        **_deed(OFFICER, at),
    )
    cases.notify_party(
        case_id=told.pk,
        version=told.version,
        reasons="退货未按期运抵且拒不更正，拟列入信用负面清单。（演示）",
        **_deed(OFFICER, at),
    )
    return 3


def _deed(username: str, at: datetime) -> dict[str, Any]:
    person = User.objects.get(username=username)
    return {"viewer": viewer_for(person), "by": person, "at": at}


def _firm(key: str) -> Enterprise:
    return Enterprise.objects.get(code=demo_applicant(key).code)
