"""Steps of a timeline that are neither documents nor decisions, in the words of the pages."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from declarations.pages.course import plain_info, status_words
from declarations.pages.happenings import Happening
from declarations.pages.return_words import authority_name
from declarations.states import AUTHORITIES, status_of
from declarations.timelines import BILL, ENDED
from taxation.states import TAX_BILL_LABELS
from zone_portal.kernel.rules import language_index

MOVEMENTS: Final = {
    ("quota", "reserve"): gettext_lazy("占用订购人年度额度 %(amount)s 元"),
    ("quota", "confirm"): gettext_lazy("计入订购人年度额度 %(amount)s 元"),
    ("quota", "give_back"): gettext_lazy("退回订购人年度额度 %(amount)s 元"),
    ("quota", "expire"): gettext_lazy("年度额度占用到期释放 %(amount)s 元"),
    ("guarantee", "freeze"): gettext_lazy("冻结担保 %(amount)s 元"),
    ("guarantee", "release"): gettext_lazy("释放担保 %(amount)s 元"),
}
EFFECTS: Final = {
    "late": gettext_lazy("迟到的回执，状态不变"),
    "no_step": gettext_lazy("与当前状态不衔接，状态不变"),
}


def tax_happening(step: dict[str, Any]) -> Happening:
    """A movement of quota or guarantee, or a step of a tax bill."""
    at = datetime.fromisoformat(step["at"])
    behind = _behind(step["authority"])
    if step["subject"] == BILL:
        state = TAX_BILL_LABELS[step["status"]][language_index(get_language() or "zh-hans")]
        title = _("税单 %(number)s：%(status)s") % {"number": step["number"], "status": state}
        return Happening(at, title, behind, "info")
    words = MOVEMENTS.get((step["subject"], step["status"]))
    title = str(words) % {"amount": step["amount"]} if words else step["status"]
    return Happening(at, title, behind, "idle")


def hold_happening(step: dict[str, Any]) -> Happening:
    """The end of a hold; its beginning is a step of the course."""
    at = datetime.fromisoformat(step["at"])
    note = " · ".join(filter(None, (_behind(step["authority"]), plain_info(step["info"]))))
    title = _("扣留或查验解除") if step["status"] == ENDED else status_words(step["status"])
    return Happening(at, title, note, "ok" if step["status"] == ENDED else "warn")


def receipt_happening(step: dict[str, Any]) -> Happening:
    """A receipt that moved nothing, and why."""
    status = status_of(step["status"])
    title = status_words(status) if status else step["status"]
    effect = str(EFFECTS.get(step["effect"], ""))
    parts = (_behind(step["authority"]), step["type"], plain_info(step["info"]), effect)
    return Happening(
        datetime.fromisoformat(step["at"]), title, " · ".join(filter(None, parts)), "idle"
    )


def _behind(authority: str) -> str:
    """Who stands behind a step; a simulator is named as one."""
    if authority not in AUTHORITIES:
        return authority_name(authority)
    return AUTHORITIES[authority][language_index(get_language() or "zh-hans")]


def worth_showing(steps: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Without the beginnings of holds that the course tells, reason and all."""
    listed = list(steps)
    told = {(one["status"], one["at"]) for one in listed if one["event"] == "course"}
    return [
        one for one in listed if one["event"] != "hold" or (one["status"], one["at"]) not in told
    ]
