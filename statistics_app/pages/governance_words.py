"""Words and colours of targets, tasks, reports and surveys on the pages."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext_lazy as _

from statistics_app.pages.governance_base import labelled, said
from statistics_app.rules import pace as paces
from statistics_app.rules.plan_table import ZONES
from statistics_app.rules.tasks import LIGHTS
from statistics_app.states import (
    ASSESSMENT_LABELS,
    FOLLOWED_LABELS,
    OCCASION_LABELS,
    REPORT_LABELS,
    SURVEY_LABELS,
    TREE_LABELS,
)
from zone_portal.framework.lists import Label
from zone_portal.framework.pages import Words

PACE_TONES: Final[Mapping[str, str]] = {
    paces.REACHED: "ok",
    paces.ON_COURSE: "ok",
    paces.BEHIND: "warn",
    paces.MISSED: "bad",
    paces.HELD: "ok",
    paces.BROKEN: "bad",
    paces.UNTIMED: "info",
    paces.UNMEASURED: "idle",
    paces.LAPSED: "warn",
    paces.FIXED: "idle",
    paces.WITHDRAWN: "idle",
}
LIGHT_TONES: Final[Mapping[str, str]] = {
    "green": "ok",
    "yellow": "warn",
    "red": "bad",
    "checking": "info",
    "done": "ok",
}
STATE_TONES: Final[Mapping[str, str]] = {
    "open": "info",
    "reported": "warn",
    "closed": "ok",
    "planned": "info",
    "held": "warn",
    "dropped": "idle",
    "draft": "idle",
    "proposed": "warn",
    "released": "ok",
    "self_scored": "warn",
    "reviewed": "ok",
    "submitted": "info",
    "returned": "bad",
    "accepted": "ok",
    "drawn": "info",
    "called_off": "idle",
}
DEEDS: Final[Mapping[str, Words]] = {
    "reported": _("报办结"),
    "closed": _("核查通过，办结"),
    "sent_back": _("退回"),
    "reopened": _("重新打开"),
    "planned": _("列入计划"),
    "held": _("已进行"),
    "replanned": _("改期"),
    "given_up": _("取消"),
    "opened": _("立项"),
    "self_scored": _("自评"),
    "reviewed": _("核定"),
    "submitted": _("报送"),
    "passed": _("审核通过，转下一环节"),
    "accepted": _("审定"),
    "amended": _("更正"),
    "reminded": _("催报"),
    "designed": _("设计"),
    "redesigned": _("修改设计"),
    "merged": _("合并层"),
    "called_off": _("取消调查"),
    "drawn": _("抽样"),
    "estimated": _("推算"),
}


def pace_label(state: str) -> Label:
    """Where a target stands, as word and colour."""
    return labelled(paces.LABELS, PACE_TONES, state)


def light_label(colour: str) -> Label:
    """A task's light as word and colour."""
    return labelled(LIGHTS, LIGHT_TONES, colour)


def followed_label(status: str) -> Label:
    """The status of a task or of what is followed."""
    return labelled(FOLLOWED_LABELS, STATE_TONES, status)


def occasion_label(status: str) -> Label:
    """The status of a meeting or inspection."""
    return labelled(OCCASION_LABELS, STATE_TONES, status)


def unheld_label() -> Label:
    """Planned for a day that is over."""
    return labelled({"": ("未按计划进行", "Not held as planned")}, {"": "bad"}, "")


def tree_label(status: str) -> Label:
    """The status of a tree."""
    return labelled(TREE_LABELS, STATE_TONES, status)


def assessment_label(status: str) -> Label:
    """The status of an assessment."""
    return labelled(ASSESSMENT_LABELS, STATE_TONES, status)


def report_label(status: str) -> Label:
    """The status of a direct report."""
    return labelled(REPORT_LABELS, STATE_TONES, status)


def survey_label(status: str) -> Label:
    """The status of a survey."""
    return labelled(SURVEY_LABELS, STATE_TONES, status)


def zone_name(key: str) -> str:
    """The name of a zone."""
    return said(ZONES[key]) if key in ZONES else key


def plain(value: Decimal | None) -> str:
    """A figure without needless zeros, grouped."""
    if value is None:
        return "—"
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def percent(value: Decimal | None) -> str:
    """A part as a whole percentage."""
    return "—" if value is None else f"{value * 100:.0f}%"
