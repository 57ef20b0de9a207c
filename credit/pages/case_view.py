"""A case as its page shows it: what comes next and whose it is, facts, clocks, the timeline."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _

from credit import selectors_cases
from credit.models import Case, CaseStep, Claim
from credit.pages.supervision_labels import (
    DEEDS,
    ENDINGS,
    INTERNAL,
    case_label,
    cause_label,
    claim_kind,
    claim_label,
    clock_row,
    item_row,
    level_label,
    record_name,
    subject_name,
)
from credit.rules.supervision import states
from credit.rules.supervision.causes import CAUSES
from credit.services.supervision.eligibility import appeal_until
from enterprises.viewers import Viewer


@dataclass(frozen=True, slots=True)
class Onlooker:
    """Who looks at a case: the party itself, or an official with roles."""

    viewer: Viewer
    user_id: int
    today: date

    @property
    def is_party(self) -> bool:
        """Whether it is one of the firm's people."""
        return not self.viewer.is_official

    def decides(self) -> bool:
        """Whether this person may be the second one."""
        return "supervisor" in self.viewer.roles


def case_context(case: Case, who: Onlooker) -> dict[str, Any]:
    """Everything the page of a case shows."""
    claims = _claims(case, who)
    return {
        "case": case,
        "subject": subject_name(case),
        "subject_url": _subject_url(case, who),
        "state": case_label(case.status),
        "cause": cause_label(case.cause),
        "cause_basis": CAUSES[case.cause].basis,
        "level": level_label(case.level),
        "ending": ENDINGS.get(case.ending, ""),
        "records": [record_name(row) for row in case.records.order_by("pk")],
        "is_party": who.is_party,
        "show_proposal": not who.is_party or case.decided_at is not None,
        "claims": claims,
        "clocks": [clock_row(row) for row in selectors_cases.case_clocks(case, on=who.today)],
        "measures": [
            item_row(row.item) | {"measure": row}
            for row in case.measures.select_related("item").order_by("item__code")
        ],
        "events": _events(case, who),
        "say": saying(case, who),
        "deeds": deeds_of(case, who),
        "appeal_until": appeal_until(case.decided_at) if case.decided_at else None,
        "crumbs": _crumbs(case, who),
    }


def saying(case: Case, who: Onlooker) -> dict[str, str]:
    """What comes next, and whose turn it is, in one sentence."""
    party = _FOR_PARTY if who.is_party else _FOR_OFFICE
    tone, text = party[case.status]()
    values = {
        "until": case.statement_until_date,
        "minimum": case.minimum_until_date,
        "longest": case.listed_until_date,
        "removal": case.removal_due_date,
    }
    return {"tone": tone, "text": text % values}


def deeds_of(case: Case, who: Onlooker) -> frozenset[str]:
    """The deeds that this person may do now; the services decide again."""
    status = case.status
    if who.is_party:
        return _party_deeds(case, who)
    if not who.viewer.roles & {"reviewer", "supervisor"}:
        return frozenset()
    found = set()
    over = case.statement_until_date is not None and who.today > case.statement_until_date
    if status == states.CANDIDATE:
        found |= {"notify", "drop"}
    if status == states.NOTIFIED and over:
        found.add("close")
    if status == states.HEARD:
        found.add("propose")
    if who.decides():
        if status == states.PROPOSED and case.proposed_by_id != who.user_id:
            found.add("decide")
        if status == states.DECIDED:
            found.add("publish")
        took_part = {case.opened_by_id, case.proposed_by_id, case.decided_by_id}
        if status in {states.DECIDED, states.PUBLISHED} and who.user_id not in took_part:
            found.add("annul")
    return frozenset(found)


def _party_deeds(case: Case, who: Onlooker) -> frozenset[str]:
    found = set()
    until = case.statement_until_date
    if case.status == states.NOTIFIED and until is not None and who.today <= until:
        found |= {"statement", "waive"}
    listed = case.status in {states.DECIDED, states.PUBLISHED}
    if listed and case.decided_at is not None and who.today <= appeal_until(case.decided_at):
        found.add("appeal")
    if case.status == states.PUBLISHED and CAUSES[case.cause].repairable:
        found.add("repair")
    return frozenset(found)


