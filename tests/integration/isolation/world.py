"""One firm with everything a firm can have, its offices, and everybody who has no part in it."""

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from accounts.constants import HUB
from accounts.facts import SystemActor
from accounts.models import Notice, Organisation, Posting, Site
from declarations.models import Hold, Inventory, MarketRecord, Mode, PaymentProof, Summary
from declarations.services.entry import drafts, files
from declarations.sheets.forms import Typed
from enterprises.models import (
    ApiClient,
    Consent,
    Enterprise,
    Invitation,
    Proposal,
    SigningCertificate,
)
from enterprises.rules.signing.keys import read_certificate
from enterprises.services.filing import drafting
from enterprises.services.tokens import issue_token
from taxation.models import GuaranteeAccount, TaxBill
from tests.builders.papers import paper
from tests.builders.sheets import comma_separated, table_of
from tests.builders.signatures import pem_of, rsa_signer
from tests.factories import applications
from tests.factories.activity import activity_objects
from tests.factories.analysis import analysis_objects
from tests.factories.bulletins import drafted_bulletin
from tests.factories.credit import ledger_objects
from tests.factories.credit_sharing import sharing_objects
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.figures import figures, finished_file
from tests.factories.governance import governance_objects, reporting_objects
from tests.factories.mandates import MandateFactory
from tests.factories.members import MemberFactory
from tests.factories.officials import OrganisationFactory, PostingFactory
from tests.factories.packages import package_objects
from tests.factories.recognition import recognition_objects
from tests.factories.reconciling import reconciling_objects
from tests.factories.risk_cases import risk_objects
from tests.factories.risk_matters import matter_objects
from tests.factories.risk_screenings import screening_objects
from tests.factories.screenings import laboratory_objects
from tests.factories.tasks import TaskFactory
from tests.factories.users import UserFactory
from tests.integration.declarations.conftest import Desk, new_desk
from tests.integration.isolation.supervised import supervised

AT = applications.AT
ROLES = ("administrator", "declarant", "finance", "viewer")
OFFICIAL_ROLES = ("administrator", "reviewer", "supervisor", "auditor", "viewer")
OUTSIDERS = {
    "firms": tuple(f"{role} of another firm" for role in ROLES),
    "officials": (
        *(f"{role} of another site" for role in OFFICIAL_ROLES),
        "customs reviewer of another site",
        "official whose posting ended",
    ),
    "others": ("nobody", "person without a firm", "program of another firm"),
}


@dataclass
class Visitor:
    """Somebody who asks for an address: a browser, or a program with a token."""

    client: Client
    token: str = ""

    is_signed_in: bool = True

    def knows(self, path: str) -> bool:
        """Whether the portal knows who asks for this address."""
        return bool(self.token) if path.startswith("/api/") and self.token else self.is_signed_in

    def ask(self, method: str, path: str) -> Any:
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        if path.startswith("/api/") and method == "post":
            return self.client.post(path, "{}", content_type="application/json", headers=headers)
        return getattr(self.client, method)(path, headers=headers)


@dataclass
class World:
    """``ids`` gives what stands for each part of an address, ``marks`` words that only the firm's
    own pages hold."""

    ids: dict[str, Any]
    marks: tuple[str, ...]

    def path(self, address: str, name: str) -> str:
        """An address with the firm's own objects in it."""

        def value(found: re.Match[str]) -> str:
            part = found[1]
            return str(self.ids[name if part in {"pk", "code"} and name else part])

        return "/" + re.sub(r"<\w+:(\w+)>", value, address)


