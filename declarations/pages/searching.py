"""Any number → the declaration, the document or the rejection that carries it."""

from dataclasses import asdict
from datetime import datetime
from itertools import islice
from typing import Any

from django.http import HttpRequest
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from declarations.messages.catalogue import KINDS
from declarations.pages.course import authority, plain_info, status_label
from declarations.pages.happenings import told_of
from declarations.pages.labels import NOUNS, noun_in_sentence, outcome_label
from declarations.pages.return_words import authority_name, return_label
from declarations.pages.timeline_words import (
    hold_happening,
    receipt_happening,
    tax_happening,
    worth_showing,
)
from declarations.tracking import track
from enterprises.viewers import viewer_for
from zone_portal.framework.pages import SignedInPage

LONGEST_NUMBER = 64
TOLD = {"tax": tax_happening, "hold": hold_happening, "receipt": receipt_happening}


class Search(SignedInPage):
    """One declaration opens at once; several, or none, are listed."""

    template_name = "declarations/search.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        number = request.GET.get("q", "").strip()[:LONGEST_NUMBER]
        if not number:
            return self.render_to_response(self.get_context_data(number="", nothing=False))
        found = track(number, viewer_for(request.user), get_language() or "zh-hans")
        others = found["rejected"] or found["papers"]
        if len(found["declarations"]) == 1 and not others:
            return redirect("declarations:inventory", pk=found["declarations"][0]["id"])
        return self.render_to_response(self.get_context_data(**_context(found)))


def _context(found: dict[str, Any]) -> dict[str, Any]:
    return {
        "number": found["number"],
        "nothing": not any(
            found[part] for part in ("declarations", "documents", "papers", "rejected")
        ),
        "declarations": [
            row
            | {
                "label": outcome_label(row["outcome"]),
                "url": reverse("declarations:inventory", args=[row["id"]]),
                "events": [_event(step) for step in worth_showing(row["timeline"])],
            }
            for row in found["declarations"]
        ],
        "documents": [
            row
            | {
                "noun": NOUNS[KINDS[row["type"]].noun],
                "number": next(reversed(row["key"].values()), row["id"]),
                "url": reverse(f"declarations:{KINDS[row['type']].noun}", args=[row["id"]]),
                "received": datetime.fromisoformat(row["received_at"]),
            }
            for row in found["documents"]
        ],
        "papers": [
            row
            | {
                "noun": _noun(row["type"]),
                "number": next(islice(row["key"].values(), 1, None), row["id"]),
                "url": reverse("declarations:paper", args=[row["id"]]),
                "received": datetime.fromisoformat(row["received_at"]),
                "label": row["customs"] and status_label(row["customs"]["status"]),
            }
            for row in found["papers"]
        ],
        "rejections": [
            row
            | {
                "noun": _noun(row["type"]),
                "url": f"{reverse('declarations:submission', args=[row['submission']])}"
                "?verdict=rejected",
                "at": datetime.fromisoformat(row["rejected_at"]),
            }
            for row in found["rejected"]
        ],
    }


def _noun(code: str) -> str:
    """What a document is called: papers by their kind."""
    kind = KINDS.get(code)
    if kind is None:
        return _("无法识别")
    return kind.title(get_language() or "zh") if kind.noun == "paper" else str(NOUNS[kind.noun])


def _event(step: dict[str, Any]) -> dict[str, Any]:
    """One step of the timeline: document received or changed, or a decision."""
    if told := TOLD.get(step["event"]):
        return asdict(told(step))
    if step["event"] == "paper":
        at = datetime.fromisoformat(step["at"])
        return asdict(told_of(step["type"], at, is_signed_for=step["signed_for"]))
    if step["event"] == "return":
        label = return_label(step["status"])
        behind = authority_name(step["authority"])
        title = _("退货 %(number)s：%(status)s") % {"number": step["number"], "status": label.text}
        at = datetime.fromisoformat(step["at"])
        return {"title": title, "tone": label.tone, "at": at, "note": behind}
    if step["event"] == "course":
        label = status_label(step["status"])
        at = datetime.fromisoformat(step["at"])
        behind = authority(step["status"], simulated=step["authority"] == "simulator")
        behind = " · ".join(filter(None, (behind, plain_info(step.get("info", "")))))
        return {"title": str(label.text), "tone": label.tone, "at": at, "note": behind}
    if step["event"] == "decided":
        label = outcome_label(step["outcome"])
        nouns = _("、").join(noun_in_sentence(noun) for noun in step["waiting_for"])
        waiting = _("对碰：等待%(nouns)s") % {"nouns": nouns}
        title = waiting if nouns else str(label.text)
        return {"title": title, "tone": label.tone, "at": datetime.fromisoformat(step["at"])}
    words = _("%(noun)s已变更") if step["event"] == "changed" else _("%(noun)s已接收")
    noun = NOUNS[KINDS[step["type"]].noun]
    return {"title": words % {"noun": noun}, "tone": "ok", "at": datetime.fromisoformat(step["at"])}
