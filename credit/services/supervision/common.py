"""What every service of supervision begins with: who may, on what, under which number."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db import connection
from django.db.models import Model
from django.utils import timezone

from accounts import zones
from accounts.constants import HUB
from accounts.facts import ClientActor
from accounts.models import Site, User
from accounts.selectors import postings_of
from accounts.services.audit import Actor
from credit.models import Case, Claim, Source, Subject
from credit.rules.supervision.clocks import CLOCKS, CODE
from credit.rules.supervision.people import HANDLERS
from credit.services.subjects import subject_of
from enterprises.models import ApiClient, Enterprise, Member
from enterprises.rules.registration import Problem
from enterprises.services.refusals import Refusal, problems_refusal
from enterprises.viewers import Viewer
from reference.selectors import add_working_days, rule_settings

REVIEWER: Final = "reviewer"
SUPERVISOR: Final = "supervisor"
HANDLING: Final = frozenset({REVIEWER, SUPERVISOR})
DECIDING: Final = frozenset({SUPERVISOR})
WRITERS: Final = ("administrator", "declarant")
SIGNERS: Final = ("administrator",)
LOCK: Final = 0x5859
"""The first key of the advisory lock under which numbers are given; the month is the second."""
HUB_PATH: Final = f"/{HUB}/"
SOURCE: Final = "zone_supervision"


@dataclass(frozen=True, slots=True)
class Deed:
    """Who does it, when, from where."""

    by: Actor
    at: datetime
    origin: str = ""

    @property
    def day(self) -> date:
        """The day in Shanghai."""
        return timezone.localdate(self.at)

    @property
    def person(self) -> User | None:
        """The person, where it is one."""
        return self.by if isinstance(self.by, User) else None


def days_of(code: str, *, on: date) -> int:
    """The length of a clock (working days, or months) as set for a day."""
    text = rule_settings(on=on).get(CODE, {}).get(code)
    return CLOCKS[code].initial if text is None else int(text)


def due(code: str, *, since: date) -> date:
    """The last day of a clock of working days that starts on a day."""
    return add_working_days(since, days_of(code, on=since))


def next_number(prefix: str, model: type[Model], *, at: datetime) -> str:
    """``prefix`` + zone code + year and month + serial; needs a transaction."""
    month = f"{timezone.localdate(at):%Y%m}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK, int(month)])
    start = f"{prefix}{zones.current().code}{month}"
    rows: Any = model._default_manager.filter(number__startswith=start)
    last = rows.order_by("-number").values_list("number", flat=True).first()
    serial = int(last[len(start) :]) + 1 if last else 1
    return f"{start}{serial:05}"


def zone_source() -> Source:
    """The source under which the zone's own decisions stand in the ledger."""
    row, _ = Source.objects.get_or_create(
        code=SOURCE,
        defaults={
            "zh": "综试区信用监管",
            "en": "Supervision of the zone",
            "kind": "list",
            "department": "zone",
            "record_kinds": ["negative_list", "commitment_breach"],
            "basis": "综试区实施方案（信用监管、负面清单、信用承诺）",
        },
    )
    return row


def subject_for(viewer: Viewer, *, subject_id: int, enterprise_id: int, at: datetime) -> Subject:
    """The subject that an official names, by its own id or by that of its enterprise; its credit
    file is opened where there was none.

    :raises Refusal: 404 ``credit_subject_unknown``.
    """
    if enterprise_id and Enterprise.objects.visible_to(viewer).filter(pk=enterprise_id).exists():
        subject_id = subject_of(enterprise_id, at=at).pk
    rows: Any = Subject.objects.visible_to(viewer).select_related("enterprise__site")
    found: Subject | None = rows.filter(pk=subject_id).first()
    if found is None:
        raise Refusal("credit_subject_unknown", 404, "没有找到该主体。", "No such subject.")
    return found


def site_of(subject: Subject) -> Site:
    """The site that handles a subject: that of the enterprise, the hub for a person."""
    if subject.enterprise is not None:
        return subject.enterprise.site
    return Site.objects.get(code=HUB)


def lock_case(case_id: int, viewer: Viewer) -> Case:
    """A case that the viewer may see, locked.

    :raises Refusal: 404 ``credit_case_unknown``.
    """
    rows = Case.objects.visible_to(viewer).filter(pk=case_id)
    found: Case | None = (
        Case.objects.filter(pk__in=rows.values("pk"))
        .select_for_update(of=("self",))
        .select_related("subject__enterprise__site", "site")
        .first()
    )
    if found is None:
        raise Refusal("credit_case_unknown", 404, "没有找到该事项。", "There is no such case.")
    return found


