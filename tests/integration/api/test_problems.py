"""Whatever goes wrong below /api/ is a problem with a stable code, in the caller's language."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.db import OperationalError
from django.utils import timezone

from accounts.facts import SystemActor
from declarations import tracking
from declarations.models import Submission
from declarations.services import intake
from enterprises.models import ApiToken, Enterprise
from enterprises.services.tokens import revoke_token
from tests.integration.api.conftest import NDJSON, Caller, Source, caller_for

pytestmark = pytest.mark.django_db


def problem_of(response: Any) -> tuple[int, str]:
    """Status and code of a problem; it is one as RFC 9457 asks for."""
    assert response.headers["Content-Type"] == "application/problem+json"
    content = response.json()
    assert content["status"] == response.status_code
    assert content["type"] == f"urn:zone-portal:problem:{content['code']}"
    assert content["title"]
    assert content["detail"]
    return response.status_code, content["code"]


def test_without_a_token_the_answer_is_401_with_a_challenge() -> None:
    response = Caller().get("inventories/")
    assert problem_of(response) == (401, "token_missing")
    assert response.headers["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize("header", ["Bearer", "Bearer ", "Bearer ptk_nothing", "bearer x y"])
def test_a_token_that_is_none_is_refused(header: str) -> None:
    response = Caller().client.get("/api/v1/inventories/", headers={"Authorization": header})
    status, code = problem_of(response)
    assert status == 401
    assert code in {"token_missing", "token_invalid"}


def test_a_revoked_token_says_so(firm: Enterprise) -> None:
    caller = caller_for(firm)
    revoke_token(token=caller.token, by=SystemActor("test"), at=timezone.now())
    assert problem_of(caller.get("inventories/")) == (401, "token_revoked")


def test_an_expired_token_says_so(firm: Enterprise) -> None:
    caller = caller_for(firm)
    past = timezone.now() - timedelta(days=2)
    ApiToken.objects.update(created_at=past, expires_at=past + timedelta(days=1))
    assert problem_of(caller.get("inventories/")) == (401, "token_expired")


def test_a_token_for_sending_does_not_read(firm: Enterprise) -> None:
    caller = caller_for(firm, scopes=["send:CEB311"])
    for path in ("inventories/", "receipts/", "messages/"):
        assert problem_of(caller.get(path)) == (403, "scope_missing")


@pytest.mark.parametrize("path", ["nothing/", "inventories/x/", "/api/nothing", "/api/v2/orders/"])
def test_an_address_that_does_not_exist_is_a_problem_too(caller: Caller, path: str) -> None:
    assert problem_of(caller.get(path)) == (404, "not_found")


@pytest.mark.parametrize("number", ["1", str(2**63 - 1), str(2**63), "9" * 40])
def test_an_id_that_nobody_has_is_not_found(caller: Caller, number: str) -> None:
    for noun in ("messages", "orders", "payments", "waybills", "inventories"):
        assert problem_of(caller.get(f"{noun}/{number}/")) == (404, "not_found")
    assert problem_of(caller.get(f"inventories/{number}/match/")) == (404, "not_found")


def test_a_method_that_is_not_supported_names_those_that_are(caller: Caller) -> None:
    response = caller.post(b"{}", "application/json", path="/api/v1/inventories/")
    assert problem_of(response) == (405, "method_not_allowed")
    assert "GET" in response.headers["Allow"]


def test_problems_speak_chinese_unless_asked_otherwise(firm: Enterprise) -> None:
    caller = caller_for(firm)
    told = {}
    for language in ("", "zh-CN", "en-GB,en;q=0.8", "de"):
        caller.language = language
        told[language] = caller.get("inventories/1/").json()["title"]
    assert told == {
        "": "没有找到",
        "zh-CN": "没有找到",
        "en-GB,en;q=0.8": "Not found",
        "de": "没有找到",
    }


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ({"orderno": "1"}, "orderno"),
        ({"outcome": "good"}, "outcome"),
        ({"type": "CEB311"}, "type"),
        ({"received_after": "yesterday"}, "received_after"),
        ({"limit": "0"}, "limit"),
        ({"limit": "501"}, "limit"),
        ({"limit": "x"}, "limit"),
        ({"after": "-1"}, "after"),
        ({"after": "9" * 30}, "after"),
        ({"after": "1", "before": "2"}, "before"),
        ({"copNo": "a\x00b"}, "copNo"),
        ({"copNo": "x" * 101}, "copNo"),
    ],
)
def test_a_wrong_parameter_is_named(caller: Caller, query: dict[str, str], named: str) -> None:
    response = caller.get("inventories/", **query)
    assert problem_of(response) == (400, "parameters_invalid")
    assert named in response.json()["details"]


@pytest.mark.parametrize("cursor", ["x", "1", "1.", ".1", "1.2.3", "-1.0", "9" * 30 + ".1", "１.1"])
def test_a_cursor_that_is_none_is_refused(caller: Caller, cursor: str) -> None:
    assert problem_of(caller.get("receipts/", after=cursor)) == (400, "cursor_invalid")


@pytest.mark.parametrize(
    ("body", "content_type", "expected"),
    [
        (b"hello", "text/plain", (415, "unsupported_media_type")),
        (b" ", "application/json", (400, "no_document")),
        (b"{", "application/json", (400, "json_malformed")),
        (b'{"type": "CEB999"}', "application/json", (422, "kind_unknown")),
        (b'{"type": "CEB312"}', "application/json", (422, "kind_not_accepted")),
        (b"<a", "application/xml", (400, "xml_malformed")),
        (b"<a/>", "application/xml", (422, "kind_unknown")),
        (b"{}\n" * 10_001, NDJSON, (413, "too_many_documents")),
    ],
)
def test_a_message_that_cannot_be_taken_in_is_a_problem(
    caller: Caller, body: bytes, content_type: str, expected: tuple[int, str]
) -> None:
    assert problem_of(caller.post(body, content_type)) == expected


def test_a_lost_database_is_an_honest_503(
    caller: Caller, source: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lost(*_: object, **__: object) -> None:
        raise OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr(intake, "keep", lost)
    response = caller.post(b"{}", NDJSON)
    assert problem_of(response) == (503, "database_unavailable")
    assert "resending is safe" in response.json()["detail"]
    assert int(response.headers["Retry-After"]) > 0
    assert "server closed" not in response.content.decode()


def test_an_unforeseen_error_tells_nothing_of_the_inside(
    caller: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("the secret of the inside")

    monkeypatch.setattr(tracking, "track", broken)
    caller.client.raise_request_exception = False
    response = caller.get("track/1/")
    assert problem_of(response) == (500, "error")
    assert "secret" not in response.content.decode()


def test_a_post_without_the_slash_keeps_its_method(caller: Caller) -> None:
    response = caller.post(b"{}", NDJSON, path="/api/v1/messages")
    assert response.status_code == 308
    assert response.headers["Location"] == "/api/v1/messages/"


def test_who_asks_for_xml_where_there_is_none_gets_json(caller: Caller) -> None:
    response = caller.get("inventories/", accept="application/xml")
    assert (response.status_code, response.headers["Content-Type"]) == (200, "application/json")


def test_answers_are_not_kept_by_caches_on_the_way(caller: Caller) -> None:
    assert caller.get("inventories/").headers["Cache-Control"] == "no-store"


def test_answers_to_programs_have_the_policy_of_pages_that_use_no_script(caller: Caller) -> None:
    told = caller.get("inventories/").headers["Content-Security-Policy"]
    page = caller.client.get("/parcel/").headers["Content-Security-Policy"]
    assert "default-src 'self'" in told
    assert "nonce" not in told
    directives = {part.split(" 'nonce-")[0].strip() for part in page.split(";")}
    assert {part.strip() for part in told.split(";")} == directives


def test_compressed_bodies_are_refused_by_name(firm: Enterprise) -> None:
    caller = caller_for(firm)
    response = caller.client.post(
        "/api/v1/messages/",
        b"\x1f\x8b",
        content_type=NDJSON,
        headers={"Authorization": f"Bearer {caller.token}", "Content-Encoding": "gzip"},
    )
    assert problem_of(response) == (415, "content_encoding_refused")


def test_a_body_that_breaks_off_keeps_nothing(firm: Enterprise) -> None:
    caller = caller_for(firm)
    broken: dict[str, Any] = {"wsgi.input": BytesIO(b"{}"), "CONTENT_LENGTH": "5"}
    response = caller.client.generic(
        "POST",
        "/api/v1/messages/",
        b"{}",
        content_type=NDJSON,
        headers={"Authorization": f"Bearer {caller.token}"},
        **broken,
    )
    assert problem_of(response) == (400, "body_incomplete")
    assert not Submission.objects.filter(enterprise_id=firm.pk).exists()


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("track/a%00b/", "bad_request"),
        ("tasks/?code=%00", "parameters_invalid"),
        ("market-records/?number=a%00", "parameters_invalid"),
    ],
)
def test_an_address_with_nul_is_refused(firm: Enterprise, path: str, code: str) -> None:
    assert problem_of(caller_for(firm).get(f"/api/v1/{path}")) == (400, code)
