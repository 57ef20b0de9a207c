"""API clients that an enterprise looks after itself: made, given tokens, renewed, shut."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.facts import ClientActor
from accounts.services import audit
from accounts.services.audit import Actor
from enterprises.models import ApiClient, ApiToken
from enterprises.rules.sending import scopes_for
from enterprises.selectors_people import token_state, tokens_to_remind_of
from enterprises.services.notices import notify_members
from enterprises.services.refusals import Refusal
from enterprises.services.rights import ADMINISTRATOR, lock_people, must_administer
from enterprises.services.tokens import IssuedToken, issue_token, revoke_token

LONGEST_NAME: Final = 60
ON_TYPE: Final = "enterprises.apiclient"


@transaction.atomic
def create_client(
    *, enterprise_id: int, name: str, by: Actor, at: datetime, origin: str = ""
) -> ApiClient:
    """A client without any token yet; its rate is the usual one.

    :raises Refusal: ``administrator_needed``, ``client_name_invalid``, ``client_name_taken``.
    """
    enterprise = lock_people(enterprise_id)
    must_administer(enterprise_id, by=by)
    name = " ".join(name.split())
    if not 0 < len(name) <= LONGEST_NAME:
        raise Refusal(
            "client_name_invalid",
            422,
            "请填写名称（至多 60 字）",
            "give a name of 1 to 60 characters",
        )
    if ApiClient.objects.filter(enterprise=enterprise, name=name).exists():
        raise Refusal(
            "client_name_taken",
            409,
            f"本企业已有名为“{name}”的客户端，请换一个名称",
            f"the enterprise has a client named “{name}” already; choose another name",
        )
    row = ApiClient.objects.create(enterprise=enterprise, name=name)
    audit.record(
        "client.created",
        by=by,
        on=(ON_TYPE, str(row.id)),
        new={"name": name, "enterprise": enterprise.code},
        at=at,
        origin=origin,
    )
    return row


@transaction.atomic
def give_token(
    *,
    enterprise_id: int,
    client_id: int,
    scopes: Collection[str],
    days: int,
    by: Actor,
    at: datetime,
    origin: str = "",
) -> IssuedToken:
    """A new token for a client, with exactly these scopes.

    :raises Refusal: ``administrator_needed``, ``client_unknown``, ``scopes_missing``,
        ``days_invalid``; PortalError ``scopes_not_allowed``.
    """
    lock_people(enterprise_id)
    must_administer(enterprise_id, by=by)
    client = ApiClient.objects.select_related("enterprise").filter(
        id=client_id, enterprise_id=enterprise_id
    )
    row = client.first()
    if row is None:
        raise Refusal("client_unknown", 404, "没有这个客户端", "there is no such client")
    if not scopes:
        raise Refusal("scopes_missing", 422, "请至少选择一项权限范围", "choose at least one scope")
    longest = settings.TOKEN_LONGEST.days
    if not 1 <= days <= longest:
        raise Refusal(
            "days_invalid",
            422,
            f"有效天数应为 1 至 {longest}",
            f"a token is valid for 1 to {longest} days",
        )
    return issue_token(
        enterprise=row.enterprise,
        client_name=row.name,
        scopes=scopes,
        days=days,
        by=by,
        at=at,
        origin=origin,
    )


@transaction.atomic
def rotate_token(
    *,
    enterprise_id: int,
    token_id: int,
    overlap: timedelta,
    by: Actor,
    at: datetime,
    origin: str = "",
) -> IssuedToken:
    """A new token in place of this one, which stays valid for ``overlap`` (never longer than it
    was). The new one has the old scopes, as far as the enterprise may still have them, and as many
    days of its own.

    :raises Refusal: ``administrator_needed``, ``token_unknown``, ``token_not_in_force``,
        ``overlap_invalid``, ``scopes_missing``.
    """
    enterprise = lock_people(enterprise_id)
    must_administer(enterprise_id, by=by)
    old = _token(enterprise_id, token_id)
    if isinstance(by, ClientActor) and by.client_id != old.client_id:
        raise _unknown_token()
    if old.revoked_at is not None or (old.expires_at is not None and old.expires_at <= at):
        raise Refusal(
            "token_not_in_force",
            409,
            "该令牌已撤销或已过期，不能轮换。请签发新的令牌。",
            "This token is revoked or expired and cannot be rotated. Issue a new one.",
        )
    most = settings.TOKEN_OVERLAP_LONGEST
    if not timedelta(0) <= overlap <= most:
        raise Refusal(
            "overlap_invalid",
            422,
            f"旧令牌的并行期应为 0 至 {most.days} 天",
            f"the old token may stay valid for 0 to {most.days} days",
        )
    scopes = set(old.scopes) & scopes_for(enterprise.kinds)
    if not scopes:
        raise Refusal("scopes_missing", 409, "没有可保留的权限范围", "no scope is left")
    lifetime = (old.expires_at - old.created_at) if old.expires_at else settings.TOKEN_LONGEST
    issued = issue_token(
        enterprise=enterprise,
        client_name=old.client.name,
        scopes=scopes,
        days=max(lifetime.days, 1),
        by=by,
        at=at,
        origin=origin,
    )
    until = _end(old, overlap, at=at)
    audit.record(
        "token.rotated",
        by=by,
        on=("enterprises.apitoken", str(old.id)),
        new={"prefix": old.prefix, "by": issued.row.prefix, "until": until.isoformat()},
        at=at,
        origin=origin,
    )
    return issued


@transaction.atomic
def revoke_own_token(
    *, enterprise_id: int, token_id: int, by: Actor, at: datetime, origin: str = ""
) -> ApiToken:
    """Shut one of the enterprise's own tokens at once and for good.

    :raises Refusal: ``administrator_needed``, ``token_unknown``.
    """
    lock_people(enterprise_id)
    must_administer(enterprise_id, by=by)
    return revoke_token(token=_token(enterprise_id, token_id).prefix, by=by, at=at, origin=origin)


@transaction.atomic
def remind_of_tokens(*, at: datetime) -> int:
    """Tell administrators, once, of each token that expires soon; returns how many tokens."""
    due = tokens_to_remind_of(at=at).select_related("client__enterprise")
    locked = due.select_for_update(of=("self",), skip_locked=True)
    rows = [row for row in locked if token_state(row, at=at) == "ending"]
    for row in rows:
        day = timezone.localtime(row.expires_at)
        client = row.client
        notify_members(
            client.enterprise_id,
            [ADMINISTRATOR],
            kind="token_ending",
            zh=f"接口客户端“{client.name}”的令牌 {row.prefix}… 将于 {day:%Y-%m-%d} 到期，请轮换。",
            en=f"Token {row.prefix}… of the API client “{client.name}” expires on "
            f"{day:%Y-%m-%d}. Rotate it.",
            link="/clients/",
            at=at,
        )
    ApiToken.objects.filter(id__in=[row.id for row in rows]).update(reminded_at=at)
    return len(rows)


def _token(enterprise_id: int, token_id: int) -> ApiToken:
    rows = ApiToken.objects.select_for_update(of=("self",)).select_related("client")
    found = rows.filter(id=token_id, client__enterprise_id=enterprise_id)
    row: ApiToken | None = found.first()
    if row is None:
        raise _unknown_token()
    return row


def _unknown_token() -> Refusal:
    return Refusal("token_unknown", 404, "没有这个令牌", "there is no such token")


def _end(row: ApiToken, overlap: timedelta, *, at: datetime) -> datetime:
    """Let the old token end after the overlap, without one at once; returns when."""
    until = at + overlap if row.expires_at is None else min(row.expires_at, at + overlap)
    if overlap:
        row.expires_at = until
    else:
        row.revoked_at = until
    row.reminded_at = at
    row.save(update_fields=["revoked_at", "expires_at", "reminded_at"])
    return until
