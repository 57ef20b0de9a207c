"""The assessment tree of a year: drafted, edited with reasons, released by two people."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.db import transaction

from accounts.models import Site, User
from accounts.services import audit
from enterprises.rules.registration import Problem
from enterprises.services.refusals import Refusal
from enterprises.viewers import Viewer
from statistics_app.models import Assessment, AssessmentTree
from statistics_app.rules.assessment.shipped import SHIPPED
from statistics_app.rules.assessment.tree import (
    PARAMETER_NAMES,
    PARAMETERS,
    parameter_text,
    read_parameter,
    read_tree,
)
from statistics_app.services.governance.common import (
    HANDLING,
    RELEASING,
    Deed,
    found,
    missing,
    must_be_office,
    need_text,
    refuse_problems,
)
from statistics_app.services.governance.stepping import enter
from statistics_app.states import DRAFT, PROPOSED, RELEASED, TREE


@transaction.atomic
def draft_tree(
    *, year: int, viewer: Viewer, by: User, at: datetime, origin: str = ""
) -> AssessmentTree:
    """Draft the tree of a year: that of the latest released year, else the shipped one.

    :raises Refusal: ``statistics_not_yours``, ``statistics_tree_present`` (409).
    """
    must_be_office(viewer)
    if AssessmentTree.objects.filter(year=year).exists():
        raise Refusal(
            "statistics_tree_present",
            409,
            f"{year} 年度的考核指标体系已有。",
            f"There is a tree of {year} already.",
        )
    last = AssessmentTree.objects.filter(status=RELEASED).order_by("-year").first()
    definition: Any = last.definition if last else dict(SHIPPED)
    row = AssessmentTree.objects.create(
        year=year, definition=definition, drafted_by=by, drafted_at=at
    )
    _note(row, "statistics_tree.drafted", by, at, origin)
    return row


@transaction.atomic
def save_tree(
    *,
    tree_id: int,
    version: int,
    weights: Mapping[str, str],
    viewer: Viewer,
    by: User,
    at: datetime,
    parameters: Mapping[str, str] | None = None,
    reason: str = "",
    origin: str = "",
) -> AssessmentTree:
    """Set the weights of a draft and the parameters of its formulas, known as ``full-tasks_done``.

    Weights are kept even where they do not add up: what is wrong with them is told until they do.
    A parameter decides what a figure is worth: it is changed with a reason.

    :raises Refusal: ``statistics_unknown``, ``statistics_not_yours``, ``statistics_tree_moved``
        (409), ``statistics_incomplete`` (422) with everything that cannot be read.
    """
    row = lock_tree(tree_id, viewer, version, DRAFT)
    old = _settings_of(row.definition)
    problems = _set_parameters(row.definition, parameters or {})
    for leaf in leaves_of(row.definition):
        leaf["weight"] = weights.get(leaf["code"], str(leaf["weight"])).strip()
    new = _settings_of(row.definition)
    changed = sorted(name for name in new if new[name] != old[name])
    if any("-" in name for name in changed):
        problems += need_text(
            "reason", reason, "修改公式参数须写明理由", "Parameters were changed: say why"
        )
    refuse_problems(problems)
    row.version += 1
    row.save(update_fields=["definition", "version"])
    audit.record(
        "statistics_tree.saved",
        by=by,
        on=("statistics.tree", str(row.pk)),
        old={name: old[name] for name in changed},
        new={name: new[name] for name in changed} | ({"reason": reason.strip()} if reason else {}),
        at=at,
        origin=origin,
    )
    return row


def _settings_of(definition: Any) -> dict[str, str]:
    """Weights by the indicator's code, parameters as ``full-code``."""
    found = {}
    for leaf in leaves_of(definition):
        found[leaf["code"]] = str(leaf["weight"])
        for name in PARAMETERS.get(leaf["formula"], ()):
            found[f"{name}-{leaf['code']}"] = parameter_text(leaf, name)
    return found


