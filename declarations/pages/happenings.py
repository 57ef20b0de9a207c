"""One entry of a timeline, and those that papers around a declaration make."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from declarations.messages.catalogue import KINDS

WHO = {
    "CEB507": gettext_lazy("监管作业场所"),
    "CEB509": gettext_lazy("承运人"),
    "CEB513": gettext_lazy("承运人"),
    "CEB605": gettext_lazy("申报企业"),
    "CEB623": gettext_lazy("申报企业"),
    "CEB711": gettext_lazy("监管作业场所"),
}
"""Who sends the papers that are told around a declaration."""


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
    return Happening(at, title, str(WHO[kind]), "ok")