def lock_claim(claim_id: int, viewer: Viewer) -> Claim:
    """A claim that the viewer may see, locked.

    :raises Refusal: 404 ``credit_claim_unknown``.
    """
    rows = Claim.objects.visible_to(viewer).filter(pk=claim_id)
    found: Claim | None = (
        Claim.objects.filter(pk__in=rows.values("pk"))
        .select_for_update(of=("self",))
        .select_related("subject__enterprise__site", "record", "case", "earlier")
        .first()
    )
    if found is None:
        raise claim_unknown()
    return found


def claim_unknown() -> Refusal:
    """The refusal for a claim that does not exist or is somebody else's."""
    return Refusal("credit_claim_unknown", 404, "没有找到该申请。", "There is no such claim.")


def must_be_current(row: Case | Claim, version: int) -> None:
    """Refuse a deed on what somebody else has changed meanwhile.

    :raises Refusal: 409 ``credit_changed_meanwhile`` with who did what and when.
    """
    if row.version == version:
        return
    step = row.steps.order_by("-id").first()
    who = step.by_label if step else ""
    moment = f"{timezone.localtime(step.at):%Y-%m-%d %H:%M}" if step else ""
    raise Refusal(
        "credit_changed_meanwhile",
        409,
        f"{who} 已于 {moment} 办理了该事项，您的操作未保存。请刷新后再办。",
        f"{who} acted on this at {moment}; what you did was not kept. Reload the page.",
        details={"version": row.version, "by": who, "at": step.at.isoformat() if step else None},
    )


def must_be_in_charge(
    subject: Subject, *, by: User, at: datetime, roles: frozenset[str] = HANDLING
) -> None:
    """Refuse who does not handle the subject: a posting of the zone office, county or park that
    covers its site; nobody handles the firm whose member they are.

    :raises Refusal: 403 ``credit_not_yours``.
    """
    path = site_of(subject).path
    day = timezone.localdate(at)
    held = any(
        posting.department in HANDLERS
        and posting.role in roles
        and path.startswith(posting.site_path)
        for posting in postings_of(by, on=day)
    )
    if not held or _speaks_for(subject, by.pk):
        raise Refusal(
            "credit_not_yours",
            403,
            "您没有办理该事项的职责。" if roles == HANDLING else "该事项须由复核负责人办理。",
            "This is not among your duties.",
        )


def must_act_for(subject: Subject, *, by: Actor, roles: Iterable[str] = WRITERS) -> None:
    """Refuse who may not speak for the party.

    :raises Refusal: 403 ``credit_role_too_weak``.
    """
    wanted = tuple(roles)
    if isinstance(by, User) and _speaks_for(subject, by.pk, wanted):
        return
    if isinstance(by, ClientActor) and wanted == WRITERS and _is_program_of(subject, by):
        return
    raise Refusal(
        "credit_role_too_weak",
        403,
        "只有本企业的管理员可以签署。"
        if wanted == SIGNERS
        else "只有本企业的管理员或申报员可以办理。",
        "Only administrators of the enterprise may sign this."
        if wanted == SIGNERS
        else "Only administrators and declarants of the enterprise may do this.",
    )


def _speaks_for(subject: Subject, user_id: int, roles: tuple[str, ...] = ()) -> bool:
    if subject.enterprise_id is None:
        return False
    rows = Member.objects.filter(user_id=user_id, enterprise_id=subject.enterprise_id)
    return rows.filter(role__in=roles).exists() if roles else rows.exists()


def _is_program_of(subject: Subject, by: ClientActor) -> bool:
    """Whether a program belongs to the firm; its scope was asked for by the interface. A program
    writes as a declarant does; it never signs."""
    if subject.enterprise_id is None:
        return False
    rows = ApiClient.objects.filter(pk=by.client_id, enterprise_id=subject.enterprise_id)
    return bool(rows.filter(active=True).exists())


def refuse_problems(problems: Iterable[Problem]) -> None:
    """:raises Refusal: 422 ``credit_incomplete`` when there are any, all of them in details."""
    found = list(problems)
    if found:
        raise problems_refusal(
            "credit_incomplete",
            found,
            "；".join(problem.zh for problem in found)[:300],
            " ".join(problem.en for problem in found)[:300],
        )


def reasons_problem(field: str, text: str, zh: str, en: str) -> Problem:
    """A text that says too little."""
    return Problem(field, "credit_reasons_missing", text[:40], zh, en)
