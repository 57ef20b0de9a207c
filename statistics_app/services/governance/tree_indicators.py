"""Indicators of a year's draft tree: added to it and taken out of it, with the reason."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import count
from typing import Any

from django.db import transaction

from accounts.models import User
from accounts.services import audit
from enterprises.rules.registration import Problem
from enterprises.viewers import Viewer
from statistics_app.models import AssessmentTree
from statistics_app.rules.assessment.tree import (
    FORMULAS,
    PARAMETER_NAMES,
    PARAMETERS,
    read_parameter,
)
from statistics_app.services.governance.common import missing, need_text, refuse_problems
from statistics_app.services.governance.trees import SHAPES, leaves_of, lock_tree
from statistics_app.states import DRAFT


@dataclass(frozen=True, slots=True)
class NewLeaf:
    """An indicator as it is typed; ``parameters`` by name, as :func:`read_parameter` reads them."""

    dimension: str
    zh: str
    en: str
    unit: str
    weight: str
    formula: str
    parameters: Mapping[str, str]


@transaction.atomic
def add_indicator(
    *,
    tree_id: int,
    version: int,
    new: NewLeaf,
    reason: str,
    viewer: Viewer,
    by: User,
    at: datetime,
    origin: str = "",
) -> AssessmentTree:
    """Add an indicator to a dimension of a draft, and say why.

    :raises Refusal: as :func:`trees.save_tree`.
    """
    row = lock_tree(tree_id, viewer, version, DRAFT)
    branch = next(
        (one for one in row.definition["dimensions"] if one["code"] == new.dimension), None
    )
    leaf, problems = _leaf_of(new, row.definition)
    if branch is None:
        problems.append(missing("dimension", "选择维度", "Choose the dimension"))
    problems += need_text("new_reason", reason, "请写明理由", "Say why")
    refuse_problems(problems)
    if branch is not None:
        branch["indicators"].append(leaf)
    told = {name: str(value) for name, value in leaf.items()}
    _keep(row, "indicator_added", by, at, origin, new={**told, "reason": reason.strip()})
    return row


@transaction.atomic
def remove_indicator(
    *,
    tree_id: int,
    version: int,
    code: str,
    reason: str,
    viewer: Viewer,
    by: User,
    at: datetime,
    origin: str = "",
) -> AssessmentTree:
    """Take an indicator out of a draft, and say why; a dimension that has no other goes with it.

    :raises Refusal: as :func:`trees.save_tree`.
    """
    row = lock_tree(tree_id, viewer, version, DRAFT)
    leaf = next((one for one in leaves_of(row.definition) if one["code"] == code), None)
    problems = need_text("old_reason", reason, "请写明理由", "Say why")
    if leaf is None:
        problems.append(missing("code", "选择要删除的指标", "Choose the indicator to remove"))
    refuse_problems(problems)
    for branch in row.definition["dimensions"]:
        branch["indicators"] = [one for one in branch["indicators"] if one["code"] != code]
    row.definition["dimensions"] = [
        one for one in row.definition["dimensions"] if one["indicators"]
    ]
    told = {name: str(value) for name, value in (leaf or {}).items()}
    _keep(row, "indicator_removed", by, at, origin, old=told, new={"reason": reason.strip()})
    return row


def _leaf_of(new: NewLeaf, definition: Any) -> tuple[dict[str, Any], list[Problem]]:
    """The indicator as the tree keeps it, under a code that no other has, and what is wrong."""
    names = (
        ("new_zh", new.zh, "写明指标名称", "Name the indicator in Chinese"),
        ("new_en", new.en, "写明英文名称", "Name the indicator in English"),
    )
    problems = [one for row in names for one in need_text(*row, least=2)]
    taken = {leaf["code"] for leaf in leaves_of(definition)}
    number = next(n for n in count(1) if f"own_{n}" not in taken)
    weight = read_parameter("floor", new.weight)
    if weight is None or Decimal(weight) <= 0:
        words = "权重应为大于零的数字", "The weight is a number above zero"
        problems.append(missing("new_weight", *words))
    leaf: dict[str, Any] = {
        "code": f"own_{number}",
        "zh": new.zh.strip()[:100],
        "en": new.en.strip()[:160],
        "weight": weight,
        "formula": new.formula,
        "unit": new.unit.strip()[:20],
    }
    if new.formula not in FORMULAS:
        return leaf, [*problems, missing("new_formula", "选择公式", "Choose the formula")]
    for name in PARAMETERS[new.formula]:
        value = read_parameter(name, new.parameters.get(name, "") or ("0" * (name == "floor")))
        if value is None:
            zh, en = PARAMETER_NAMES[name]
            shape = SHAPES[name == "steps"]
            told = f"{zh}：{shape[0]}", f"{en}: {shape[1]}"
            problems.append(missing(f"new_{name}", *told))
        leaf[name] = value
    return leaf, problems


def _keep(
    row: AssessmentTree,
    name: str,
    by: User,
    at: datetime,
    origin: str,
    *,
    old: Mapping[str, str] | None = None,
    new: Mapping[str, str],
) -> None:
    row.version += 1
    row.save(update_fields=["definition", "version"])
    audit.record(
        f"statistics_tree.{name}",
        by=by,
        on=("statistics.tree", str(row.pk)),
        old=dict(old) if old else None,
        new=dict(new),
        at=at,
        origin=origin,
    )
