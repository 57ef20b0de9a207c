"""One entry of a timeline, and those that papers around a declaration make."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from declarations.around import TOLD_BY
from declarations.messages.catalogue import KINDS

AUTHORITIES = {
    "site": gettext_lazy("监管作业场所"),
    "carrier": gettext_lazy("承运人"),
    "declarant": gettext_lazy("申报企业"),
}
"""Who stands behind a paper around a declaration."""


@dataclass(frozen=True, slots=True)
class Happening:
    """One entry of the course of a declaration."""

    at: datetime
    title: str
    note: str = ""
    tone: str = ""


def told_of(kind: str, at: datetime, *, is_signed_for: bool) -> Happening:
    """What a paper around a declaration tells: its kind, or that the buyer has signed."""
    named = KINDS[kind].title(get_language() or "zh")
    title = _("收件人已签收") if is_signed_for else _("%(noun)s已接收") % {"noun": named}
    return Happening(at, title, str(AUTHORITIES[TOLD_BY[kind]]), "ok")
