"""Raters: a contract of two people, uploads with every fault, draws by consent, a quality."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.facts import SystemActor
from credit.models import ImportRun, Query, RaterContract, Record, SourceRun
from credit.selectors_raters import quality_of, work_of
from credit.services.raters import (
    Terms,
    approve_contract,
    end_contract,
    propose_contract,
    upload_ratings,
)
from enterprises.models import Consent, Enterprise
from enterprises.rules.entrusting import Permission
from enterprises.services.consenting import grant_consent
from enterprises.services.tokens import issue_token
from tests.factories.credit import AT, BY, DAY, recorded, subject
from tests.factories.credit_sharing import contract, keeper
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.members import MemberFactory
from tests.factories.officials import official
from zone_portal.kernel.errors import PortalError

pytestmark = pytest.mark.django_db


def row(firm: Enterprise, number: str = "R-1", **more: str) -> dict[str, str]:
    return {
        "uscc": firm.uscc,
        "number": number,
        "grade": "AA",
        "rated_on": "2026-11-15",
        "valid_to": "2027-11-15",
        **more,
    }


def upload(of: RaterContract, *rows: dict[str, str]) -> ImportRun:
    return upload_ratings(contract_id=of.pk, rows=rows, by=BY, at=AT).run


def refused(code: str, deed: Any, **given: Any) -> None:
    with pytest.raises(PortalError) as refusal:
        deed(**given)
    assert refusal.value.code == code


def test_a_contract_holds_once_a_second_person_approved_it() -> None:
    first, rater = keeper(), EnterpriseFactory.create(kinds=["service"])
    terms = Terms(rater.code, "C-1", ["grade"], 10, DAY, DAY + timedelta(days=30))
    proposed = propose_contract(terms=terms, by=first, at=AT)
    refused(
        "rater_contract_not_in_force", upload_ratings, contract_id=proposed.pk,
        rows=[row(EnterpriseFactory.create())], by=BY, at=AT,
    )  # fmt: skip
    refused("second_person_needed", approve_contract, contract_id=proposed.pk, by=first, at=AT)
    refused("credit_office_only", approve_contract, contract_id=proposed.pk, by=official(), at=AT)
    approve_contract(contract_id=proposed.pk, by=keeper(), at=AT)
    assert upload(proposed, row(EnterpriseFactory.create())).kept == 1


def test_only_a_filed_service_provider_becomes_a_rater() -> None:
    seller = EnterpriseFactory.create()
    terms = Terms(seller.code, "C-1", ["grade"], 10, DAY, DAY + timedelta(days=30))
    refused("rater_contract_invalid", propose_contract, terms=terms, by=keeper(), at=AT)


def test_good_rows_are_kept_and_every_fault_is_told_by_row() -> None:
    of = contract()
    first, second = EnterpriseFactory.create(), EnterpriseFactory.create()
    run = upload(
        of,
        row(first),
        row(second, "R-2", grade="ZZ"),
        row(second, "R-3", rated_on="2026-12-31", valid_to="x"),
        row(first),
        {"uscc": "91360000XX0000000X", "number": "R-5", "grade": "A"},
        row(of.enterprise, "R-6"),
        row(second, "R-7", rated_on="2026-12-01"),
    )
    assert (run.total, run.kept, run.refused) == (7, 1, 6)
    found = {(one["row"], one["field"], one["code"]) for one in run.problems}
    assert found == {
        (2, "grade", "credit_grade_unknown"),
        (3, "valid_to", "rating_day_wrong"),
        (4, "number", "rating_given_twice"),
        (5, "rated_on", "rating_value_missing"),
        (5, "valid_to", "rating_value_missing"),
        (5, "uscc", "rating_subject_unknown"),
        (6, "uscc", "rating_of_oneself"),
        (7, "occurred_date", "credit_date_in_future"),
    }
    assert SourceRun.objects.get().outcome == "partial"
    kept = Record.objects.get()
    assert (kept.kind, kept.grade, kept.source_id) == ("third_party_rating", "AA", of.source_id)


def test_the_same_report_again_changes_nothing() -> None:
    of, firm = contract(), EnterpriseFactory.create()
    upload(of, row(firm))
    again = upload(of, row(firm))
    assert (again.kept, again.repeated, Record.objects.count()) == (0, 1, 1)


def test_nothing_is_taken_after_the_end() -> None:
    of = contract()
    end_contract(contract_id=of.pk, reason="违反数据范围", by=keeper(), at=AT)
    refused(
        "rater_contract_not_in_force", upload_ratings, contract_id=of.pk,
        rows=[row(EnterpriseFactory.create())], by=BY, at=AT,
    )  # fmt: skip
    refused(
        "rater_contract_decided", end_contract, contract_id=of.pk, reason="x", by=keeper(), at=AT
    )


def test_quality_counts_accepted_and_timely_rows() -> None:
    of = contract()
    assert quality_of(of, on=DAY).figure is None
    firms = EnterpriseFactory.create_batch(3)
    upload(
        of,
        row(firms[0]),
        row(firms[1], rated_on="2026-09-01"),
        row(firms[2], grade="?"),
        row(firms[2], "R-9"),
    )
    work = work_of(of)
    assert (work.rows, work.accepted, work.timely, work.fallen) == (4, 3, 2, 0)
    assert str(quality_of(of, on=DAY).figure) == "70.83"


class Program:
    """A rater's program at the API."""

    def __init__(self, of: RaterContract) -> None:
        issued = issue_token(enterprise=of.enterprise, by=SystemActor("test"), at=AT)
        self.headers = {"Authorization": f"Bearer {issued.text}"}
        self.of = of

    def get(self, path: str) -> Any:
        return Client().get(f"/api/v1/credit/{path}", headers=self.headers)

    def post(self, path: str, body: Any) -> Any:
        return Client().post(
            f"/api/v1/credit/contracts/{self.of.pk}/{path}/",
            json.dumps(body),
            content_type="application/json",
            headers=self.headers,
        )


