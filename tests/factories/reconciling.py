"""Agreements on data and what comes under them, as the zone office enters and takes them in."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from accounts.models import Organisation, User
from enterprises.viewers import viewer_for
from statistics_app.models import Delivery, ReconciledCell, SharingAgreement
from statistics_app.rules.reconciling.reading import columns_of
from statistics_app.rules.reconciling.sources import (
    DECLARED,
    GOODS,
    GROSS,
    HERE,
    PORT_LIST,
    REGULATOR,
    Basis,
)
from statistics_app.services.reconciling.agreements import NewAgreement, enter_agreement
from statistics_app.services.reconciling.delivering import Sent, deliver
from statistics_app.services.reconciling.running import compare_month
from tests.factories.officials import OrganisationFactory, official

AT = datetime(2025, 11, 12, 3, tzinfo=UTC)
OCTOBER = date(2025, 10, 1)
BY_DECLARATION = Basis(DECLARED, GOODS, GROSS, HERE)


def who(user: User, at: datetime = AT) -> dict[str, Any]:
    """Who does it, as services want to know."""
    return {"viewer": viewer_for(user), "by": user, "at": at}


def agreement(office: User, **changes: Any) -> SharingAgreement:
    """Customs hands over totals from 2025 on, counted by the day of release."""
    source = changes.get("source", REGULATOR)
    customs: Organisation = changes.pop("organisation", None) or OrganisationFactory.create(
        department="customs", name="洪城海关"
    )
    told: dict[str, Any] = {
        "number": f"数协〔2025〕{SharingAgreement.objects.count() + 1}号",
        "title": "统计数据共享协议",
        "source": source,
        "party": customs.code,
        "purpose": "与海关统计相互印证",
        "fields": list(columns_of(source)),
        "basis": Basis(),
        "from_date": date(2025, 1, 1),
        "to_date": date(2099, 12, 31),
    }
    return enter_agreement(new=NewAgreement(**told | changes), **who(office))


def csv(*lines: str) -> bytes:
    """A file of these lines."""
    return "\n".join(lines).encode()


def totals(office: User, row: SharingAgreement, *lines: str, at: datetime = AT) -> Delivery:
    """Totals of October, each line ``direction,mode,value``, in renminbi."""
    content = csv("direction,mode,value,currency", *(f"{line},CNY" for line in lines))
    sent = Sent(month=OCTOBER, content=content, name="totals.csv")
    return deliver(agreement_id=row.pk, sent=sent, **who(office, at))[0]


def listed(office: User, row: SharingAgreement, *lines: str, at: datetime = AT) -> Delivery:
    """A list of October, each line ``number,direction,mode,day,value``, in renminbi."""
    content = csv("number,direction,mode,day,value,currency", *(f"{line},CNY" for line in lines))
    sent = Sent(month=OCTOBER, content=content, name="list.csv")
    return deliver(agreement_id=row.pk, sent=sent, **who(office, at))[0]


def cell_of(row: SharingAgreement, direction: str = "I", mode: str = "9610") -> ReconciledCell:
    """The compared cell of an agreement."""
    return ReconciledCell.objects.get(
        agreement=row, direction=direction, mode=mode, firm="", reconciliation__month=OCTOBER
    )


def reconciling_objects() -> dict[str, Any]:
    """Ids by the names that the isolation table uses."""
    office = official("zone", "supervisor")
    row = agreement(office, source=PORT_LIST, title="清单共享七十七")
    delivery = listed(office, row, "400120251000000077,I,9610,2025-10-07,77.00")
    compare_month(month=OCTOBER, **who(office))
    cell = ReconciledCell.objects.filter(agreement=row).first()
    return {
        "sharing_agreement": row.pk,
        "reconciled_cell": cell.pk if cell else 0,
        "statistics_delivery": delivery.pk,
    }


def yuan(text: str) -> Decimal:
    """An amount."""
    return Decimal(text)
