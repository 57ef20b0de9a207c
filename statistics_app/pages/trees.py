"""The assessment tree of a year: its indicators, weights and parameters, and who changed what."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import AuditEntry
from statistics_app import selectors_tasks
from statistics_app.models import AssessmentTree
from statistics_app.pages.governance_base import GovernancePage, number_in, posted, said
from statistics_app.pages.governance_words import tree_label
from statistics_app.rules.assessment.shipped import SHIPPED
from statistics_app.rules.assessment.tree import (
    FORMULAS,
    PARAMETER_NAMES,
    PARAMETERS,
    parameter_text,
    read_tree,
)
from statistics_app.rules.plan_table import UNITS_EN
from statistics_app.services.governance import tree_indicators, trees
from statistics_app.services.governance.common import RELEASING, is_office
from statistics_app.services.governance.tree_indicators import NewLeaf
from statistics_app.states import DRAFT, PROPOSED

CHANGES_SHOWN = 20
CHANGING = (
    "statistics_tree.saved",
    "statistics_tree.indicator_added",
    "statistics_tree.indicator_removed",
)
NAMES = {
    leaf["code"]: (leaf["zh"], leaf["en"])
    for branch in SHIPPED["dimensions"]
    for leaf in branch["indicators"]
}


class TreePage(GovernancePage):
    """The tree of a year: dimensions, indicators, weights, formulas."""

    template_name = "statistics/tree.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = selectors_tasks.tree_of(self.viewer, kwargs["pk"])
        if row is None:
            raise Http404
        _tree, wrong = read_tree(row.definition)
        office = is_office(self.viewer)
        context = super().get_context_data(**kwargs)
        typed = context["typed"]
        return context | {
            "tree": row,
            "state": tree_label(row.status),
            "dimensions": [
                {
                    "name": said((branch["zh"], branch["en"])),
                    "leaves": [
                        {
                            "code": leaf["code"],
                            "name": said((leaf["zh"], leaf["en"])),
                            "weight": typed.get(f"weight-{leaf['code']}", leaf["weight"]),
                            "formula": said(FORMULAS[leaf["formula"]]),
                            "figures": figures_of(leaf),
                            "parameters": _parameters(leaf, typed),
                        }
                        for leaf in branch["indicators"]
                    ],
                }
                for branch in row.definition["dimensions"]
            ],
            "wrong": [said(texts) for texts in wrong],
            "changes": _changes(row),
            "may_edit": office and row.status == DRAFT,
            "branches": [
                (branch["code"], said((branch["zh"], branch["en"])))
                for branch in row.definition["dimensions"]
            ],
            "indicators": [
                (leaf["code"], said((leaf["zh"], leaf["en"])))
                for branch in row.definition["dimensions"]
                for leaf in branch["indicators"]
            ],
            "formulas": [(code, said(texts)) for code, texts in FORMULAS.items()],
            "fields": [
                {"id": f"new_{name}", "label": said(texts), "value": typed.get(f"new_{name}", "")}
                for name, texts in PARAMETER_NAMES.items()
            ],
            "may_release": row.status == PROPOSED and is_office(self.viewer, RELEASING),
            "is_own": row.proposed_by_id == self.person.pk,
            "crumbs": [
                {"url": reverse("statistics:assessments"), "label": _("园区县区考核")},
                {"url": "", "label": str(row.year)},
            ],
        }

    def after(self, **kwargs: Any) -> str:
        return reverse("statistics:tree", args=[kwargs["pk"]])

    def save(self, request: HttpRequest, pk: int) -> str:
        """Weights and parameters as they were typed."""
        trees.save_tree(
            tree_id=pk,
            version=number_in(request),
            weights=posted(request, "weight-"),
            parameters=posted(request, ""),
            reason=request.POST.get("reason", ""),
            **self.who(),
        )
        return _("已保存。")

    def propose(self, request: HttpRequest, pk: int) -> str:
        """To the second person."""
        trees.propose_tree(tree_id=pk, version=number_in(request), **self.who())
        return _("已提请发布，须由另一位复核负责人发布。")

    def release(self, request: HttpRequest, pk: int) -> str:
        """The second person's word."""
        accepted = request.POST.get("accepted") == "yes"
        trees.release_tree(tree_id=pk, version=number_in(request), accepted=accepted, **self.who())
        return _("已发布，各园区县区可以自评。") if accepted else _("已退回。")

    def add(self, request: HttpRequest, pk: int) -> str:
        """One more indicator."""
        sent = request.POST
        tree_indicators.add_indicator(
            tree_id=pk,
            version=number_in(request),
            new=NewLeaf(
                dimension=sent.get("dimension", ""),
                zh=sent.get("new_zh", ""),
                en=sent.get("new_en", ""),
                unit=sent.get("new_unit", ""),
                weight=sent.get("new_weight", ""),
                formula=sent.get("new_formula", ""),
                parameters={name: sent.get(f"new_{name}", "") for name in PARAMETER_NAMES},
            ),
            reason=sent.get("new_reason", ""),
            **self.who(),
        )
        return _("已增加指标，请调整权重使合计为 100。")

    def remove(self, request: HttpRequest, pk: int) -> str:
        """One less."""
        tree_indicators.remove_indicator(
            tree_id=pk,
            version=number_in(request),
            code=request.POST.get("code", ""),
            reason=request.POST.get("old_reason", ""),
            **self.who(),
        )
        return _("已删除指标，请调整权重使合计为 100。")

    deeds = {"save": save, "add": add, "remove": remove, "propose": propose, "release": release}


