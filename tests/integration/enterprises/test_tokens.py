"""Tokens: issued once, kept as a digest, checked cheaply, refused with a reason."""

import hashlib
import json
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.test.utils import CaptureQueriesContext
from rest_framework.exceptions import AuthenticationFailed, NotAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.test import APIRequestFactory
from rest_framework.views import APIView

from accounts.facts import SystemActor
from accounts.models import AuditEntry
from enterprises.api.authentication import ClientUser, TokenAuthentication
from enterprises.api.permissions import IsApiClient, MayRead, client_of
from enterprises.models import ApiClient, ApiToken
from enterprises.rules.sending import scopes_for
from enterprises.services.tokens import IssuedToken, issue_token, revoke_token
from tests.factories.enterprises import EnterpriseFactory
from zone_portal.kernel.errors import PortalError

AT = datetime(2026, 11, 20, 8, tzinfo=UTC)
BY = SystemActor("test")
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clock() -> Any:
    with time_machine.travel(AT, tick=False):
        yield


def issue(*kinds: str, **options: Any) -> IssuedToken:
    firm = EnterpriseFactory.create(kinds=list(kinds) or ["payment"])
    return issue_token(enterprise=firm, by=BY, at=AT, **options)


def authenticate(header: str | None) -> tuple[ClientUser, Any] | None:
    headers = {} if header is None else {"Authorization": header}
    return TokenAuthentication().authenticate(
        Request(APIRequestFactory().get("/", headers=headers))
    )


def refusal(header: str) -> str:
    with pytest.raises(AuthenticationFailed) as failed:
        authenticate(header)
    return str(failed.value.get_codes())


class Echo(APIView):
    authentication_classes = (TokenAuthentication,)
    permission_classes = (MayRead,)

    def get(self, request: Request) -> Response:
        return Response({"code": client_of(request).enterprise.code})


def get(header: str | None) -> tuple[HttpResponseBase, dict[str, Any]]:
    """The answer of the view and its body."""
    headers = {} if header is None else {"Authorization": header}
    request = APIRequestFactory().get("/", headers=headers)
    response = cast("HttpResponseBase", Echo.as_view()(request))
    if isinstance(response, Response):
        return response, dict(response.data)
    assert isinstance(response, HttpResponse)
    return response, json.loads(response.content)


def test_a_token_is_kept_as_its_digest_only() -> None:
    issued = issue()
    row = ApiToken.objects.get()
    assert bytes(row.digest) == hashlib.sha256(issued.text.encode()).digest()
    assert row.prefix == issued.text[:12]
    assert len(issued.text) > 40
    entry = AuditEntry.objects.get(action="token.issued")
    assert issued.text not in str(entry.new)


def test_a_token_opens_the_door_for_its_enterprise() -> None:
    issued = issue("payment", "broker")
    answer = authenticate(f"Bearer {issued.text}")
    assert answer is not None
    user, token = answer
    assert user.enterprise.code == issued.row.client.enterprise.code
    assert user.enterprise.kinds == {"payment", "broker"}
    assert (user.is_authenticated, user.requests_per_second) == (True, 300)
    assert user.scopes == token.scopes == set(issued.row.scopes)
    assert "send:CEB411" in user.scopes
    assert "send:CEB311" not in user.scopes
    assert user.label == f"{user.enterprise.code}/default"


def test_a_request_costs_one_query_but_for_one_a_minute() -> None:
    header = f"Bearer {issue().text}"
    with CaptureQueriesContext(connection) as queries:
        authenticate(header)
    assert len(queries) == 2  # finds the token and notes that it is used
    assert ApiToken.objects.get().last_used_at == AT
    for seconds, expected in ((59, 1), (61, 2), (120, 1)):
        with time_machine.travel(AT + timedelta(seconds=seconds), tick=False):
            with CaptureQueriesContext(connection) as queries:
                authenticate(header)
            assert len(queries) == expected, seconds


@pytest.mark.parametrize("header", [None, "", "Basic dTpw", "Token abc"])
def test_other_headers_are_left_to_others(header: str | None) -> None:
    assert authenticate(header) is None


def test_every_refusal_has_its_code() -> None:
    issued = issue(days=1)
    assert refusal("Bearer ") == "token_missing"
    assert refusal("Bearer ptk_nobody") == "token_invalid"
    assert refusal(f"Bearer {issued.text}x") == "token_invalid"
    assert refusal("Bearer \u00e9\u4e2d") == "token_invalid"
    with time_machine.travel(AT + timedelta(days=1), tick=False):
        assert refusal(f"bearer {issued.text}") == "token_expired"
    revoke_token(token=issued.row.prefix, by=BY, at=AT)
    assert refusal(f"Bearer {issued.text}") == "token_revoked"


