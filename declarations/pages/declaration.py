"""The page of one declaration: its sentence, the comparison, its course, what changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from declarations import dossiers
from declarations.around import told_around
from declarations.dossiers import Dossier
from declarations.pages import sides
from declarations.pages.changing import change_of
from declarations.pages.compared_facts import COLUMNS
from declarations.pages.comparison import compare
from declarations.pages.course import customs_panel
from declarations.pages.course import happenings as customs_happenings
from declarations.pages.happenings import Happening, told_of
from declarations.pages.labels import DIRECTIONS, NOUNS, noun_in_sentence, outcome_label
from declarations.pages.refusals import refusals_of
from declarations.pages.repairs import repairs_of
from declarations.pages.return_words import beside_declaration
from declarations.pages.returns import returns_panel
from declarations.pages.routes import route_panel
from declarations.pages.saying import saying
from declarations.pages.splits import split_panel
from declarations.pages.taxes import tax_panel
from declarations.pages.timeline_words import tax_happening
from declarations.timelines import tax_steps
from enterprises.viewers import viewer_for
from reference.selectors import label
from zone_portal.framework.pages import SignedInPage, Words

TABLES_SHOWN = ("currencies",)


@dataclass(frozen=True, slots=True)
class ComparedColumn:
    """The head of one column: a link where the viewer may read the document whole."""

    label: Words
    kind: str = ""
    url: str = ""
    missing: bool = False
    unneeded: bool = False


class Declaration(SignedInPage):
    """One inventory with everything that joined it."""

    template_name = "declarations/inventory.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        viewer = viewer_for(self.request.user)
        dossier = dossiers.declaration(viewer, kwargs["pk"])
        if dossier is None:
            raise Http404
        repairs = repairs_of(dossier, viewer, now=timezone.now())
        return super().get_context_data(**kwargs) | context_of(dossier) | {"repairs": repairs}


def context_of(dossier: Dossier) -> dict[str, Any]:
    """What the template needs, all of it from the dossier."""
    inventory: Any = dossier.inventory
    kept = dossier.documents["inventory"]
    direction = DIRECTIONS[kept.kind.direction]
    findings = (dossier.decision.findings if dossier.decision else None) or []
    shown = sides.sides_of(dossier)
    return {
        "number": kept.number,
        "inventory": inventory,
        "outcome": outcome_label(dossier.outcome),
        "pending": dossier.outcome == "pending",
        "saying": saying(dossier),
        "decision": dossier.decision,
        "customs": customs_panel(dossier.course),
        "refusals": refusals_of(dossier),
        "taxes": tax_panel(dossier),
        "returns": returns_panel(dossier),
        "route": route_panel(dossier),
        "split": split_panel(dossier),
        "comparison": compare(shown, findings, meanings(shown)),
        "columns": [_column(dossier, noun) for noun in COLUMNS],
        "events": course(dossier),
        "changes": [change_of(change) for change in dossier.earlier],
        "open_documents": [k for k in dossier.documents.values() if k.is_open],
        "numbers": _numbers(dossier),
        "subtitle": _("订单 %(order)s · 运单 %(waybill)s")
        % {"order": inventory.order_no, "waybill": inventory.logistics_no},
        "crumbs": [
            {"url": reverse("declarations:inventories"), "label": _("申报清单")},
            {
                "url": f"{reverse('declarations:inventories')}?mode={inventory.trade_mode}",
                "label": f"{direction} {inventory.trade_mode}",
            },
            {"url": "", "label": kept.number},
        ],
    }


def _numbers(dossier: Dossier) -> list[tuple[str, Any]]:
    """Every number the declaration goes by, the portal's own last."""
    inventory: Any = dossier.inventory
    course = dossier.course.course
    given = {course.pre_no, course.invt_no} if course else set()
    numbers = [
        (_("企业内部编号"), inventory.cop_no),
        (_("预录入编号"), inventory.pre_no),
        (_("清单编号"), inventory.invt_no),
        (_("海关给的编号"), " ".join(sorted(given - {"", inventory.pre_no, inventory.invt_no}))),
        (_("订单编号"), inventory.order_no),
        (_("物流运单编号"), inventory.logistics_no),
        (_("平台编号"), inventory.id),
    ]
    return [(label, number) for label, number in numbers if number]


def meanings(shown: Mapping[str, Any]) -> dict[tuple[str, str], str]:
    """What the codes of the compared values mean, in the language of the page."""
    language = get_language() or "zh-hans"
    found = {}
    for table in TABLES_SHOWN:
        for code in {side.shown.get("currency") for side in shown.values()} - {None, ""}:
            found[table, code] = label(table, code, language)
    return found


def _column(dossier: Dossier, noun: str) -> ComparedColumn:
    kept = dossier.documents.get(noun)
    if kept is None:
        waiting = (dossier.decision.waiting_for if dossier.decision else None) or ()
        decided = dossier.outcome in {"matched", "mismatched"}
        return ComparedColumn(NOUNS[noun], missing=noun in waiting, unneeded=decided)
    url = document_url(noun, kept.row.id) if kept.is_open else ""
    return ComparedColumn(NOUNS[noun], kept.row.kind.removeprefix("CEB"), url)


def document_url(noun: str, document_id: int) -> str:
    """The page of a whole document; an inventory's own page is its declaration."""
    name = "inventory_document" if noun == "inventory" else noun
    return reverse(f"declarations:{name}", args=[document_id])


def course(dossier: Dossier) -> list[Happening]:
    """What happened, oldest first."""
    happenings = [
        Happening(
            kept.row.received_at,
            _("%(noun)s已接收") % {"noun": NOUNS[noun]},
            dossier.firms.get(kept.row.sender_id, ""),
            "ok",
        )
        for noun, kept in dossier.documents.items()
    ]
    happenings += [
        Happening(
            change.revision.ended_at,
            _("%(noun)s已变更") % {"noun": NOUNS[change.noun]},
            _("第 %(number)s 版") % {"number": change.revision.revision + 1},
            "ok",
        )
        for change in dossier.earlier
    ]
    decisions = [*dossier.past, *([dossier.decision] if dossier.decision else [])]
    happenings += [_decided(decision) for decision in decisions]
    happenings += customs_happenings(dossier.course)
    happenings += beside_declaration(dossier.inventory.pk)
    if dossier.documents["inventory"].is_open:
        taxed = tax_steps([dossier.inventory.pk]).get(dossier.inventory.pk, ())
        happenings += [tax_happening(step) for step in taxed]
    around = told_around([dossier.inventory]).get(dossier.inventory.pk, ())
    happenings += [told_of(t.kind, t.at, is_signed_for=t.is_signed_for) for t in around]
    return sorted(happenings, key=attrgetter("at"))


def _decided(decision: Any) -> Happening:
    outcome = outcome_label(decision.outcome)
    errors = [f for f in decision.findings or () if f["severity"] == "error"]
    title = str(outcome.text)
    if decision.outcome == "waiting":
        nouns = _("、").join(noun_in_sentence(noun) for noun in decision.waiting_for or ())
        title = _("对碰：等待%(nouns)s") % {"nouns": nouns}
    elif errors:
        title = _("对碰：不一致 %(count)s 项") % {"count": len(errors)}
    return Happening(decision.decided_at, title, decision.rule_set, outcome.tone)
