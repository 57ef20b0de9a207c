"""A claim as its page shows it."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from credit import selectors_cases
from credit.models import Claim
from credit.pages.supervision_labels import (
    DEEDS,
    claim_kind,
    claim_label,
    clock_row,
    department,
    record_name,
    said,
    subject_name,
)
from credit.rules.supervision import states
from credit.rules.supervision.deciding import reviewer_barred
from credit.services.supervision.eligibility import appeal_until
from credit.services.supervision.reviewing import deciders_of
from enterprises.viewers import Viewer

ACCEPT = ".pdf,.png,.jpg,.jpeg,.ofd,application/pdf,image/png,image/jpeg"


def claim_context(claim: Claim, viewer: Viewer, user_id: int, today: date) -> dict[str, Any]:
    """Everything the page of a claim shows."""
    is_party = not viewer.is_official
    barred = (
        not is_party
        and claim.kind != "statement"
        and reviewer_barred(user_id, deciders=deciders_of(claim))
    )
    deeds = _party_deeds(claim, today) if is_party else _office_deeds(claim, viewer, barred)
    return {
        "claim": claim,
        "kind": claim_kind(claim.kind),
        "subject": subject_name(claim),
        "state": claim_label(claim.status),
        "against": _against(claim),
        "record": claim.record,
        "record_source": said((claim.record.source.zh, claim.record.source.en))
        if claim.record
        else "",
        "asked": department(claim.asked_department) if claim.asked_department else "",
        "files": selectors_cases.files_of(claim),
        "clocks": [clock_row(row) for row in selectors_cases.claim_clocks(claim, on=today)],
        "events": _events(claim, is_party),
        "is_party": is_party,
        "barred": barred,
        "deeds": deeds,
        "say": _saying(claim, barred),
        "appeal_until": appeal_until(claim.decided_at) if claim.decided_at else None,
        "accept": ACCEPT,
        "crumbs": [
            {"url": reverse("credit:matters"), "label": _("信用事项")}
            if is_party
            else {"url": reverse("credit:claims"), "label": _("异议与修复")},
            {"url": "", "label": claim.number},
        ],
    }


def _party_deeds(claim: Claim, today: date) -> frozenset[str]:
    found = set()
    if claim.status == states.DRAFT:
        found |= {"write", "withdraw"}
    if claim.status in states.CLAIM_IN_QUEUE and claim.kind != "statement":
        found.add("withdraw")
    rejected = claim.status == states.REJECTED and claim.kind in {"objection", "repair"}
    if rejected and claim.decided_at is not None and today <= appeal_until(claim.decided_at):
        found.add("appeal")
    return frozenset(found)


def _office_deeds(claim: Claim, viewer: Viewer, barred: bool) -> frozenset[str]:
    if not viewer.roles & {"reviewer", "supervisor"} or claim.kind == "statement":
        return frozenset()
    if claim.status == states.ASKED and claim.asked_department in viewer.departments:
        return frozenset({"answer"})
    if barred or not viewer.departments & {"zone", "county", "park"}:
        return frozenset()
    found = set()
    if claim.status == states.SUBMITTED:
        found.add("begin")
    if claim.status == states.UNDER_REVIEW:
        found |= {"decide", "ask"} if claim.kind == "objection" else {"decide"}
    if claim.status == states.ASKED:
        found.add("decide")
    return frozenset(found)


def _saying(claim: Claim, barred: bool) -> dict[str, str]:
    if barred and claim.status in states.CLAIM_IN_QUEUE:
        return {
            "tone": "warn",
            "text": _("您参与过所涉记录或决定的认定，须由他人办理。"),
        }
    values = {"due": claim.due_date, "asked": department(claim.asked_department)}
    tone, text = {
        states.DRAFT: ("info", _("草稿，提交后才会办理。")),
        states.SUBMITTED: ("info", _("已提交，等待核查，应于 %(due)s 前办结。")),
        states.UNDER_REVIEW: ("info", _("正在核查，应于 %(due)s 前办结。")),
        states.ASKED: ("info", _("已转%(asked)s核查答复，应于 %(due)s 前办结。")),
        states.ACCEPTED: ("ok", _("已采纳。")),
        states.REJECTED: ("bad", _("未采纳，理由如下。")),
        states.WITHDRAWN: ("idle", _("已撤回。")),
    }[claim.status]
    if claim.kind == "objection" and claim.status in states.CLAIM_IN_QUEUE:
        text += _("所涉记录已标注“异议中”，核查期间不计分。")
    if claim.kind == "objection" and claim.status == states.ACCEPTED:
        text += _("该记录已撤销，相应期间已重新评分。")
    return {"tone": tone, "text": text % values}


def _against(claim: Claim) -> dict[str, str]:
    if claim.record is not None:
        return {"label": record_name(claim.record), "url": ""}
    if claim.case is not None:
        return {
            "label": claim.case.number,
            "url": reverse("credit:case", args=[claim.case.pk]),
        }
    if claim.earlier is not None:
        label = f"{claim_kind(claim.earlier.kind)} {claim.earlier.number}"
        return {"label": label, "url": reverse("credit:claim", args=[claim.earlier.pk])}
    return {"label": "", "url": ""}


def _events(claim: Claim, is_party: bool) -> list[dict[str, Any]]:
    tones = {"accepted": "ok", "rejected": "bad"}
    return [
        {
            "title": _("开始填写") if step.deed == "opened" else DEEDS.get(step.deed, step.deed),
            "at": step.at,
            "note": "" if is_party else step.by_label,
            "tone": tones.get(step.deed, ""),
        }
        for step in claim.steps.order_by("-at", "-pk")
    ]
