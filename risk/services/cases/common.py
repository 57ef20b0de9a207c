"""What every deed on a case begins with: who may, on what, in which version."""

from datetime import datetime
from typing import Any, Final

from django.utils import timezone

from accounts.constants import DEPARTMENTS
from accounts.models import User
from accounts.selectors import postings_of
from credit.services.supervision.common import Deed
from enterprises.models import Member
from enterprises.rules.registration import Problem
from enterprises.services.refusals import Refusal, problems_refusal
from enterprises.viewers import Viewer
from risk.models import Case
from risk.rules.cases import states

OFFICE: Final = "zone"
HANDLING: Final = frozenset({"reviewer", "supervisor"})
DECIDING: Final = frozenset({"supervisor"})
PREFIX: Final = "FX"
SHORTEST: Final = 4
ENDS: Final = frozenset({states.CLOSED, states.DISMISSED})
DEPARTMENT_NAMES: Final = dict(DEPARTMENTS)


def lock_case(case_id: int, viewer: Viewer) -> Case:
    """A case that the viewer may see, locked.

    :raises Refusal: 404 ``risk_case_unknown``.
    """
    rows: Any = Case.objects.visible_to(viewer).filter(pk=case_id)
    found: Case | None = (
        Case.objects.filter(pk__in=rows.values("pk"))
        .select_for_update(of=("self",))
        .select_related("site", "organisation", "enterprise")
        .first()
    )
    if found is None:
        raise case_unknown()
    return found


def case_unknown() -> Refusal:
    """The refusal for a case that does not exist or is somebody else's."""
    return Refusal("risk_case_unknown", 404, "没有找到该风险事项。", "There is no such risk case.")


def must_be_current(case: Case, version: int) -> None:
    """Refuse a deed on what somebody else has changed meanwhile.

    :raises Refusal: 409 ``risk_case_ended`` or ``risk_changed_meanwhile``, with who did what and
        when.
    """
    if case.version == version and case.status not in ENDS:
        return
    step = case.steps.order_by("-pk").first()
    who = step.by_label if step else ""
    moment = f"{timezone.localtime(step.at):%Y-%m-%d %H:%M}" if step else ""
    details = {
        "status": case.status,
        "version": case.version,
        "by": who,
        "at": timezone.localtime(step.at).isoformat() if step else None,
    }
    if case.status in ENDS:
        raise Refusal(
            "risk_case_ended",
            409,
            f"{who} 已于 {moment} 办结该事项，您的操作未保存。",
            f"{who} ended this case at {moment}; what you did was not kept.",
            details=details,
        )
    raise Refusal(
        "risk_changed_meanwhile",
        409,
        f"{who} 已于 {moment} 办理了该事项，您的操作未保存。请刷新后再办。",
        f"{who} acted on this case at {moment}; what you did was not kept. Reload the page.",
        details=details,
    )


def must_handle(
    case: Case,
    deed: Deed,
    *,
    departments: frozenset[str] | None = None,
    roles: frozenset[str] = HANDLING,
    organisation: str = "",
) -> None:
    """Refuse who has no such duty: a posting at the case's site or above, by default in the zone
    office or the department that leads. Nobody handles the case of a firm they belong to.

    :raises Refusal: 403 ``risk_not_yours``.
    """
    wanted = departments or frozenset({OFFICE, case.department or OFFICE})
    person = deed.person
    held = person is not None and any(
        posting.department in wanted
        and posting.role in roles
        and case.site.path.startswith(posting.site_path)
        and organisation in {"", posting.organisation}
        for posting in postings_of(person, on=deed.day)
    )
    if not held or person is None or _belongs_to(case, person):
        raise Refusal(
            "risk_not_yours",
            403,
            "您没有办理该事项的职责。",
            "This is not among your duties.",
        )


def _belongs_to(case: Case, person: User) -> bool:
    if case.enterprise_id is None:
        return False
    return Member.objects.filter(user_id=person.pk, enterprise_id=case.enterprise_id).exists()


def four_eyes(zh: str, en: str) -> Refusal:
    """The refusal for the person who did the first half."""
    return Refusal("risk_four_eyes", 403, zh, en)


def missing(field: str, text: str, zh: str, en: str) -> list[Problem]:
    """The problem of a text that says too little, or nothing."""
    if len(text.strip()) >= SHORTEST:
        return []
    return [Problem(field, "risk_text_missing", text[:40], zh, en)]


def unknown(field: str, value: str, known: Any, zh: str, en: str) -> list[Problem]:
    """The problem of a value that is not one of those offered, or nothing."""
    if value in known:
        return []
    return [Problem(field, "risk_value_unknown", value[:40], zh, en)]


def refuse_problems(problems: list[Problem]) -> None:
    """:raises Refusal: 422 ``risk_incomplete`` when there are any, all of them in details."""
    if problems:
        raise problems_refusal(
            "risk_incomplete",
            problems,
            "；".join(problem.zh for problem in problems)[:300],
            " ".join(problem.en for problem in problems)[:300],
        )


def deed_of(by: Any, at: datetime, origin: str = "") -> Deed:
    """Who does it, when, from where."""
    return Deed(by, at, origin)