def new_world() -> World:
    """A firm in the west that filed, sent, entrusted and invited."""
    Site.objects.get_or_create(
        code="west",
        defaults={"parent_id": HUB, "path": "/hub/west/", "kind": "sub", "name": "西区"},
    )
    applied = applications.approved(number=77, site="west")
    goods = drafting.start_filing(
        type="goods", by=applied.by, at=AT, enterprise=applied.filing.enterprise
    )
    enterprise = applied.filing.enterprise
    own = MemberFactory.create(enterprise=enterprise)
    client = ApiClient.objects.create(enterprise=enterprise, name="仓库系统七十七")
    token = issue_token(
        enterprise=enterprise, by=SystemActor("test"), at=AT, client_name=client.name
    )
    now = timezone.now()
    invitation = Invitation.objects.create(
        enterprise=enterprise,
        role="viewer",
        digest=b"7" * 32,
        created_at=now,
        created_by=applied.by,
        expires_at=now + timedelta(days=7),
    )
    bank = EnterpriseFactory.create(kinds=["finance"])
    consent = Consent.objects.create(
        principal=enterprise,
        recipient=bank,
        purpose="授信七十七",
        data=["name"],
        valid_from=AT.date(),
        valid_to=AT.date().replace(year=2030),
        granted_at=AT,
    )
    west = OrganisationFactory.create(name="西区管委会", department="county", site_id="west")
    posting = PostingFactory.create(organisation=west, role="administrator")
    proposal = Proposal.objects.create(
        filing=applied.filing,
        action="suspend",
        reason="核查七十七",
        proposed_by=posting.user,
        proposed_at=AT,
    )
    notice = Notice.objects.create(
        user=applied.by, at=AT, kind="test", text_zh="通知七十七", text_en="notice"
    )
    ids = {
        "filing": goods.pk,
        "number": applied.filing.number,
        "enterprise": enterprise.pk,
        "section": "basic",
        "attachment": applied.filing.attachments.first().pk,  # type: ignore[union-attr]
        "version": 1,
        "line": 1,
        "proposal": proposal.pk,
        "distribution": applied.filing.distributions.first().pk,  # type: ignore[union-attr]
        "member": own.pk,
        "invitation": invitation.pk,
        "client": client.pk,
        "token": token.row.pk,
        "mandate": MandateFactory.create(principal=enterprise).pk,
        "consent": consent.pk,
        "notice": notice.pk,
        "handle": "0" * 12,
        "site": "west",
        "organisation": west.code,
        "posting": posting.pk,
        "type": "goods",
        "code": "ENT-001",
        "ending": "csv",
        "direction": "export",
        "mode": Mode.objects.values_list("pk", flat=True).first() or 0,
        "secret": "s" * 43,
        "certificate": _certificate(enterprise).pk,
        "proof": _proof(enterprise).pk,
        "guarantee": _guarantee(enterprise).pk,
        "bill": _bill(enterprise).pk,
        **supervised(enterprise),
        **ledger_objects(enterprise),
        **sharing_objects(enterprise, bank),
        **risk_objects(enterprise),
        **screening_objects(enterprise),
        **recognition_objects(enterprise),
        **governance_objects("west"),
        **reporting_objects(enterprise),
        **matter_objects(enterprise),
        **laboratory_objects(at=AT),
        **reconciling_objects(),
        "market": _market(enterprise).pk,
        "bulletin": drafted_bulletin().pk,
        **activity_objects(),
        **analysis_objects(),
        **package_objects(),
        "statistics_file": _figures(enterprise, applied.by.pk),
        **_documents(),
    }
    marks = [enterprise.name, client.name, consent.purpose, proposal.reason, notice.text_zh]
    return World(ids, (*marks, "查验七十七", "市场七十七", "警示七十七", ids.pop("series")))


def _figures(enterprise: Enterprise, user_id: int) -> int:
    figures(enterprise)
    return finished_file(user_id).pk


def _proof(enterprise: Enterprise) -> PaymentProof:
    return PaymentProof.objects.create(
        session_id="S-77",
        enterprise_id=enterprise.pk,
        order_nos=["O-77"],
        ebp_code=enterprise.code,
        pay_code="P-77",
        pay_transaction_id="T-77",
        total_amount=1,
        currency="142",
        trading_time="20261120093000",
        body=b"",
        sha256=b"",
        result="unchecked",
        cert_no="77",
        received_at=AT,
    )


def _market(enterprise: Enterprise) -> MarketRecord:
    return MarketRecord.objects.create(
        number="777777777777777777",
        declared_on=AT.date(),
        customs_code="4003",
        market="市场七十七",
        trader_code=enterprise.code,
        seller_code=enterprise.code,
        enterprise_id=enterprise.pk,
        site=enterprise.site_id or "",
        value=1,
        currency="502",
        country="502",
        author="test",
        entered_at=AT,
    )


def _certificate(enterprise: Enterprise) -> SigningCertificate:
    read = read_certificate(pem_of(rsa_signer(77).certificate))
    return SigningCertificate.objects.create(
        enterprise=enterprise,
        pem=read.pem,
        serial=read.serial,
        subject=read.subject,
        issuer=read.issuer,
        algorithm=read.key.algorithm,
        bits=read.key.bits,
        fingerprint=read.fingerprint,
        valid_from=read.valid_from,
        valid_to=read.valid_to,
        registered_at=AT,
    )


