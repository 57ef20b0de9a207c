"""How returns read on the pages: state, the term that runs, whose turn it is, what happened."""

from datetime import date
from typing import Any, Final

from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from declarations.models import Return, ReturnStep
from declarations.pages.course import authority, plain_info, status_words
from declarations.pages.happenings import Happening
from declarations.pages.labels import responsible_label
from declarations.return_states import CLOCKS, RETURN_LABELS, TONES, TURNS
from declarations.returns import SOON_DAYS, ReturnFacts, returns_of
from declarations.rules.return_terms import IMPORT
from declarations.states import status_of
from zone_portal.framework.lists import Label
from zone_portal.kernel.rules import language_index

DIRECTIONS: Final = {
    "CEB625": gettext_lazy("进口退货"),
    "CEB213": gettext_lazy("出口退货"),
}
BILLS: Final = {
    "voided": gettext_lazy("待生成的税单已撤销"),
    "lowered": gettext_lazy("待生成的税单已减少"),
    "none": gettext_lazy("尚无税单"),
    "billed": gettext_lazy("海关已生成税单，由海关作废或调整"),
}
"""What became of the tax bill."""
GIVEN_BACK: Final = Label("ok", gettext_lazy("税款和额度已退回"))


def _index() -> int:
    return language_index(get_language() or "zh-hans")


def state_label(state: str) -> Label:
    """A state as word and colour."""
    return Label(TONES[state], RETURN_LABELS[state][_index()])


def return_label(status: str) -> Label:
    """A step of a timeline: a state, or that quota and tax were given back."""
    return GIVEN_BACK if status == "given_back" else state_label(status)


def authority_name(behind: str) -> str:
    """Who said so: this portal, customs, or the simulator in its place."""
    names = {"simulator": _("海关模拟器"), "customs": _("海关")}
    return names.get(behind, _("本平台"))


def clock_name(clock: str) -> str:
    """The name of a term."""
    return CLOCKS[clock][_index()]


def clock_label(row: Return, today: date) -> Label:
    """What is left of the term that runs; a dash where none does."""
    if not row.clock or row.due_on is None:
        return Label("idle", "—")
    left = (row.due_on - today).days
    if left < 0:
        text = ngettext("已过 %(days)s 天", "已过 %(days)s 天", -left) % {"days": -left}
        return Label("bad", text)
    if left == 0:
        return Label("bad", _("今天到期"))
    tone = "warn" if left <= SOON_DAYS else "idle"
    return Label(tone, ngettext("剩余 %(days)s 天", "剩余 %(days)s 天", left) % {"days": left})


def turn_of(row: Return) -> str:
    """Whose turn it is; empty where nobody has to do anything."""
    who = TURNS.get(row.state, "")
    if row.state == "approved" and row.arrived_on is not None:
        who = ""
    return str(responsible_label(who)) if who else ""


def next_step(row: Return) -> str:
    """What has to happen now, in one sentence."""
    if row.kind != IMPORT and row.state in {"applied", "accepted"}:
        return _("等待海关查验、放行退回的货物。")
    sentences = {
        "stored": _("尚未申报：请以变更方式（appType 2，appStatus 2）报送。"),
        "applied": _("等待海关受理；货物运抵后请登记日期。"),
        "accepted": _("海关正在办理；货物运抵后请登记日期。"),
        "approved": _("海关已审结：货物按期运抵并登记后，退回税款和额度。"),
        "refused": _("请按海关意见更正，以变更方式（appType 2）重新报送。"),
    }
    if row.arrived_on is not None and row.state in {"applied", "accepted"}:
        return _("货物已运抵，等待海关审结。")
    return sentences.get(row.state, "")


def beside_declaration(inventory_id: int) -> list[Happening]:
    """The steps of all returns of a declaration, for its own timeline: what customs said of them
    stands there already, as its receipts."""
    events = []
    for row in returns_of(inventory_id):
        own = ReturnStep.objects.filter(paper_id=row.pk, receipt_id__isnull=True)
        for step in own.order_by("number"):
            label = state_label(step.target)
            words = {"number": row.number, "status": label.text}
            title = _("退货 %(number)s：%(status)s") % words
            events.append(Happening(step.at, title, step.by_label or _("本平台"), label.tone))
        if row.settled_at is not None and row.kind == IMPORT:
            words = {"number": row.number, "status": GIVEN_BACK.text}
            title = _("退货 %(number)s：%(status)s") % words
            events.append(Happening(row.settled_at, title, _("本平台"), "ok"))
    return events


def happenings(facts: ReturnFacts) -> list[Happening]:
    """What happened to a return, oldest first, with who said so."""
    told = {step.receipt_id for step in facts.steps}
    events = [_of_step(step, facts) for step in facts.steps]
    events += [_of_receipt(receipt) for receipt in facts.receipts if receipt.id not in told]
    if facts.row.settled_at is not None:
        events.append(Happening(facts.row.settled_at, _("税款和额度已退回"), _("本平台"), "ok"))
    return sorted(events, key=lambda event: event.at)


def _of_step(step: ReturnStep, facts: ReturnFacts) -> Happening:
    receipt = next((one for one in facts.receipts if one.id == step.receipt_id), None)
    label = state_label(step.target)
    if receipt is None:
        return Happening(step.at, str(label.text), step.by_label or _("本平台"), label.tone)
    status = status_of(receipt.return_status)
    behind = authority(status or "", simulated=receipt.simulated)
    note = " · ".join(filter(None, (behind, receipt.kind, plain_info(receipt.return_info))))
    return Happening(step.at, str(label.text), note, label.tone)


def _of_receipt(receipt: Any) -> Happening:
    status = status_of(receipt.return_status)
    behind = authority(status or "", simulated=receipt.simulated)
    note = " · ".join(filter(None, (behind, plain_info(receipt.return_info))))
    title = status_words(status) if status else receipt.return_status
    return Happening(receipt.return_time, f"{title}", f"{receipt.kind} · {note}", "idle")
