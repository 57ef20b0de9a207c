"""The sentence on top of a declaration: what is the matter, whose turn it is, what to do."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from declarations.criteria.sentence import Headline, headline, rest_of
from declarations.dossiers import Dossier
from declarations.pages.course import authority, customs_panel
from declarations.pages.labels import (
    NOUNS,
    REST,
    SENDER_OF,
    noun_in_sentence,
    outcome_label,
    responsible_label,
)
from declarations.pages.refusals import (
    Refusal,
    nouns_in_sentence,
    refusals_of,
    refused_documents,
)
from declarations.states import (
    CANCELLED,
    CORRECTABLE,
    DECIDED_ON,
    ENDED,
    FAILED,
    HOLDS,
    QUEUED,
    REJECTED,
)

_RESENT = gettext_lazy("%(error)s。由海关人员核查后重新发送，企业无需重报。")


@dataclass(frozen=True, slots=True)
class Saying:
    """Plain words: ``what`` is the matter, ``next`` is what happens or must be done.

    ``is_yours`` says that the reader's own enterprise has to act.
    """

    tone: str
    what: str
    next: str
    is_yours: bool = False


def saying(dossier: Dossier) -> Saying:
    """The sentence for the state a declaration is in."""
    course = dossier.course.course
    if course is not None and (dossier.outcome == "matched" or course.status in DECIDED_ON):
        return _at_customs(dossier)
    say = {"matched": _matched, "waiting": _waiting, "mismatched": _mismatched}.get(
        dossier.outcome, _pending
    )
    what, next_step = say(dossier)
    own = any(code_of(dossier, role) in dossier.own_codes for role in _headline(dossier).turn)
    return Saying(outcome_label(dossier.outcome).tone, what, next_step, is_yours=own)


def _pending(dossier: Dossier) -> tuple[str, str]:
    return (
        _("已接收，正在对碰。"),
        _("通常几秒内有结果，本页会自动更新。"),
    )


def _matched(dossier: Dossier) -> tuple[str, str]:
    nouns = _("、").join(noun_in_sentence(noun) for noun in NOUNS if noun in dossier.documents)
    warnings = len((dossier.decision and dossier.decision.findings) or ())
    what = _("对碰一致：%(nouns)s相符。") % {"nouns": nouns}
    if warnings:
        what += _("另有 %(count)s 项提示，不影响结果。") % {"count": warnings}
    return what, _("本平台的核对已完成，无需再做什么；是否放行由海关决定。")


def _at_customs(dossier: Dossier) -> Saying:
    """What customs did, and who acts next."""
    panel = customs_panel(dossier.course)
    course = dossier.course.course
    if panel is None or course is None:
        raise AssertionError("a declaration without a course is not at customs")
    label, tone = panel["label"].text, panel["label"].tone
    matches = dossier.outcome == "matched"
    said = _("对碰一致；%(who)s：%(status)s。") if matches else _("%(who)s：%(status)s。")
    what = said % {"who": panel["authority"], "status": label}
    if course.status in CORRECTABLE:
        return _refused(dossier, tone, what, panel["info"])
    if (stopped := _stopped(dossier, what, simulated=panel["simulated"])) is not None:
        return stopped
    next_step = _("回执到达后，本页会显示新的状态。")
    if course.status in HOLDS:
        next_step = _("%(info)s 由海关处理，企业等待通知。") % {"info": panel["info"]}
    elif course.status == CANCELLED:
        again = _("%(info)s 如仍需申报，请变更清单（appType=2），变更后即重新申报。")
        next_step = again % {"info": panel["info"]}
    elif course.status in ENDED:
        next_step = panel["info"]
    return Saying(tone, what, next_step)


def _stopped(dossier: Dossier, what: str, *, simulated: bool) -> Saying | None:
    """What keeps it from going on: a refused document, or one that could not be delivered."""
    status = dossier.course.course.status if dossier.course.course is not None else ""
    if nouns := [refused.noun for refused in refused_documents(dossier)]:
        return _documents_refused(dossier, nouns, simulated=simulated)
    if status == QUEUED and dossier.stopped.undelivered:
        return _undelivered(dossier)
    if status == FAILED:
        error = dossier.course.steps[-1].note if dossier.course.steps else ""
        return Saying("bad", what, _RESENT % {"error": error})
    return None


def _refused(dossier: Dossier, tone: str, what: str, info: str) -> Saying:
    """Customs rejected it: whose document is wrong, as far as the codes say."""
    ask = _("%(info)s 请%(firms)s更正后重新报送，或变更单证；更正到达后自动再次发往海关。")
    return _asking(dossier, tone, what, info, ask)


def _documents_refused(dossier: Dossier, nouns: list[str], *, simulated: bool) -> Saying:
    """Customs will not have a document that the declaration names."""
    course = dossier.course.course
    who = authority(REJECTED, simulated=simulated)
    named = {"who": who, "nouns": nouns_in_sentence(nouns)}
    what = _("对碰一致；%(who)s未接受%(nouns)s。") % named
    ask = _("%(info)s 请%(firms)s更正后重新报送；清单在单证被接受后自动发往海关。")
    if course is not None and course.status != QUEUED:
        ask = _("%(info)s 请%(firms)s更正后重新报送；清单已发往海关，海关在等这份单证。")
    return _asking(dossier, "bad", what, "", ask)


def _undelivered(dossier: Dossier) -> Saying:
    """A document that the declaration names could not be delivered, so the list waits here."""
    nouns = nouns_in_sentence([one.noun for one in dossier.stopped.undelivered])
    error = "；".join(dict.fromkeys(one.error for one in dossier.stopped.undelivered))
    what = _("对碰一致；%(nouns)s未能送达海关，清单在等它。") % {"nouns": nouns}
    return Saying("bad", what, _RESENT % {"error": error})


def _asking(dossier: Dossier, tone: str, what: str, info: str, ask: str) -> Saying:
    refusals = refusals_of(dossier)
    roles = list(dict.fromkeys(refusal.cause.role for refusal in refusals)) or ["agent"]
    unknown = [refusal.title for refusal in refusals if not refusal.cause.is_known]
    codes = "" if info else "".join(_coded(refusal) for refusal in refusals)
    said = " ".join([info or codes, *(_("%(sentence)s。") % {"sentence": one} for one in unknown)])
    firms = _("、").join(dict.fromkeys(firm_of(dossier, role) for role in roles))
    ours = any(code_of(dossier, role) in dossier.own_codes for role in roles)
    next_step = (ask % {"info": said, "firms": firms}).strip()
    return Saying(tone, what, next_step, is_yours=ours)


def _coded(refusal: Refusal) -> str:
    if not refusal.cause.is_known:
        return refusal.said
    return _("%(title)s（%(code)s）。") % {"title": refusal.title, "code": refusal.cause.code}


def _waiting(dossier: Dossier) -> tuple[str, str]:
    waiting_for = (dossier.decision and dossier.decision.waiting_for) or ()
    missing = [noun for noun in NOUNS if noun in waiting_for]
    rest = rest_of((dossier.decision and dossier.decision.findings) or ())
    asks = [
        _("请%(firm)s报送%(noun)s（%(number)s）")
        % {
            "firm": firm_of(dossier, SENDER_OF[noun]),
            "noun": REST[noun] if noun in rest else noun_in_sentence(noun),
            "number": _number_for(dossier, noun),
        }
        for noun in missing
    ]
    return _headline(dossier).title, _("；").join(asks) + _(
        "；到达后自动对碰，已收到的单证无需重发。"
    )


def _mismatched(dossier: Dossier) -> tuple[str, str]:
    said = _headline(dossier)
    firms = _("、").join(dict.fromkeys(firm_of(dossier, role) for role in said.turn))
    return (
        said.title,
        _("请%(firms)s按下列办法更正；更正到达后自动重新对碰，其他单证无需重发。")
        % {"firms": firms},
    )


def _headline(dossier: Dossier) -> Headline:
    decision = dossier.decision
    return headline(
        dossier.outcome,
        (decision and decision.waiting_for) or (),
        (decision and decision.findings) or (),
        get_language() or "zh-hans",
    )


def firm_of(dossier: Dossier, role: str) -> str:
    """The firm that holds a role in this declaration, as the documents name it, or the role."""
    inventory: Any = dossier.inventory
    named: dict[str, str | None] = {
        "platform": inventory.ebp_name,
        "ecommerce": inventory.ebc_name,
        "logistics": inventory.logistics_name,
        "agent": inventory.agent_name,
        "payment": _of_payment_firm(dossier, "pay_name"),
    }
    return named.get(role) or str(responsible_label(role))


def code_of(dossier: Dossier, role: str) -> str | None:
    """The code of the firm that holds a role in this declaration, as the documents give it."""
    inventory: Any = dossier.inventory
    named: dict[str, str | None] = {
        "platform": inventory.ebp_code,
        "ecommerce": inventory.ebc_code,
        "logistics": inventory.logistics_code,
        "agent": inventory.agent_code,
        "payment": _of_payment_firm(dossier, "pay_code"),
    }
    return named.get(role)


def _of_payment_firm(dossier: Dossier, column: str) -> str | None:
    for noun in ("payment", "order"):
        if noun in dossier.documents:
            found = getattr(dossier.documents[noun].row, column)
            if found:
                return str(found)
    return None


def _number_for(dossier: Dossier, noun: str) -> str:
    inventory: Any = dossier.inventory
    if noun == "waybill":
        return _("运单号 %(number)s") % {"number": inventory.logistics_no}
    return _("订单号 %(number)s") % {"number": inventory.order_no}
