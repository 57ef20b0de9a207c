"""Contracts of raters, systems of departments, batches of published ratings, entries of the log."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from accounts.models import User
from credit.models import (
    Cycle,
    DepartmentClient,
    PublicationBatch,
    Query,
    RaterContract,
    RatingDocument,
    RecognitionRow,
    SharingRule,
)
from credit.selectors import model_on
from credit.services.department_clients import IssuedKey, issue_key
from credit.services.models import load_shipped
from credit.services.raters import Terms, approve_contract, propose_contract
from credit.services.subjects import subject_of
from credit.states import OBJECTION_OVER
from enterprises.models import Enterprise
from tests.factories.credit import AT, DAY
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.officials import OrganisationFactory, official


def keeper() -> User:
    """An administrator of the zone office at the hub."""
    return official("zone", "administrator")


def contract(
    *items: str, enterprise: Enterprise | None = None, number: str = "洪综评〔2026〕1号"
) -> RaterContract:
    """A contract in force with a rater."""
    rater = enterprise or EnterpriseFactory.create(kinds=["service"])
    chosen = items or ("grade", "penalties")
    terms = Terms(rater.code, number, chosen, 10, DAY, DAY + timedelta(days=365))
    row = propose_contract(terms=terms, by=keeper(), at=AT)
    return approve_contract(contract_id=row.pk, by=keeper(), at=AT)


def system(department: str, *purposes: str, site: str = "hub") -> IssuedKey:
    """A department's system with its token."""
    office = OrganisationFactory.create(department=department, site_id=site)
    return issue_key(
        organisation=office.code,
        name="业务系统",
        purposes=purposes,
        days=30,
        by=keeper(),
        at=timezone.now(),
    )


def cycle(code: str = "2026-2", state: str = OBJECTION_OVER) -> Cycle:
    """A cycle that waits for publication."""
    load_shipped(at=AT)
    model = model_on(DAY)
    assert model is not None
    document, _ = RatingDocument.objects.get_or_create(
        version=1,
        defaults={
            "title": "评级管理办法",
            "number": "洪综试〔2026〕8号",
            "text": "正文",
            "from_date": date(2026, 1, 1),
            "objection_days": 5,
            "by": keeper(),
            "at": AT,
        },
    )
    return Cycle.objects.create(
        code=code,
        document=document,
        model=model,
        as_of_date=DAY,
        known_at=AT,
        state=state,
        planned_by=keeper(),
        planned_at=AT,
    )


def sharing_objects(enterprise: Enterprise, rater: Enterprise) -> dict[str, Any]:
    """One of everything for the isolation world; ``rater`` is a firm without anybody."""
    Query.objects.create(
        subject=subject_of(enterprise.pk, at=AT),
        at=AT,
        purpose="supervision",
        party="customs",
        reason="查询七十七",
        items=["grade"],
        channel="page",
        by_label="customs-77",
        kept_until_date=date(2036, 11, 20),
    )
    Enterprise.objects.filter(pk=rater.pk).update(kinds=[*rater.kinds, "service"])
    batch = PublicationBatch.objects.create(
        cycle=cycle("C-77"), number="C-77-1", proposed_by=keeper(), proposed_at=AT
    )
    issued: DepartmentClient = system("tax", "tax_refund").row
    return {
        "rater_contract": contract(enterprise=rater, number="合同七十七").pk,
        "sharing_rule": SharingRule.objects.values_list("pk", flat=True).first(),
        "recognition": RecognitionRow.objects.values_list("pk", flat=True).first(),
        "department_client": issued.pk,
        "rating_batch": batch.pk,
        "uscc": enterprise.uscc,
    }
