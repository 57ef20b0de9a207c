"""How repair tasks read on the pages: state, time left, what is compared, where it is fixed."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from declarations.code_catalogue import book
from declarations.code_catalogue import title_of as code_title
from declarations.messages.catalogue import KINDS
from declarations.models import Task
from declarations.pages.course import plain_info
from declarations.pages.labels import NOUNS
from declarations.task_list import ListedTask
from declarations.task_states import DONE, IN_WORK, OBSOLETE, OPEN, UNFINISHED
from zone_portal.framework.lists import Label
from zone_portal.framework.templatetags.portal import seconds
from zone_portal.kernel.findings import render
from zone_portal.kernel.rules import RULES, language_index

STATES: dict[str, Label] = {
    OPEN: Label("warn", gettext_lazy("待处理")),
    IN_WORK: Label("info", gettext_lazy("处理中")),
    DONE: Label("ok", gettext_lazy("已更正")),
    OBSOLETE: Label("idle", gettext_lazy("无需处理")),
}


CORRECTED = frozenset({"order", "payment", "waybill", "inventory"})
"""The nouns whose documents a form can change."""


def clock_of(task: Task, now: datetime) -> Label:
    """The time that is left, or how long the deadline has passed."""
    if task.state not in UNFINISHED:
        return Label("idle", "—")
    left = (task.deadline_at - now).total_seconds()
    if left < 0:
        return Label("bad", _("逾期 %(span)s") % {"span": seconds(-left)})
    tone = "warn" if left < (task.deadline_at - task.opened_at).total_seconds() / 4 else "idle"
    return Label(tone, _("剩余 %(span)s") % {"span": seconds(left)})


def title_of(listed: ListedTask) -> str:
    """What is wrong, in the words of the rule."""
    language = get_language() or "zh-hans"
    stored = listed.finding
    if stored is None:
        title = code_title(listed.task.code)
        return title[language_index(language)] if title else listed.task.code
    return str(render(stored, RULES, language)["title"])


def code_words(code: str) -> dict[str, str]:
    """The page of a code and its way out; empty for one that no table here has."""
    entry = book().get(code)
    if entry is None:
        return {"code_url": "", "remedy": ""}
    remedy = entry.remedy[language_index(get_language() or "zh-hans")]
    return {"code_url": reverse("declarations:code", args=[code]), "remedy": remedy}


def element_label(kind: str, name: str) -> str:
    """An element in the words of its specification; a dash where none is to be corrected."""
    if not name:
        return "—"
    known = KINDS[kind]
    element = {**known.line_elements, **known.head_elements}.get(name)
    return element.label(get_language() or "zh-hans") if element else name


def values_of(listed: ListedTask) -> str:
    """Both values, each with its document; what customs said where it refused."""
    if listed.receipt is not None:
        return plain_info(listed.said or "")
    documents = (listed.finding or {}).get("documents", ())
    parts = [f"{NOUNS[KINDS[d['type']].noun]} {_shown(d)}" for d in documents]
    return " ≠ ".join(dict.fromkeys(parts)) if len(documents) == 2 else " · ".join(parts)


def _shown(evidence: Any) -> str:
    line = "" if evidence["line"] is None else f"[{evidence['line']}]"
    value = evidence["value"]
    return f"{evidence['field']}{line} {'—' if value in (None, '') else value}"


def fix_url(listed: ListedTask, *, may_open: bool) -> str:
    """Where the field is fixed: the element on the page of the document, else sending anew."""
    if may_open and listed.task.document_id is not None:
        name = "inventory_document" if listed.noun == "inventory" else listed.noun
        page = reverse(f"declarations:{name}", args=[listed.task.document_id])
        return f"{page}#element-{listed.task.field}" if listed.task.field else page
    return reverse("declarations:upload")
