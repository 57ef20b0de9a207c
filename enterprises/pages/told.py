"""What a consent opens, in words for a page."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from enterprises.constants import kind_label
from enterprises.pages.labels import STANDINGS
from enterprises.pages.people_labels import data_label


def told(data: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Label and value of each item."""
    return [(data_label(item), _words(item, value)) for item, value in data.items()]


def _words(item: str, value: Any) -> str:
    if item == "codes":
        return " · ".join(part for part in value.values() if part)
    if item == "kinds":
        return _("、").join(kind_label(kind, get_language() or "zh") for kind in value)
    if item == "filing":
        standing = STANDINGS.get(value["status"], value["status"])
        return f"{standing} · {value['number'] or _('无备案号')}"
    if item == "site":
        return str(value["name"])
    if item == "numbers":
        return _("；").join(f"{one['scheme']} {one['value']}" for one in value) or _("没有登记")
    return _said_above(value)


def _said_above(value: Any) -> str:
    """What an app above tells brings its own words."""
    if isinstance(value, Mapping) and "said" in value:
        return str(value["said"]["zh" if (get_language() or "zh").startswith("zh") else "en"])
    return str(value)
