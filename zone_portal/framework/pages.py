"""Bases of the pages: signed in, told apart from fragments, columns chosen in the address."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth.mixins import LoginRequiredMixin
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.views import defaults
from django.views.generic import TemplateView

RETRY_AFTER_SECONDS = "5"

Words = str | Promise


class SignedInPage(LoginRequiredMixin, TemplateView):
    """A page for people who are signed in.

    ``fragment_name`` is the template for an htmx request that replaces a part of the page.
    """

    fragment_name: str = ""
    request: HttpRequest

    def get_template_names(self) -> list[str]:
        if self.fragment_name and is_partial(self.request):
            return [self.fragment_name]
        return super().get_template_names()

    def handle_no_permission(self) -> Any:
        """A fragment asked for after the session ended sends the whole page to sign-in."""
        response = super().handle_no_permission()
        if is_partial(self.request) and "Location" in response:
            return HttpResponse(status=204, headers={"HX-Redirect": response["Location"]})
        return response


def failed(request: HttpRequest) -> HttpResponse:
    """The page of a request that broke: an honest 503 where the database is lost, else 500.

    Called while the exception is handled; asks the database nothing.
    """
    if isinstance(sys.exc_info()[1], (OperationalError, InterfaceError)):
        content = render_to_string("503.html")
        return HttpResponse(content, status=503, headers={"Retry-After": RETRY_AFTER_SECONDS})
    return defaults.server_error(request)


def is_partial(request: HttpRequest) -> bool:
    """Whether htmx asks for a part of a page (and not for a whole page by history or boost)."""
    headers = request.headers
    return headers.get("HX-Request") == "true" and "HX-History-Restore-Request" not in headers


def origin_of(request: HttpRequest) -> str:
    """The network address a request comes from.

    Behind ``PROXIES_IN_FRONT`` proxies of our own it is the one that the outermost of them wrote
    into ``X-Forwarded-For``; what stands left of it was written by the caller and is not believed.
    """
    proxies: int = settings.PROXIES_IN_FRONT
    if proxies:
        hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
        if len(hops) >= proxies and hops[-proxies]:
            return str(hops[-proxies])
    return str(request.META.get("REMOTE_ADDR") or "")


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a list: ``name`` in the address, ``label`` as its heading."""

    name: str
    label: Words
    shown: bool = True
    numeric: bool = False


def chosen_columns(columns: Sequence[Column], query: QueryDict) -> list[Column]:
    """The columns that ``?columns=a&columns=b`` asks for, in the list's own order.

    Without a (known) choice, the ones that are shown by default.
    """
    wanted = set(query.getlist("columns"))
    return [column for column in columns if column.name in wanted] or [
        column for column in columns if column.shown
    ]