def consent(firm: Enterprise, rater: Enterprise, *data: str) -> Consent:
    chief = MemberFactory.create(enterprise=firm, role="administrator").user
    given = Permission(rater.code, "信用评级", data, DAY + timedelta(days=400))
    return grant_consent(given=given, principal_id=firm.pk, by=chief, at=AT)


def test_a_program_uploads_reads_its_contract_and_draws_by_consent() -> None:
    firm = subject()
    recorded(firm, "customs_penalty", "P1", grade="minor", cause="申报不实")
    recorded(firm, "tax_grade", "T1", grade="B")
    assert firm.enterprise is not None
    program = Program(contract("grade", "penalties"))
    sent = program.post("ratings", {"ratings": [row(firm.enterprise)]})
    assert (sent.status_code, sent.json()["kept"]) == (200, 1)
    (listed,) = program.get("contracts/").json()["results"]
    assert listed["quality"]["complete"] == "1.0000"
    given = consent(firm.enterprise, program.of.enterprise, "credit_grade", "credit_records")
    drawn = program.post("draws", {"consent": str(given.pk)})
    assert drawn.status_code == 200, drawn.json()
    data = drawn.json()["data"]
    assert set(data) == {"grade", "penalties"}
    assert [one["number"] for one in data["penalties"]] == ["P1"]
    entry = Query.objects.get()
    assert (entry.party, entry.contract_id, entry.consent_id) == ("rater", program.of.pk, given.pk)


def test_a_draw_beyond_consent_or_contract_is_refused_and_entered() -> None:
    firm = subject()
    assert firm.enterprise is not None
    program = Program(contract("behaviour"))
    given = consent(firm.enterprise, program.of.enterprise, "credit_grade")
    answer = program.post("draws", {"consent": str(given.pk)})
    assert (answer.status_code, answer.json()["code"]) == (403, "consent_missing")
    assert Query.objects.get().refusal == "consent_missing"
    other = consent(firm.enterprise, EnterpriseFactory.create(kinds=["finance"]), "credit_grade")
    assert program.post("draws", {"consent": str(other.pk)}).status_code == 404
    assert program.post("ratings", {"ratings": "x"}).status_code == 400


def test_the_page_of_a_contract_shows_uploads_to_the_rater_and_deeds_to_the_office() -> None:
    of = contract()
    upload(of, row(EnterpriseFactory.create(), grade="?"))
    office, rater = Client(), Client()
    office.force_login(keeper())
    chief = MemberFactory.create(enterprise=of.enterprise, role="administrator").user
    rater.force_login(chief)
    shown = rater.get(f"/credit/raters/{of.pk}/").content.decode()
    assert "报送评级" in shown
    assert "终止合同" not in shown
    assert "终止合同" in office.get(f"/credit/raters/{of.pk}/").content.decode()
    firm = EnterpriseFactory.create()
    lines = [
        "uscc,number,grade,rated_on,valid_to,evidence",
        f"{firm.uscc},R-8,A,2026-11-01,2027-01-01,",
    ]
    file = SimpleUploadedFile("r.csv", "\n".join(lines).encode("gb18030"), "text/csv")
    done = rater.post(f"/credit/raters/{of.pk}/", {"deed": "upload", "file": file}, follow=True)
    assert "入库 1" in done.content.decode()
    assert Record.objects.filter(number="R-8").exists()