def _parameters(leaf: dict[str, Any], typed: Any) -> list[dict[str, Any]]:
    """The fields of an indicator's parameters."""
    return [
        {
            "id": f"{name}-{leaf['code']}",
            "label": f"{said(PARAMETER_NAMES[name])} {_unit(leaf)}".strip(),
            "value": typed.get(f"{name}-{leaf['code']}", parameter_text(leaf, name)),
            "is_long": name == "steps",
        }
        for name in PARAMETERS[leaf["formula"]]
    ]


def _changes(tree: AssessmentTree) -> list[dict[str, Any]]:
    """What was changed in a tree, with the reason, the last first."""
    own = {
        leaf["code"]: (leaf["zh"], leaf["en"])
        for branch in tree.definition["dimensions"]
        for leaf in branch["indicators"]
    }
    rows: Any = AuditEntry.objects.filter(
        on_type="statistics.tree", on_id=str(tree.pk), action__in=CHANGING
    ).order_by("-id")
    return [
        {
            "at": row.at,
            "by": row.by_label,
            "reason": row.new.get("reason", ""),
            "items": _items(row, own),
        }
        for row in rows[:CHANGES_SHOWN]
        if row.old or row.action != CHANGING[0]
    ]


def _items(row: AuditEntry, own: Mapping[str, tuple[str, str]]) -> list[dict[str, str]]:
    """The lines of a change: settings, or the indicator that came or went."""
    if row.action == CHANGING[0]:
        return [
            {"name": _setting_name(name, own), "old": old, "new": (row.new or {}).get(name, "")}
            for name, old in (row.old or {}).items()
        ]
    leaf = row.old or row.new or {}
    name = said((leaf.get("zh", ""), leaf.get("en", "")))
    known = _("列入"), _("未列入")
    old, new = known if row.old else known[::-1]
    return [{"name": name, "old": old, "new": new}]


def _setting_name(name: str, own: Mapping[str, tuple[str, str]]) -> str:
    """``full-tasks_done`` in words."""
    part, _dash, code = name.rpartition("-")
    leaf = own.get(code) or NAMES.get(code, (code, code))
    word = said(PARAMETER_NAMES[part]) if part else _("权重")
    return f"{said(leaf)} · {word}"


def _unit(leaf: dict[str, Any]) -> str:
    unit = leaf.get("unit", "")
    return said((unit, UNITS_EN.get(unit, unit)))


def figures_of(leaf: dict[str, Any]) -> str:
    """The parameters of a formula in a few signs."""
    unit = _unit(leaf)
    if leaf["formula"] == "linear":
        return f"{leaf.get('floor', 0)} → {leaf['full']} {unit}"
    if leaf["formula"] == "steps":
        return "，".join(f"≥{at}: {share}%" for at, share in leaf["steps"])
    if leaf["formula"] == "minus":
        return f"−{leaf['each']}/{unit}"
    return "0–100"
