"""What a firm can have under supervision: a listing, an objection, a warning, a commitment."""

from typing import Any

from credit.models import MeasureItem
from credit.services.supervision import catalogue, claim_files, committing, warnings
from credit.services.supervision.catalogue import Figures
from enterprises.models import Enterprise
from enterprises.services.demo_values import PDF
from tests.factories.members import MemberFactory
from tests.factories.supervision import AT, BY, TODAY, Party, deed


def supervised(enterprise: Enterprise) -> dict[str, Any]:
    """Ids by the names that the table uses."""
    person = MemberFactory.create(enterprise=enterprise, role="administrator").user
    firm = Party(enterprise, person)
    catalogue.load_shipped(by=BY, at=AT)
    item = MeasureItem.objects.get(code="CM-031")
    catalogue.propose_item(item_id=item.pk, figures=Figures("100", TODAY), **deed(firm.first))
    catalogue.publish_item(item_id=item.pk, **deed(firm.second))
    case = firm.listed()
    claim = firm.draft("objection", record_id=firm.record().pk, text="七十七号记录与事实不符。")
    paper = claim_files.attach(
        claim_id=claim.pk, name="七十七.pdf", content=PDF, **deed(firm.person)
    )
    warning = warnings.issue_warning(
        enterprise_id=enterprise.pk,
        text="警示七十七：汇总申报临近期限。",
        basis="综试区信用监管办法",
        **deed(firm.first),
    )
    signed = committing.sign(
        enterprise_id=enterprise.pk, kind="truth", language="zh", **deed(firm.person)
    )
    return {
        "credit_case": case.pk,
        "credit_claim": claim.pk,
        "credit_file": paper.pk,
        "file": paper.pk,
        "credit_measure": case.measures.get().pk,
        "credit_item": MeasureItem.objects.get(code="CM-021").pk,
        "credit_warning": warning.pk,
        "credit_commitment": signed.pk,
        "deed": "publish",
    }