def _claims(case: Case, who: Onlooker) -> list[dict[str, Any]]:
    rows = Claim.objects.visible_to(who.viewer).filter(case=case).order_by("pk")
    return [
        {
            "claim": row,
            "kind": claim_kind(row.kind),
            "state": claim_label(row.status),
            "url": reverse("credit:claim", args=[row.pk]),
        }
        for row in rows
    ]


def _events(case: Case, who: Onlooker) -> list[dict[str, Any]]:
    steps = case.steps.order_by("-at", "-pk")
    if who.is_party:
        steps = steps.exclude(deed__in=sorted(INTERNAL))
    return [_event(step, who) for step in steps]


def _event(step: CaseStep, who: Onlooker) -> dict[str, Any]:
    note = step.note if step.deed != "stated" else ""
    if not who.is_party:
        note = _("：").join(part for part in (step.by_label, note) if part)
    tones = {"published": "bad", "decided": "bad", "dismissed": "ok", "removed": "ok"}
    return {
        "title": DEEDS.get(step.deed, step.deed),
        "at": step.at,
        "note": note,
        "tone": tones.get(step.deed, ""),
    }


def _crumbs(case: Case, who: Onlooker) -> list[dict[str, str]]:
    first = (
        {"url": reverse("credit:matters"), "label": _("信用事项")}
        if who.is_party
        else {"url": reverse("credit:cases"), "label": _("负面清单事项")}
    )
    return [first, {"url": "", "label": case.number}]


def _subject_url(case: Case, who: Onlooker) -> str:
    if who.is_party or case.subject.enterprise_id is None:
        return ""
    return reverse("enterprises:enterprise_file", args=[case.subject.enterprise_id])


_FOR_OFFICE: Final[Mapping[str, Callable[[], tuple[str, str]]]] = {
    states.CANDIDATE: lambda: (
        "info",
        _("拟列入，当事人尚不知情。写明理由后告知当事人，其陈述申辩期限随即开始。"),
    ),
    states.NOTIFIED: lambda: (
        "info",
        _("等待当事人陈述申辩，至 %(until)s。期满、答复或放弃后才能提出处理意见。"),
    ),
    states.HEARD: lambda: ("warn", _("已听取意见，请提出处理意见，由另一人决定。")),
    states.PROPOSED: lambda: ("warn", _("等待另一位复核负责人决定。")),
    states.DECIDED: lambda: (
        "warn",
        _("已决定列入，尚未公布。公布时须输入决定书文号核对，公布后措施随即实施。"),
    ),
    states.PUBLISHED: lambda: (
        "bad",
        _("已列入并公布，最长至 %(longest)s；%(minimum)s 起当事人可申请修复。"),
    ),
    states.ENDING: lambda: ("info", _("列入已终止，须在 %(removal)s 前移出公布页（自动办理）。")),
    states.REMOVED: lambda: ("ok", _("已移出，事项办结。")),
    states.DISMISSED: lambda: ("ok", _("不予列入，事项办结。")),
}
_FOR_PARTY: Final[Mapping[str, Callable[[], tuple[str, str]]]] = {
    **_FOR_OFFICE,
    states.NOTIFIED: lambda: (
        "warn",
        _("拟将贵企业列入信用负面清单。请在 %(until)s 前陈述申辩；期满未答复的，视为已听取意见。"),
    ),
    states.HEARD: lambda: ("info", _("意见已收到，正在核查；作出决定后会通知贵企业。")),
    states.PROPOSED: lambda: ("info", _("意见已收到，正在核查；作出决定后会通知贵企业。")),
    states.DECIDED: lambda: ("bad", _("已决定列入，将予公布。可在期限内申请复核。")),
    states.PUBLISHED: lambda: (
        "bad",
        _("已列入并公布，最长至 %(longest)s；%(minimum)s 起可申请修复，提前终止。"),
    ),
    states.ENDING: lambda: ("ok", _("列入已终止，措施已停止，%(removal)s 前移出公布页。")),
    states.DISMISSED: lambda: ("ok", _("经核查决定不予列入，事项办结。")),
}
