"""Assessment of parks and counties: own values with what proves them, and their review."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal, InvalidOperation

from django.db import transaction

from accounts.models import User
from accounts.selectors import postings_of
from enterprises.rules.registration import Problem
from enterprises.services.refusals import Refusal
from enterprises.viewers import Viewer
from statistics_app.models import Assessment, AssessmentPaper, AssessmentTree
from statistics_app.rules.assessment.scoring import fault_of, score
from statistics_app.rules.assessment.tree import Tree, read_tree
from statistics_app.services.governance.common import (
    HANDLING,
    RELEASING,
    Deed,
    found,
    missing,
    must_be_current,
    must_be_office,
    need_text,
    not_yours,
    refuse_problems,
)
from statistics_app.services.governance.evidence import Paper, keep
from statistics_app.services.governance.stepping import move
from statistics_app.states import OPEN, REVIEWED, SELF_SCORED

MOST = Decimal(10) ** 9
PLACES = frozenset({"park", "county"})


@transaction.atomic
def send_values(
    *,
    assessment_id: int,
    version: int,
    values: Mapping[str, str],
    papers: Mapping[str, str],
    files: Mapping[str, Paper] | None = None,
    viewer: Viewer,
    by: User,
    at: datetime,
    origin: str = "",
) -> Assessment:
    """A park or county fills in its own values, each with what proves it, in words and where it
    has one by a file.

    :raises Refusal: ``statistics_unknown``, ``statistics_not_yours``,
        ``statistics_changed_meanwhile``, ``statistics_incomplete`` (422, all problems), what
        :func:`keep` raises.
    """
    row = _lock_assessment(assessment_id, viewer, version)
    held = postings_of(by, on=Deed(by, at).day)
    if not any(
        posting.department in PLACES
        and posting.role in HANDLING
        and row.site.path.startswith(posting.site_path)
        for posting in held
    ):
        raise not_yours()
    tree = tree_of(row.tree)
    numbers, problems = _values(tree, values)
    for leaf in tree.leaves():
        if leaf.code in numbers:
            problems += need_text(
                f"paper-{leaf.code}",
                papers.get(leaf.code, ""),
                f"{leaf.zh}：写明依据（文件名称、文号或统计表）",
                f"{leaf.en}: say what proves it (document, number or table)",
                least=2,
            )
    refuse_problems(problems)
    for code in {leaf.code for leaf in tree.leaves()} & (files or {}).keys():
        evidence = keep((files or {})[code], by=by, at=at, origin=origin)
        if evidence is not None:
            AssessmentPaper.objects.create(assessment=row, code=code, evidence=evidence, at=at)
    move(
        row,
        SELF_SCORED,
        "self_scored",
        Deed(by, at, origin),
        own={code: str(value) for code, value in numbers.items()},
        papers={leaf.code: papers.get(leaf.code, "").strip()[:200] for leaf in tree.leaves()},
    )
    return row


@transaction.atomic
def review(
    *,
    assessment_id: int,
    version: int,
    accepted: bool,
    values: Mapping[str, str],
    note: str,
    viewer: Viewer,
    by: User,
    at: datetime,
    origin: str = "",
) -> Assessment:
    """The zone office confirms or corrects the values, which gives the score; or sends them back.

    :raises Refusal: as :func:`send_values`; ``statistics_four_eyes`` (403) for who filled them in.
    """
    row = _lock_assessment(assessment_id, viewer, version)
    must_be_office(viewer, RELEASING)
    sent = row.steps.filter(deed="self_scored").order_by("-id").first()
    if sent is not None and sent.by_id == by.pk:
        raise Refusal(
            "statistics_four_eyes",
            403,
            "自评人不能自己核定。",
            "Who filled it in cannot review it.",
        )
    deed = Deed(by, at, origin)
    if not accepted:
        refuse_problems(need_text("note", note, "写明退回理由", "Say why it is sent back"))
        move(row, OPEN, "sent_back", deed, note=note)
        return row
    tree = tree_of(row.tree)
    numbers, problems = _values(tree, values)
    changed = [code for code, value in numbers.items() if str(value) != row.own.get(code)]
    if changed:
        problems += need_text(
            "note", note, "更正了自评值，请写明理由", "Values were corrected: say why"
        )
    refuse_problems(problems)
    move(
        row,
        REVIEWED,
        "reviewed",
        deed,
        note=note,
        reviewed={code: str(value) for code, value in numbers.items()},
        total=score(tree, numbers).total,
    )
    return row


def tree_of(row: AssessmentTree) -> Tree:
    """The tree of a year, read.

    :raises Refusal: ``statistics_incomplete`` for a draft that does not add up.
    """
    tree, wrong = read_tree(row.definition)
    refuse_problems(missing("tree", zh, en) for zh, en in wrong)
    return tree or Tree(())


def _values(tree: Tree, values: Mapping[str, str]) -> tuple[dict[str, Decimal], list[Problem]]:
    numbers: dict[str, Decimal] = {}
    problems = []
    for leaf in tree.leaves():
        text = values.get(leaf.code, "").replace(",", "").strip()
        try:
            number = Decimal(text)
        except InvalidOperation:
            number = Decimal("NaN")
        if not number.is_finite() or abs(number) >= MOST:
            problems.append(
                missing(
                    f"value-{leaf.code}",
                    f"{leaf.zh}：填写数值，没有请填 0",
                    f"{leaf.en}: give a number, 0 where there is none",
                )
            )
        elif (fault := fault_of(leaf, number)) is not None:
            problems.append(
                missing(f"value-{leaf.code}", f"{leaf.zh}：{fault[0]}", f"{leaf.en}: {fault[1]}")
            )
        else:
            numbers[leaf.code] = number
    return numbers, problems


def _lock_assessment(assessment_id: int, viewer: Viewer, version: int) -> Assessment:
    row: Assessment = found(Assessment.objects.visible_to(viewer), assessment_id)
    must_be_current(row, version)
    return row
