"""The page of one submission: the verdict on each document, all findings, the receipts."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from declarations import exports
from declarations.exports import SubmissionFilter
from declarations.facts import Judged
from declarations.messages.catalogue import KINDS
from declarations.models import Submission
from declarations.pages.labels import CHANNELS, VERDICTS, outcome_label
from declarations.pages.receipts import links_of
from declarations.pages.tables import submission_state
from declarations.receipt_facts import refusal_text
from declarations.signature_facts import signature_of
from declarations.verdicts import unpack
from enterprises.viewers import viewer_for
from zone_portal.framework.lists import Label
from zone_portal.framework.pages import SignedInPage

PAGE_SIZE = 100


@dataclass(frozen=True, slots=True)
class Verdict:
    """One document of a submission with what was said of it."""

    position: int
    kind: str
    title: str
    number: str
    label: Label
    findings: list[dict[str, Any]]
    url: str


class SubmissionPage(SignedInPage):
    """One message with its answer."""

    template_name = "declarations/submission.html"
    fragment_name = "declarations/submission_progress.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        viewer = viewer_for(self.request.user)
        row = exports.submissions(viewer, SubmissionFilter()).filter(id=kwargs["pk"]).first()
        if row is None:
            raise Http404
        judged = unpack(row.verdicts) if row.verdicts else ()
        only = self.request.GET.get("verdict", "")
        start = self.request.GET.get("start", "0")
        first = int(start) if start.isdecimal() else 0
        return super().get_context_data(**kwargs) | context_of(row, judged, only=only, first=first)


def context_of(
    row: Submission, judged: Iterable[Judged], *, only: str = "", first: int = 0
) -> dict[str, Any]:
    """What the template needs of a submission and (a page of) its verdicts."""
    language = get_language() or "zh-hans"
    judged = list(judged)
    wanted = [item for item in judged if not only or item.verdict == only]
    progress = _progress(row)
    shown = wanted[first : first + PAGE_SIZE]
    total = row.accepted + row.rejected + row.duplicate
    return {
        "submission": row,
        "state": submission_state(row),
        "channel": CHANNELS.get(row.channel, row.channel),
        "sha256": bytes(row.sha256).hex(),
        "sender": exports.firm_names([row.enterprise_id]).get(row.enterprise_id, ""),
        "total": total,
        "parts": _parts(row, total),
        "only": only,
        "verdicts": [verdict_row(item, language) for item in shown],
        "shown_from": first + 1 if shown else 0,
        "shown_to": first + len(shown),
        "wanted": len(wanted),
        "next_start": first + PAGE_SIZE if first + PAGE_SIZE < len(wanted) else None,
        "previous_start": max(first - PAGE_SIZE, 0) if first else None,
        "progress": progress,
        "signature": signature_of(row).text(language),
        "refusal_text": refusal_text(row.refusal, language) if row.refusal else "",
        "receipts": links_of(row, judged, progress["decided"] if progress else 0),
        "choices": _choices(row, total, only),
        "crumbs": [
            {"url": reverse("declarations:submissions"), "label": _("单证接收")},
            {"url": "", "label": str(row.id)},
        ],
    }


def verdict_row(item: Judged, language: str) -> Verdict:
    """One document with its verdict, for a list."""
    kind = KINDS.get(item.kind)
    detail = {"inventory": "inventory"}.get(kind.noun, kind.noun) if kind else ""
    return Verdict(
        position=item.position,
        kind=item.kind.removeprefix("CEB"),
        title=kind.title(language) if kind else _("无法识别"),
        number=item.number,
        label=VERDICTS[item.verdict],
        findings=item.findings,
        url=reverse(f"declarations:{detail}", args=[item.document_id])
        if item.document_id and detail
        else "",
    )


def _parts(row: Submission, total: int) -> list[dict[str, Any]]:
    """The bar of verdicts: x and width in percent."""
    parts, at = [], 0.0
    for name, count in (("ok", row.accepted), ("idle", row.duplicate), ("bad", row.rejected)):
        width = 100 * count / total if total else 0
        if width:
            parts.append({"tone": name, "x": round(at, 2), "width": round(width, 2)})
        at += width
    return parts


def _choices(row: Submission, total: int, only: str) -> list[dict[str, Any]]:
    counts = {"": total, "rejected": row.rejected, "accepted": row.accepted}
    counts["duplicate"] = row.duplicate
    return [
        {
            "label": VERDICTS[name].text if name else _("全部"),
            "count": count,
            "query": f"?verdict={name}" if name else "?",
            "current": name == only,
        }
        for name, count in counts.items()
        if count or not name
    ]


def _progress(row: Submission) -> dict[str, Any] | None:
    """How far the declarations of the submission are decided; None where it holds none."""
    if not any(KINDS[kind].noun == "inventory" for kind in row.kinds if kind in KINDS):
        return None
    progress = exports.progress_of(row)
    if not progress.inventories:
        return None
    return {
        "inventories": progress.inventories,
        "decided": progress.decided,
        "complete": progress.is_complete,
        "outcomes": [(outcome_label(name), count) for name, count in progress.outcomes.items()],
    }
