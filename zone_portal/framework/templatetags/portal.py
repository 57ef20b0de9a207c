"""How figures, times, values and findings are written on every page."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext

register = template.Library()

NOTHING = "—"


@register.filter
def grouped(value: int | None) -> str:
    """``86214`` → ``86,214``; nothing → a dash."""
    return NOTHING if value is None else f"{value:,}"


@register.filter
def money(value: Decimal | str | None) -> str:
    """``1234.5`` → ``1,234.50``: at least two decimals, at most the five that customs allows."""
    if value is None or value == "":
        return NOTHING
    try:
        amount = Decimal(str(value))
    except InvalidOperation:
        return str(value)
    plain = amount.normalize()
    decimals = max(2, -int(plain.as_tuple().exponent)) if plain.is_finite() else 2
    return f"{amount:,.{decimals}f}"


@register.filter
def share(value: float | None) -> str:
    """``0.976`` → ``97.6 %``; nothing → a dash. Only all is 100 %: nearly all is 99.9 %."""
    if value is None:
        return NOTHING
    percent = 100.0 if value >= 1 else min(value * 100, 99.9)
    return f"{percent:.1f} %"


@register.filter
def seconds(value: float | timedelta | None) -> str:
    """A span of time in the largest unit that still says something: ``1.8 秒``, ``12 分钟``."""
    if value is None:
        return NOTHING
    span = value.total_seconds() if isinstance(value, timedelta) else float(value)
    if span < 0.001:
        return gettext("即时")
    sentence, count = _span_in_words(span)
    return sentence % {"count": count}


def _span_in_words(span: float) -> tuple[str, str]:
    if span < 1:
        return gettext("%(count)s 毫秒"), str(round(span * 1000))
    if span < 120:
        return gettext("%(count)s 秒"), f"{span:.1f}" if span < 10 else str(round(span))
    if span < 7200:
        return gettext("%(count)s 分钟"), str(round(span / 60))
    if span < 172_800:
        return gettext("%(count)s 小时"), f"{span / 3600:.1f}"
    return gettext("%(count)s 天"), f"{span / 86400:.1f}"


@register.filter
def moment(value: datetime | None) -> SafeString | str:
    """Date and time of day in Shanghai, with the exact instant for machines."""
    return _time(value, "%Y-%m-%d %H:%M:%S")


@register.filter
def clock(value: datetime | None) -> SafeString | str:
    """Month, day and time of day: for lists and timelines where the year is clear."""
    return _time(value, "%m-%d %H:%M:%S")


@register.filter
def stamp(value: str | None) -> str:
    """A message's own time ``YYYYMMDDhhmmss`` (or date ``YYYYMMDD``) as people write it."""
    text = str(value or "")
    if not text.isdecimal() or len(text) not in {8, 14}:
        return text or NOTHING
    date = f"{text[:4]}-{text[4:6]}-{text[6:8]}"
    return date if len(text) == 8 else f"{date} {text[8:10]}:{text[10:12]}:{text[12:]}"


@register.filter
def value(shown: Any) -> str:
    """A value of a document, or a dash where the document says nothing."""
    return NOTHING if shown is None or shown == "" else str(shown)


@register.filter
def entry(mapping: Mapping[str, Any], name: str) -> Any:
    """``mapping[name]``, for a name that is only known to the page."""
    return mapping.get(name, "")


@register.filter
def at(items: Sequence[Any], index: int) -> Any:
    """``items[index]``: the heading that belongs to the cell of the same place."""
    return items[index]


@register.simple_tag
def status(label: Any) -> SafeString:
    """A status as word and colour; ``label`` has ``tone`` and ``text``."""
    return format_html('<span class="state state-{}">{}</span>', label.tone, label.text)


def _time(instant: datetime | None, pattern: str) -> SafeString | str:
    if instant is None:
        return NOTHING
    return format_html(
        '<time datetime="{}">{}</time>',
        instant.isoformat(timespec="seconds"),
        localtime(instant).strftime(pattern),
    )
