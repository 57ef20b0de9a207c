"""Members, invitations, API clients, mandates and consents over the API."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import jwt
import pytest
from django.utils import timezone
from django.utils.timezone import localdate
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from accounts.models import AuditEntry
from enterprises.models import ApiToken, Enterprise, Invitation, Mandate, Member
from enterprises.services.invitations import accept_invitation
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.mandates import MandateFactory
from tests.factories.members import MemberFactory
from tests.factories.users import UserFactory
from tests.integration.api.conftest import Caller, caller_for
from tests.integration.api.test_openapi import openapi

pytestmark = pytest.mark.django_db


class Program(Caller):
    """A program of a firm that has every scope, and whose answers are held against OpenAPI."""

    def call(self, method: str, path: str, body: Any = None, status: int = 200) -> Any:
        given = {} if body is None else {"data": json.dumps(body)}
        response = getattr(self.client, method)(
            f"/api/v1/{path}",
            content_type="application/json",
            headers=self._headers("*/*"),
            **given,
        )
        assert response.status_code == status, response.content.decode()
        if not response.content:
            return None
        found = response.json()
        assert wrong_with(method, path, status, found) == []
        return found

    def refused(self, method: str, path: str, status: int, body: Any = None) -> str:
        return str(self.call(method, path, body, status)["code"])


def wrong_with(method: str, path: str, status: int, found: Any) -> list[str]:
    """What differs between an answer and its description."""
    document = openapi()
    template = "/api/v1/" + "/".join(
        "{id}" if p.isdecimal() else p for p in path.split("?", maxsplit=1)[0].split("/")
    )
    content = document["paths"][template][method]["responses"][str(status)]["content"]
    kind = "application/json" if status < 400 else "application/problem+json"
    schema = {**content[kind]["schema"], "components": document["components"]}
    return [
        f"{e.json_path}: {e.message[:200]}" for e in Draft202012Validator(schema).iter_errors(found)
    ]


def program(firm: Enterprise | None = None, *kinds: str, **options: Any) -> Program:
    firm = firm or EnterpriseFactory.create(kinds=list(kinds) or ["ecommerce"])
    return Program(caller_for(firm, **options).token)


def firm_of(caller: Caller) -> Enterprise:
    prefix = caller.token[:12]
    return ApiToken.objects.get(prefix=prefix).client.enterprise


@pytest.fixture
def own() -> Program:
    found = program()
    MemberFactory.create(enterprise=firm_of(found), role="administrator")
    return found


def test_a_firm_reads_its_own_file(own: Program) -> None:
    found = own.call("get", "enterprise/")

    assert found["code"] == firm_of(own).code
    assert found["status"] == "approved"
    assert own.refused("get", "enterprise/?x=1", 400) == "parameters_invalid"


def test_members_are_listed_changed_and_removed(own: Program) -> None:
    worker = MemberFactory.create(enterprise=firm_of(own), role="viewer")
    stranger = MemberFactory.create()

    rows = own.call("get", "members/")["results"]
    assert {row["role"] for row in rows} == {"administrator", "viewer"}
    changed = own.call("patch", f"members/{worker.id}/", {"role": "finance"})
    assert changed["role"] == "finance"
    assert own.refused("patch", f"members/{worker.id}/", 422, {"role": "king"}) == "role_unknown"
    own.call("delete", f"members/{worker.id}/", status=204)
    assert not Member.objects.filter(id=worker.id).exists()
    assert own.refused("delete", f"members/{stranger.id}/", 404) == "member_unknown"
    chief = Member.objects.get(enterprise=firm_of(own))
    assert own.refused("delete", f"members/{chief.id}/", 409) == "last_administrator"
    entry = AuditEntry.objects.get(action="member.removed")
    assert entry.by is None
    assert entry.by_label == f"{firm_of(own).code}/default"


def test_an_invitation_gives_its_link_once(own: Program) -> None:
    made = own.call("post", "invitations/", {"role": "declarant", "note": "新人"}, 201)
    secret = made["link"].rstrip("/").rsplit("/", 1)[1]
    (listed,) = own.call("get", "invitations/")["results"]
    assert "link" not in listed
    assert listed["state"] == "open"
    guest = UserFactory.create()
    accept_invitation(secret=secret, by=guest, at=timezone.now())
    assert own.call("get", "invitations/")["results"][0]["state"] == "accepted"
    path = f"invitations/{made['id']}/"
    assert own.refused("delete", path, 410) == "invitation_used"
    assert program().refused("delete", path, 404) == "invitation_unknown"
    second = own.call("post", "invitations/", {"role": "viewer"}, 201)
    assert own.call("delete", f"invitations/{second['id']}/")["state"] == "revoked"
    assert own.refused("post", "invitations/", 422, {"role": ""}) == "role_unknown"


def test_a_program_sees_and_rotates_its_own_token(own: Program) -> None:
    (client,) = own.call("get", "clients/")["results"]
    assert [token["this"] for token in client["tokens"]] == [True]

    new = own.call("post", "clients/rotate/", {"overlap_hours": 1}, 201)

    old_end = ApiToken.objects.get(prefix=own.token[:12]).expires_at
    assert old_end is not None
    assert abs(old_end - timezone.now() - timedelta(hours=1)) < timedelta(minutes=1)
    assert Program(new["token"]).call("get", "enterprise/")
    assert own.refused("post", "clients/rotate/", 422, {"overlap_hours": 9999}) == "overlap_invalid"
    assert own.refused("post", "clients/rotate/", 400, {"overlap_hours": "x"}) == (
        "parameters_invalid"
    )
    own.call("post", "clients/rotate/", {"overlap_hours": 0}, 201)
    assert own.refused("get", "enterprise/", 401) == "token_revoked"


def test_a_mandate_goes_its_way_between_two_programs(own: Program) -> None:
    agent = program(None, "express")
    terms = {"agent": firm_of(agent).code, "kinds": ["CEB311"]}

    proposed = own.call("post", "mandates/", terms, 201)
    path = f"mandates/{proposed['id']}/"
    assert (proposed["status"], proposed["in_force"]) == ("proposed", False)
    assert own.refused("post", "mandates/", 409, terms) == "mandate_overlaps"
    assert own.refused("post", f"{path}accept/", 403) == "mandate_not_yours_to_answer"
    assert agent.call("post", f"{path}accept/")["in_force"] is True
    assert agent.refused("post", f"{path}decline/", 409) == "transition_refused"
    assert own.call("get", path)["status"] == "accepted"
    assert own.call("post", f"{path}revoke/")["status"] == "revoked"
    assert [row["id"] for row in agent.call("get", "mandates/")["results"]] == [proposed["id"]]
    stranger = program()
    assert stranger.call("get", "mandates/")["results"] == []
    for step in ("accept/", "decline/", "revoke/"):
        assert stranger.refused("post", path + step, 404) == "mandate_unknown"
    assert stranger.refused("get", path, 404) == "not_found"


def test_a_declined_mandate_is_said_to_be_declined(own: Program) -> None:
    agent = program(None, "express")
    made = own.call("post", "mandates/", {"agent": firm_of(agent).code, "kinds": ["CEB311"]}, 201)

    assert agent.call("post", f"mandates/{made['id']}/decline/")["status"] == "declined"


def test_all_that_is_wrong_with_a_mandate_is_said_at_once(own: Program) -> None:
    terms = {"agent": "369996Z999", "kinds": ["CEB999"], "valid_from": "2020-01-01"}

    answer = own.call("post", "mandates/", terms, 422)

    assert answer["code"] == "mandate_invalid"
    problems = answer["details"]["problems"]
    assert {problem["field"] for problem in problems} == {"agent", "kinds", "valid_from"}
    for wrong in ({"kinds": "CEB311"}, {"kinds": [1]}, {"valid_to": "soon"}, {"valid_from": 1}):
        body = {"agent": "369996Z999", "kinds": [], **wrong}
        assert own.refused("post", "mandates/", 400, body) == "parameters_invalid"
    assert own.refused("post", "mandates/", 400, [1]) == "parse_error"
    assert not Mandate.objects.exists()


def test_mandates_come_in_pages(own: Program) -> None:
    firm = firm_of(own)
    made = [MandateFactory.create(principal=firm).id for _ in range(3)]

    first = own.call("get", "mandates/?limit=2")
    after = own.call("get", f"mandates/?limit=2&after={first['results'][-1]['id']}")

    listed = [row["id"] for row in first["results"] + after["results"]]
    assert listed == [str(number) for number in reversed(made)]
    assert after["next"] is None


def test_a_consent_is_answered_with_an_assertion_that_the_bank_can_check(own: Program) -> None:
    bank = program(None, "finance")
    terms = {
        "recipient": firm_of(bank).code,
        "purpose": "流动资金贷款审核",
        "data": ["name", "filing"],
        "valid_to": (localdate() + timedelta(days=5)).isoformat(),
    }
    given = own.call("post", "consents/", terms, 201)
    path = f"consents/{given['id']}/"

    answers = [bank.call(method, f"{path}assertion/") for method in ("get", "post")]

    keys = {key["kid"]: key for key in Program().call("get", "keys/")["keys"]}
    for answer in answers:
        token = answer["assertion"]
        key = jwt.PyJWK(keys[jwt.get_unverified_header(token)["kid"]])
        claims = jwt.decode(token, key.key, ["ES256"], audience=firm_of(bank).code)
        assert claims["data"] == answer["data"]
        assert set(claims["data"]) == {"name", "filing"}
        assert claims["iss"] == "http://testserver/"
    reads = AuditEntry.objects.filter(action="consent.read", on_id=given["id"])
    assert reads.count() == 2
    assert own.refused("post", f"{path}assertion/", 403) == "consent_not_yours"
    assert program(None, "finance").refused("post", f"{path}assertion/", 404) == "consent_unknown"
    assert bank.refused("post", f"{path}withdraw/", 403) == "consent_not_yours"
    assert own.call("post", f"{path}withdraw/")["status"] == "revoked"
    assert bank.refused("post", f"{path}assertion/", 403) == "consent_ended"
    assert bank.call("get", path)["in_force"] is False
    assert own.call("get", "consents/")["results"][0]["id"] == given["id"]


def test_all_that_is_wrong_with_a_consent_is_said_at_once(own: Program) -> None:
    body = {"recipient": firm_of(own).code, "purpose": "", "data": [], "valid_to": "2020-01-01"}

    answer = own.call("post", "consents/", body, 422)

    fields = {problem["field"] for problem in answer["details"]["problems"]}
    assert fields == {"recipient", "purpose", "data", "valid_to"}


def operations() -> Iterator[tuple[str, str, str]]:
    """Method, path and needed scope of every operation that acts."""
    yield from (
        ("get", "members/", "members"),
        ("patch", "members/1/", "members"),
        ("delete", "members/1/", "members"),
        ("get", "invitations/", "members"),
        ("post", "invitations/", "members"),
        ("delete", "invitations/1/", "members"),
        ("get", "enterprise/", "read"),
        ("get", "clients/", "read"),
        ("get", "mandates/", "read"),
        ("get", "mandates/1/", "read"),
        ("post", "mandates/", "mandates"),
        ("post", "mandates/1/accept/", "mandates"),
        ("post", "mandates/1/decline/", "mandates"),
        ("post", "mandates/1/revoke/", "mandates"),
        ("get", "consents/", "read"),
        ("get", "consents/1/", "read"),
        ("post", "consents/", "consents"),
        ("post", "consents/1/withdraw/", "consents"),
        ("post", "consents/1/assertion/", "consents"),
        ("get", "consents/1/assertion/", "consents"),
    )


@pytest.mark.parametrize(("method", "path", "scope"), list(operations()))
def test_a_token_without_the_scope_is_refused(method: str, path: str, scope: str) -> None:
    others = [s for s in ("read", "members", "mandates", "consents") if s != scope]
    narrow = program(None, "ecommerce", scopes=others)
    body: Any = {} if method in {"post", "patch"} else None

    assert narrow.refused(method, path, 403, body) == "scope_missing"
    assert Program().refused(method, path, 401, body) == "token_missing"


def test_a_person_who_is_signed_in_is_no_program() -> None:
    member = MemberFactory.create(role="administrator")
    person = Program(user=member.user)

    assert person.refused("get", "members/", 401) == "token_missing"
    assert not Invitation.objects.exists()
