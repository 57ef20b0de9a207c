"""What every deed on a matter begins and ends with: who may, on what, its history and audit."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final, TypeVar

from django.utils import timezone

from accounts.models import User
from accounts.selectors import postings_of
from accounts.services import audit
from accounts.services.audit import label_of
from credit.services.supervision.common import HUB_PATH, Deed, next_number
from enterprises.rules.registration import Problem
from enterprises.services.refusals import Refusal, problems_refusal
from enterprises.viewers import Viewer
from risk.models.matters import Matter, MatterStep
from risk.selectors_matters import history

REVIEWER: Final = "reviewer"
SUPERVISOR: Final = "supervisor"
HANDLING: Final = frozenset({REVIEWER, SUPERVISOR})
DECIDING: Final = frozenset({SUPERVISOR})
SHORTEST_REASON: Final = 10
LONGEST_NOTE: Final = 500

Row = TypeVar("Row", bound=Matter)

__all__ = ["HUB_PATH", "Deed", "next_number"]


def must_hold(
    by: User,
    *,
    departments: Iterable[str],
    at: datetime,
    roles: frozenset[str] = HANDLING,
    path: str = HUB_PATH,
) -> None:
    """Refuse who has no posting of these departments and roles that covers a site.

    :raises Refusal: 403 ``risk_not_yours``.
    """
    wanted = frozenset(departments)
    for posting in postings_of(by, on=timezone.localdate(at)):
        covers = path.startswith(posting.site_path)
        if posting.department in wanted and posting.role in roles and covers:
            return
    raise Refusal(
        "risk_not_yours",
        403,
        "您没有办理该事项的职责。" if roles == HANDLING else "该事项须由复核负责人办理。",
        "This is not among your duties.",
    )


def lock(model: type[Row], pk: int, viewer: Viewer) -> Row:
    """A matter that the viewer may see, locked.

    :raises Refusal: 404 ``risk_matter_unknown``.
    """
    objects: Any = model._default_manager
    seen = objects.visible_to(viewer).filter(pk=pk).values("pk")
    found: Row | None = objects.filter(pk__in=seen).select_for_update(of=("self",)).first()
    if found is None:
        raise unknown()
    return found


def unknown() -> Refusal:
    """The refusal for a matter that does not exist or is somebody else's."""
    return Refusal("risk_matter_unknown", 404, "没有找到该事项。", "There is no such matter.")


def must_be_current(row: Matter, version: int) -> None:
    """Refuse a deed on what somebody else has changed meanwhile.

    :raises Refusal: 409 ``risk_changed_meanwhile`` with who did what and when.
    """
    if row.version == version:
        return
    step = history(row).last()
    who = step.by_label if step else ""
    moment = f"{timezone.localtime(step.at):%Y-%m-%d %H:%M}" if step else ""
    raise Refusal(
        "risk_changed_meanwhile",
        409,
        f"{who} 已于 {moment} 办理了该事项，您的操作未保存。请刷新后再办。",
        f"{who} acted on this at {moment}; what you did was not kept. Reload the page.",
        details={"version": row.version, "by": who, "at": step.at.isoformat() if step else None},
    )


def must_be_another(person_id: int | None, by: User) -> None:
    """Four eyes: refuse who took the first step.

    :raises Refusal: 403 ``risk_four_eyes``.
    """
    if person_id == by.pk:
        raise Refusal(
            "risk_four_eyes",
            403,
            "提请人不能自己批准，须由另一位复核负责人办理。",
            "Who proposed it cannot approve it: another supervisor must.",
        )


def refuse_problems(problems: Iterable[Problem]) -> None:
    """:raises Refusal: 422 ``risk_incomplete`` when there are any, all of them in details."""
    found = list(problems)
    if found:
        raise problems_refusal(
            "risk_incomplete",
            found,
            "；".join(problem.zh for problem in found)[:300],
            " ".join(problem.en for problem in found)[:300],
        )


def must_say(field: str, text: str) -> str:
    """A text of at least ten characters, trimmed.

    :raises Refusal: 422 ``risk_incomplete``.
    """
    said = text.strip()
    if len(said) < SHORTEST_REASON:
        zh = f"请写明情况（不少于{SHORTEST_REASON}字）。"
        en = f"Say more (at least {SHORTEST_REASON} characters)."
        refuse_problems([Problem(field, "risk_reasons_missing", said[:40], zh, en)])
    return said


def begun(row: Matter, deed: Deed, *, name: str = "entered", note: str = "") -> None:
    """Enter that a matter began."""
    _enter(row, "", name, deed, note)


def noted(row: Matter, deed: Deed, *, name: str, note: str = "") -> None:
    """Enter a deed that leaves the state as it is."""
    row.version += 1
    row.save(update_fields=["version"])
    _enter(row, row.status, name, deed, note)


def move(row: Row, target: str, name: str, deed: Deed, *, note: str = "", **columns: Any) -> Row:
    """Take a locked matter to ``target`` by the deed ``name``: the only writer of its state.

    :raises PortalError: ``transition_refused``.
    """
    source = row.status
    row.machine().table.check(source, target)
    for column, value in {**columns, "status": target}.items():
        setattr(row, column, value)
    row.version += 1
    row.save(update_fields=[*columns, "status", "version"])
    _enter(row, source, name, deed, note)
    return row


def _enter(row: Matter, source: str, name: str, deed: Deed, note: str) -> None:
    MatterStep.objects.create(
        matter=row.matter,
        matter_id=row.pk,
        source=source,
        target=row.status,
        deed=name,
        at=deed.at,
        by=deed.person,
        by_label=label_of(deed.by)[:128],
        note=note.strip()[:LONGEST_NOTE],
    )
    audit.record(
        f"risk_{row.matter}.{name}",
        by=deed.by,
        on=(f"risk.{row.matter}", str(row.pk)),
        old={"status": source},
        new={"status": row.status},
        at=deed.at,
        origin=deed.origin,
    )
