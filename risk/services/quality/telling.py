"""The public channel: anybody tells, without an account; name and contact are sealed at once."""

import secrets
from datetime import datetime, timedelta
from typing import Final, NamedTuple

import msgspec
from django.db import transaction
from django.urls import reverse

from accounts.constants import HUB
from accounts.facts import SystemActor
from accounts.models import Site
from enterprises.services.refusals import Refusal
from risk.models import Complaint
from risk.rules.matters import RECEIVED
from risk.rules.quality.complaints import Telling, normal_contact, telling_problems
from risk.rules.quality.parameters import A_DAY, ACCEPT
from risk.selectors_disputes import complaint_context, figure, secret_digest
from risk.services.matters.core import Deed, begun, next_number, refuse_problems
from risk.services.quality.common import tell_office, term
from zone_portal.framework.vault import vault

PREFIX: Final = "TS"
BY: Final = SystemActor("public")
ALPHABET: Final = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
LENGTH: Final = 10


class Told(NamedTuple):
    """What the reporter keeps: the number and the code with which to ask how it stands."""

    row: Complaint
    secret: str


@transaction.atomic
def tell(*, telling: Telling, at: datetime, origin: str = "") -> Told:
    """Take a complaint or report in. Nothing of the reporter is written but sealed.

    :raises Refusal: ``risk_incomplete`` (422, all problems), ``risk_reports_many`` (429).
    """
    refuse_problems(telling_problems(telling))
    deed = Deed(BY, at, origin)
    contact = vault().hash("complaint-contact", normal_contact(telling.contact))
    since = at - timedelta(days=1)
    recent = Complaint.objects.filter(contact_hash=contact, opened_at__gt=since).count()
    if recent >= figure(A_DAY, on=deed.day):
        raise Refusal(
            "risk_reports_many",
            429,
            "今日提交已达上限，请明日再提交。",
            "No more can be taken from this contact today; please come back tomorrow.",
        )
    number = next_number(PREFIX, Complaint, at=at)
    secret = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    personal = {"name": telling.name.strip()[:60], "contact": telling.contact.strip()[:100]}
    sealed = vault().sealer(at).seal(msgspec.json.encode(personal), complaint_context(number))
    row: Complaint = Complaint.objects.create(
        number=number,
        status=RECEIVED,
        opened_at=at,
        kind=telling.kind,
        site=Site.objects.get(code=HUB),
        firm_name=telling.firm_name.strip()[:100],
        order_no=telling.order_no.strip()[:60],
        goods=telling.goods.strip()[:200],
        text=telling.text.strip(),
        sealed=sealed,
        contact_hash=contact,
        secret=secret_digest(secret),
        accept_due_date=term(ACCEPT, since=deed.day),
    )
    begun(row, deed)
    tell_office(
        row.site.path,
        (
            f"收到投诉举报 {number}，请于 {row.accept_due_date} 前受理。",
            f"Complaint {number} came in; take it up by {row.accept_due_date}.",
        ),
        at=at,
        link=complaint_link(row),
    )
    return Told(row, secret)


def complaint_link(row: Complaint) -> str:
    """Where officials, the firm and its platform find a complaint."""
    return reverse("risk:complaint", args=[row.pk])
