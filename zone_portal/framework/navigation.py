"""The left navigation: three areas, and in each only what exists and this person may open."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the navigation: ``url_name`` is opened, ``views`` are shown beneath it."""

    label: Words
    url_name: str
    views: tuple[str, ...] = ()
    officials_only: bool = False

    def holds(self, view_name: str) -> bool:
        return view_name == self.url_name or view_name in self.views


AREAS: tuple[tuple[Words, tuple[Entry, ...]], ...] = (
    (_("数据服务"), (Entry(_("总览"), "statistics:overview"),)),
    (
        _("政务服务"),
        (
            Entry(
                _("申报清单"),
                "declarations:inventories",
                (
                    "declarations:inventory",
                    "declarations:inventory_document",
                    "declarations:search",
                ),
            ),
            Entry(
                _("单证接收"),
                "declarations:submissions",
                ("declarations:submission", "declarations:upload"),
            ),
            Entry(_("订单"), "declarations:orders", ("declarations:order",)),
            Entry(_("支付单"), "declarations:payments", ("declarations:payment",)),
            Entry(_("运单"), "declarations:waybills", ("declarations:waybill",)),
        ),
    ),
    (
        _("特色服务"),
        (
            Entry(_("检查规则"), "declarations:rules", ("declarations:rule",)),
            Entry(_("接口文档"), "api-docs"),
        ),
    ),
)


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context processor: what the frame of every page needs, without one query."""
    return {
        "portal": {
            "demo": getattr(settings, "PORTAL_DEMO", False),
            "navigation": list(_areas(request)),
            "other_language": "en" if (get_language() or "").startswith("zh") else "zh-hans",
        }
    }


def _areas(request: HttpRequest) -> Iterator[dict[str, Any]]:
    match = request.resolver_match
    view_name = match.view_name if match else ""
    for label, entries in AREAS:
        shown = [
            {"label": entry.label, "url": url, "current": entry.holds(view_name)}
            for entry in entries
            if _may_open(request, entry) and (url := _address(entry.url_name))
        ]
        if shown:
            yield {"label": label, "entries": shown}


def _may_open(request: HttpRequest, entry: Entry) -> bool:
    return not entry.officials_only or bool(getattr(request.user, "is_official", False))


def _address(url_name: str) -> str:
    """The address of a page, or nothing where this installation does not have the page."""
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return ""