def _guarantee(enterprise: Enterprise) -> GuaranteeAccount:
    return GuaranteeAccount.objects.create(
        enterprise=enterprise,
        assure_code=enterprise.code,
        form="total",
        amount=1000,
        frozen=0,
        valid_from=AT.date(),
    )


def _bill(enterprise: Enterprise) -> TaxBill:
    return TaxBill.objects.create(
        enterprise=enterprise,
        invt_no="369920261100000077",
        duty=0,
        consumption=0,
        vat=1,
        changed_at=AT,
    )


def _documents() -> dict[str, Any]:
    """A decided declaration of another firm in the west."""
    desk = new_desk()
    Enterprise.objects.filter(id=desk.firm.id).update(site="west")
    judged = desk.send(*desk.set().values())
    desk.decide()
    (arrival,) = desk.send(paper("CEB607", desk.firm.code, series=desk.series))
    (returned,) = desk.send(paper("CEB625", desk.firm.code, series=desk.series))
    ids = {item.kind: item.document_id for item in judged}
    hold = Hold.objects.create(
        inventory_id=ids["CEB621"], status="500", reason="查验七十七", since=AT
    )
    return {
        "hold": hold.pk,
        "summary": _summary(desk).pk,
        "order": ids["CEB311"],
        "payment": ids["CEB411"],
        "waybill": ids["CEB511"],
        "inventory": ids["CEB621"],
        "paper": arrival.document_id,
        "return": returned.document_id,
        "task": TaskFactory.create(
            inventory_id=ids["CEB621"], enterprise_id=desk.firm.id, parties=[desk.firm.id]
        ).pk,
        "submission": Inventory.objects.get(id=ids["CEB621"]).submission_id,
        "series": desk.series,
        **_entries(desk),
    }


def _summary(desk: Desk) -> Summary:
    """A month of the firm's exports."""
    return Summary.objects.create(
        month=AT.date().replace(day=1),
        agent_code=desk.firm.code,
        agent_name=desk.firm.name,
        ebc_code=desk.firm.code,
        ebc_name=desk.firm.name,
        customs_code="4003",
        enterprise_id=desk.firm.id,
        parties=[desk.firm.id],
        due_on=AT.date(),
        opened_at=AT,
        changed_at=AT,
    )


def _entries(desk: Desk) -> dict[str, Any]:
    """A file and a form that a member of the firm has entered, named by its series."""
    own: dict[str, Any] = {
        "enterprise": desk.firm,
        "by": MemberFactory.create(enterprise_id=desk.firm.id, role="declarant").user,
        "at": timezone.now(),
    }
    order = desk.set(1)["order"]
    order["OrderHead"]["currency"] = "999"
    rows = comma_separated(table_of([order]))
    job = files.take_file(content=rows, name=f"{desk.series}.csv", kind="CEB311", **own)
    files.work(at=own["at"])
    typed = Typed({"orderNo": f"{desk.series}-1"}, [{}])
    draft = drafts.start_draft(kind="CEB311", typed=typed, **own)
    return {"entry_file": job.pk, "entry_form": draft.pk, "form": "csv", "kind": "CEB311"}


def visitor(who: str) -> Visitor:
    """One of ``OUTSIDERS``."""
    if who == "nobody":
        return Visitor(Client(), is_signed_in=False)
    if who == "program of another firm":
        firm = EnterpriseFactory.create(kinds=["ecommerce", "platform", "finance"])
        issued = issue_token(enterprise=firm, by=SystemActor("test"), at=AT)
        return Visitor(Client(), issued.text, is_signed_in=False)
    client = Client()
    if who == "person without a firm":
        client.force_login(UserFactory.create())
        return Visitor(client)
    role, _, place = who.partition(" of another ")
    if place == "firm":
        client.force_login(MemberFactory.create(role=role).user)
    else:
        client.force_login(_official(role).user)
    return Visitor(client)


def _official(role: str) -> Posting:
    Site.objects.get_or_create(
        code="east",
        defaults={"parent_id": HUB, "path": "/hub/east/", "kind": "sub", "name": "东区"},
    )
    department = "customs" if role.startswith("customs") else "county"
    ended = role == "official whose posting ended"
    east: Organisation = OrganisationFactory.create(
        name="东区管委会", department=department, site_id=HUB if ended else "east"
    )
    made: Posting = PostingFactory.create(
        organisation=east,
        role="reviewer" if department == "customs" or ended else role,
        to_date=AT.date().replace(year=2025) if ended else None,
    )
    return made
