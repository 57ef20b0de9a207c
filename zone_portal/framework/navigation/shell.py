"""The left navigation: in each area only what exists and this person may open."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.module_loading import import_string
from django.utils.translation import get_language

from zone_portal.framework.navigation.areas import AREAS
from zone_portal.framework.navigation.entry import Entry, Group


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context processor: what the frame of every page needs, without one query."""
    return {
        "portal": {
            "demo": getattr(settings, "PORTAL_DEMO", False),
            "navigation": partial(navigation, request),
            "other_language": "en" if (get_language() or "").startswith("zh") else "zh-hans",
        }
    }


def navigation(request: HttpRequest) -> list[dict[str, Any]]:
    """The areas with the entries this person may open; asked by ``base.html`` only, since what a
    person may do costs a query or two."""
    return list(_areas(request))


def _areas(request: HttpRequest) -> Iterator[dict[str, Any]]:
    match = request.resolver_match
    view_name = match.view_name if match else ""
    for label, groups in AREAS:
        shown = [found for group in groups if (found := _group(request, group, view_name))]
        if shown:
            yield {"label": label, "groups": shown}


def _group(request: HttpRequest, group: Group, view_name: str) -> dict[str, Any]:
    """A group as the page shows it; empty where this person may open nothing of it."""
    shown = [
        {
            "label": entry.label,
            "url": url,
            "current": entry.holds(view_name),
            "count": _count(request, entry),
        }
        for entry in group.entries
        if _may_open(request, entry) and (url := _address(entry.url_name))
    ]
    if not shown:
        return {}
    return {
        "label": group.label,
        "entries": shown,
        "open": group.stands_open or any(entry["current"] for entry in shown),
        "count": sum(entry["count"] for entry in shown),
    }


def _may_open(request: HttpRequest, entry: Entry) -> bool:
    if entry.officials_only and not getattr(request.user, "is_official", False):
        return False
    if not entry.needs and not entry.service:
        return True
    held = _grants(request)
    serves = not entry.service or f"service:{entry.service}" in held
    return serves and (not entry.needs or not held.isdisjoint(entry.needs))


def _grants(request: HttpRequest) -> frozenset[str]:
    """What this person may do, found once per request."""
    held: frozenset[str] | None = getattr(request, "navigation_grants", None)
    if held is None:
        held = import_string(settings.NAVIGATION_GRANTS)(request)
        request.navigation_grants = held  # type: ignore[attr-defined]
    return held


def _count(request: HttpRequest, entry: Entry) -> int:
    """What waits for this person behind an entry; asked only of entries that have a counter."""
    counter: str = settings.NAVIGATION_COUNTS.get(entry.url_name, "")
    return int(import_string(counter)(request)) if counter else 0


def _address(url_name: str) -> str:
    """The address of a page, or nothing where this installation does not have the page."""
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return ""