def _set_parameters(definition: Any, typed: Mapping[str, str]) -> list[Problem]:
    problems = []
    for leaf in leaves_of(definition):
        for name in PARAMETERS.get(leaf["formula"], ()):
            field = f"{name}-{leaf['code']}"
            text = typed.get(field, "").strip()
            if not text or text == parameter_text(leaf, name):
                continue
            value = read_parameter(name, text)
            if value is None:
                zh, en = PARAMETER_NAMES[name]
                problems.append(
                    missing(
                        field,
                        f"{leaf['zh']}：{zh}“{text[:40]}”无法读取，{SHAPES[name == 'steps'][0]}",
                        f"{leaf['en']}: {en} “{text[:40]}” cannot be read, "
                        f"{SHAPES[name == 'steps'][1]}",
                    )
                )
                continue
            leaf[name] = value
    return problems


SHAPES: Final = (
    ("填写数字", "give a number"),
    (
        "按“数值:百分比”填写并从小到大，如 1:25 2:50",
        "write “figure:percent”, rising, such as 1:25 2:50",
    ),
)


@transaction.atomic
def propose_tree(
    *, tree_id: int, version: int, viewer: Viewer, by: User, at: datetime, origin: str = ""
) -> AssessmentTree:
    """Propose a draft for release.

    :raises Refusal: as :func:`save_tree`; ``statistics_incomplete`` (422) with everything that
        is wrong with the tree.
    """
    row = lock_tree(tree_id, viewer, version, DRAFT)
    _, wrong = read_tree(row.definition)
    refuse_problems(missing("tree", zh, en) for zh, en in wrong)
    _set_tree(row, PROPOSED, "proposed", by, at, origin, proposed_by=by)
    return row


@transaction.atomic
def release_tree(
    *,
    tree_id: int,
    version: int,
    accepted: bool,
    viewer: Viewer,
    by: User,
    at: datetime,
    origin: str = "",
) -> AssessmentTree:
    """A second person releases a proposed tree, and every park and county gets its assessment; or
    sends it back.

    :raises Refusal: as :func:`save_tree`; ``statistics_four_eyes`` (403).
    """
    row = lock_tree(tree_id, viewer, version, PROPOSED, roles=RELEASING)
    if not accepted:
        _set_tree(row, DRAFT, "sent_back", by, at, origin)
        return row
    if row.proposed_by_id == by.pk:
        raise Refusal(
            "statistics_four_eyes",
            403,
            "提请人不能自己发布，须由另一位复核负责人发布。",
            "Who proposed it cannot release it: another supervisor must.",
        )
    _set_tree(row, RELEASED, "released", by, at, origin, released_by=by, released_at=at)
    for site in assessed_sites():
        assessment = Assessment.objects.create(tree=row, site=site)
        enter(assessment, "", "opened", Deed(by, at, origin))
    return row


def assessed_sites() -> list[Site]:
    """The parks and counties: open sub-platforms."""
    return list(Site.objects.filter(kind="sub", status="open").order_by("path"))


def leaves_of(definition: Any) -> list[dict[str, Any]]:
    """The indicators of a definition, in order, as it keeps them."""
    return [leaf for branch in definition["dimensions"] for leaf in branch["indicators"]]


def lock_tree(
    tree_id: int,
    viewer: Viewer,
    version: int,
    status: str,
    *,
    roles: frozenset[str] = HANDLING,
) -> AssessmentTree:
    """A tree in a status, locked for a deed of the office that saw it in this version.

    :raises Refusal: ``statistics_unknown``, ``statistics_not_yours``, ``statistics_tree_moved``.
    """
    row: AssessmentTree = found(AssessmentTree.objects.visible_to(viewer), tree_id)
    must_be_office(viewer, roles)
    if row.status != status or row.version != version:
        raise Refusal(
            "statistics_tree_moved",
            409,
            "该指标体系的状态已变化，请刷新后再办。",
            "The tree has moved on: reload the page.",
            details={"status": row.status, "version": row.version},
        )
    return row


def _set_tree(  # noqa: PLR0917  one line of the trail
    row: AssessmentTree,
    target: str,
    name: str,
    by: User,
    at: datetime,
    origin: str,
    **columns: Any,
) -> None:
    TREE.check(row.status, target)
    for column, value in {**columns, "status": target}.items():
        setattr(row, column, value)
    row.version += 1
    row.save(update_fields=[*columns, "status", "version"])
    _note(row, f"statistics_tree.{name}", by, at, origin)


def _note(row: AssessmentTree, action: str, by: User, at: datetime, origin: str) -> None:
    audit.record(
        action,
        by=by,
        on=("statistics.tree", str(row.pk)),
        new={"year": row.year, "status": row.status},
        at=at,
        origin=origin,
    )