def test_a_client_that_is_switched_off_opens_nothing() -> None:
    issued = issue()
    ApiClient.objects.update(active=False)
    assert refusal(f"Bearer {issued.text}") == "token_invalid"


def test_a_view_answers_401_without_a_token_and_403_without_the_scope() -> None:
    response, problem = get(None)
    assert (response.status_code, problem["code"]) == (401, "token_missing")
    assert response["WWW-Authenticate"].startswith("Bearer")
    response, problem = get(f"Bearer {issue(scopes=['send:CEB411']).text}")
    assert (response.status_code, problem["code"]) == (403, "scope_missing")
    reader = issue(scopes=["read"])
    response, body = get(f"Bearer {reader.text}")
    assert (response.status_code, body["code"]) == (200, reader.row.client.enterprise.code)


def test_a_person_is_no_api_client() -> None:
    request = Request(APIRequestFactory().get("/"))
    with pytest.raises(NotAuthenticated):
        IsApiClient().has_permission(request, Echo())


def test_revoking_works_by_prefix_id_or_token_and_only_once() -> None:
    for name in ("prefix", "id", "text"):
        issued = issue()
        handle = issued.text if name == "text" else str(getattr(issued.row, name))
        assert revoke_token(token=handle, by=BY, at=AT).id == issued.row.id
        later = revoke_token(token=handle, by=BY, at=AT + timedelta(hours=1))
        assert later.revoked_at == AT
    assert AuditEntry.objects.filter(action="token.revoked").count() == 3
    with pytest.raises(PortalError) as unknown:
        revoke_token(token="ptk_nobody", by=BY, at=AT)
    assert unknown.value.code == "token_unknown"


def test_a_firm_cannot_have_the_scope_of_what_it_may_never_send() -> None:
    with pytest.raises(PortalError) as refused:
        issue("payment", scopes=["read", "send:CEB311"])
    assert refused.value.code == "scopes_not_allowed"
    assert refused.value.details["scopes"] == ["send:CEB311"]


def test_a_token_is_valid_for_a_day_at_least() -> None:
    with pytest.raises(PortalError) as refused:
        issue(days=0)
    assert refused.value.code == "days_invalid"


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"expires_at": AT}, "api_token_period"),
        ({"scopes": []}, "api_token_scoped"),
        ({"prefix": "other"}, "api_token_digest_unique"),
        ({"digest": b"other"}, "api_token_prefix_unique"),
    ],
)
def test_the_database_guards_every_token(changes: dict[str, Any], constraint: str) -> None:
    row = issue().row
    given = {
        "client": row.client,
        "digest": row.digest,
        "prefix": row.prefix,
        "scopes": ["read"],
        "created_at": AT,
    }
    if "expires_at" in changes or "scopes" in changes:
        given |= {"digest": b"new", "prefix": "new"}
    with pytest.raises(IntegrityError, match=constraint):
        ApiToken.objects.create(**(given | changes))


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [({"name": "default"}, "api_client_once"), ({"requests_per_second": 0}, "api_client_rate")],
)
def test_the_database_guards_every_client(changes: dict[str, Any], constraint: str) -> None:
    client = issue().row.client
    with pytest.raises(IntegrityError, match=constraint):
        ApiClient.objects.create(**({"enterprise": client.enterprise, "name": "erp"} | changes))


def test_the_command_prints_the_token_alone_on_its_last_line(
    capsys: pytest.CaptureFixture[str],
) -> None:
    firm = EnterpriseFactory.create(kinds=["express"])
    call_command("api_token", firm.code.lower(), days=10)
    *_, last = capsys.readouterr().out.splitlines()
    answer = authenticate(f"Bearer {last}")
    assert answer is not None
    user, token = answer
    assert user.enterprise.id == firm.id
    assert token.expires_at == AT + timedelta(days=10)
    assert token.scopes == scopes_for(["express"])
    call_command("api_token", firm.uscc, "--scopes", "read")
    assert ApiClient.objects.get(enterprise=firm).tokens.count() == 2
    call_command("revoke_token", last[:12])
    assert refusal(f"Bearer {last}") == "token_revoked"


@pytest.mark.parametrize(
    ("command", "arguments", "message"),
    [
        ("api_token", ["3698969999"], "no enterprise has the code 3698969999"),
        ("revoke_token", ["7"], "there is no such token"),
    ],
)
def test_commands_name_what_they_do_not_find(
    command: str, arguments: list[str], message: str
) -> None:
    with pytest.raises(CommandError, match=message):
        call_command(command, *arguments)
