"""API clients of an enterprise: its administrators make them, give tokens, renew and shut them."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from enterprises.constants import SCOPE_SEND
from enterprises.models import ApiClient, ApiToken
from enterprises.pages.own_firm import ConfirmPage, FirmPage, status_of, words_of
from enterprises.pages.people_labels import TOKEN_STATES, scope_label
from enterprises.rules.sending import scopes_for
from enterprises.selectors_people import clients_of, token_state, tokens_of
from enterprises.services.clients import (
    create_client,
    give_token,
    revoke_own_token,
    rotate_token,
)
from zone_portal.kernel.errors import PortalError

USUAL_DAYS = 365
USUAL_OVERLAP_DAYS = 7
LONG_DEAD = timedelta(days=90)
"""Tokens that ended longer ago are not listed any more."""


class Clients(FirmPage):
    """Clients with their tokens, rates and last use."""

    template_name = "enterprises/clients.html"
    list_name = "enterprises:clients"
    administrators_only = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now, firm = timezone.now(), self.own.enterprise
        clients = [_client(row, now) for row in clients_of(self.viewer, firm.id)]
        return super().get_context_data(**kwargs) | {
            "clients": clients,
            "ending": sum(t["state"] == "ending" for c in clients for t in c["tokens"]),
            "sending": _scopes(firm.kinds, sending=True),
            "managing": _scopes(firm.kinds, sending=False),
            "days": USUAL_DAYS,
            "longest": settings.TOKEN_LONGEST.days,
        }

    def post(self, request: HttpRequest) -> HttpResponse:
        """Make a client."""
        name, firm = request.POST.get("name", ""), self.own.enterprise.id
        try:
            row = self.attempt(create_client, enterprise_id=firm, name=name)
        except PortalError as refusal:
            return self.refused(refusal, typed_name=name)
        return self.done(_("已建立客户端“%(name)s”。下一步：签发令牌。") % {"name": row.name})

    def refused(self, refusal: PortalError, **more: Any) -> HttpResponse:
        """The list again, saying what was not done and why."""
        context = self.get_context_data(refusal=words_of(refusal), **more)
        return self.render_to_response(context, status=status_of(refusal))

    def shown_once(self, text: str, row: ApiToken) -> HttpResponse:
        """The list with the new token, which nobody will see again."""
        context = self.get_context_data(new_token=text, new=row)
        return self.render_to_response(context, headers={"Cache-Control": "no-store"})


class GiveToken(Clients):
    """A new token; the answer shows it, this once."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int = 0) -> HttpResponse:
        days = request.POST.get("days", "")
        given: Mapping[str, Any] = {
            "enterprise_id": self.own.enterprise.id,
            "client_id": pk,
            "scopes": request.POST.getlist("scopes"),
            "days": int(days) if days.isdecimal() and len(days) < 6 else 0,
        }
        try:
            issued = self.attempt(give_token, **given)
        except PortalError as refusal:
            return self.refused(refusal, opened=pk)
        return self.shown_once(issued.text, issued.row)


class RotateToken(Clients):
    """A page that asks how long the old token stays; POST gives the new one."""

    template_name = "enterprises/clients.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        row = tokens_of(self.viewer, self.own.enterprise.id).filter(id=kwargs["pk"]).first()
        if row is None:
            raise Http404
        self.template_name = "enterprises/rotate.html"
        context = self.get_context_data(
            token=row,
            overlap=USUAL_OVERLAP_DAYS,
            most=settings.TOKEN_OVERLAP_LONGEST.days,
            back=self.back(),
        )
        return self.render_to_response(context)

    def post(self, request: HttpRequest, pk: int = 0) -> HttpResponse:
        days = request.POST.get("overlap", "")
        overlap = timedelta(days=int(days) if days.isdecimal() and len(days) < 6 else -1)
        given = {"enterprise_id": self.own.enterprise.id, "token_id": pk, "overlap": overlap}
        try:
            issued = self.attempt(rotate_token, **given)
        except PortalError as refusal:
            return self.refused(refusal)
        return self.shown_once(issued.text, issued.row)


class RevokeToken(ConfirmPage):
    """Shuts a token."""

    list_name = "enterprises:clients"
    administrators_only = True

    def question(self) -> dict[str, Any]:
        row = tokens_of(self.viewer, self.own.enterprise.id).filter(id=self.kwargs["pk"]).first()
        if row is None:
            raise Http404
        return {
            "title": _("撤销令牌"),
            "text": _(
                "使用令牌 %(prefix)s…（%(client)s）的系统下一次请求即被拒绝；不想中断请用轮换。"
            )
            % {"prefix": row.prefix, "client": row.client.name},
            "button": _("撤销令牌"),
        }

    def act(self) -> str:
        firm = self.own.enterprise.id
        row = self.attempt(revoke_own_token, enterprise_id=firm, token_id=self.kwargs["pk"])
        return _("令牌 %(prefix)s… 已撤销。") % {"prefix": row.prefix}


def _client(row: ApiClient, now: Any) -> dict[str, Any]:
    tokens = []
    for token in row.tokens.all():
        ended = token.revoked_at or token.expires_at
        if ended is not None and ended < now - LONG_DEAD:
            continue
        state = token_state(token, at=now)
        tokens.append(
            {
                "row": token,
                "state": state,
                "label": TOKEN_STATES[state],
                "usable": state in {"usable", "ending"},
                "scopes": [(scope, scope_label(scope)) for scope in token.scopes],
            }
        )
    return {"row": row, "tokens": tokens}


def _scopes(kinds: list[str], *, sending: bool) -> list[tuple[str, Any]]:
    possible = sorted(scopes_for(kinds))
    chosen = [scope for scope in possible if scope.startswith(SCOPE_SEND) == sending]
    chosen.sort(key=lambda scope: (scope != "read", scope))
    return [(scope, scope_label(scope)) for scope in chosen]
