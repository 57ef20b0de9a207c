"""Response plans and their runs for programs of officials: written, released, started, carried
out step by step, ended, reviewed."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.http import HttpResponse
from django.utils import timezone
from rest_framework.request import Request

from enterprises.api.frame import answer, body_of
from risk import selectors_plans as plans
from risk.api import plans_schema as schema
from risk.api.officials import OfficialView, Reading, moment
from risk.constants import LEVELS
from risk.models import Plan, PlanRun
from risk.rules.matters import PLAN, RUN
from risk.rules.plans.definition import ACTION, Contact, PlanContent, Step
from risk.rules.types import AREAS
from risk.selectors_matters import seen
from risk.services.plans import preparing, running
from zone_portal.framework.api_lists import (
    PAGING,
    chosen_of,
    found_or_404,
    keyset,
    page_of,
    refuse_unknown,
)

Choices = dict[str, tuple[str, ...]]
PLAN_CHOICES: Final[Choices] = {
    "status": tuple(PLAN.labels),
    "area": tuple(AREAS),
    "level": tuple(LEVELS),
}
RUN_CHOICES: Final[Choices] = {"status": tuple(RUN.labels), "kind": ("drill", "real")}
ACTS: Final[Mapping[str, Callable[..., Plan]]] = {
    "propose": preparing.propose_plan,
    "send-back": preparing.send_plan_back,
    "drop": preparing.drop_plan,
    "release": preparing.release_plan,
    "retire": preparing.retire_plan,
}
RUN_ACTS: Final[Mapping[str, Callable[..., PlanRun]]] = {
    "end": running.end_run,
    "review": running.review_run,
}
RUN_TEXTS: Final = {"end": ("result",), "review": ("review", "changes")}
WITH_REASONS: Final = frozenset({"send-back", "retire"})


class PlansView(OfficialView):
    """Every edition of every plan, and the door for a new one."""

    @schema.plans
    def get(self, request: Request) -> HttpResponse:
        refuse_unknown(request.GET, (*PLAN_CHOICES, *PAGING))
        chosen = chosen_of(request.GET, PLAN_CHOICES, PLAN_CHOICES)
        rows = plans.plans(self.viewer, chosen).order_by()
        page = page_of(request.GET)
        return answer(keyset([rows], request, page, lambda part: [_outline(row) for row in part]))

    @schema.drafted
    def post(self, request: Request) -> HttpResponse:
        content = _content(Reading(body_of(request)))
        pk, status = self.once(
            request, lambda: preparing.draft_plan(content=content, **self.deed())
        )
        return answer(_plan(_own_plan(self, pk)), status)


class PlanView(OfficialView):
    """One edition; PUT writes a draft anew."""

    @schema.plan
    def get(self, request: Request, pk: int) -> HttpResponse:
        refuse_unknown(request.GET, ())
        return answer(_plan(_own_plan(self, pk)))

    @schema.saved
    def put(self, request: Request, pk: int) -> HttpResponse:
        _own_plan(self, pk)
        told = Reading(body_of(request))
        version = told.number("version")
        content = _content(told)
        self.once(
            request,
            lambda: preparing.save_plan(
                plan_id=pk, version=version, content=content, **self.deed()
            ),
        )
        return answer(_plan(_own_plan(self, pk)))


class PlanDeedView(OfficialView):
    """Handing a plan on, releasing it, taking it out of force."""

    @schema.decided
    def post(self, request: Request, pk: int, deed: str) -> HttpResponse:
        _own_plan(self, pk)
        act = found_or_404(ACTS.get(deed))
        told = Reading(body_of(request))
        given: dict[str, Any] = {"plan_id": pk, "version": told.number("version")}
        if deed in WITH_REASONS:
            given["reasons"] = told.text("reasons")
        told.finish()
        self.once(request, lambda: act(**given, **self.deed()))
        return answer(_plan(_own_plan(self, pk)))


class StartView(OfficialView):
    """Starting a plan in force for a case, or drilling it."""

    @schema.started
    def post(self, request: Request, pk: int) -> HttpResponse:
        _own_plan(self, pk)
        told = Reading(body_of(request))
        given: dict[str, Any] = {
            "plan_id": pk,
            "drill": told.flag("drill"),
            "reason": told.text("reason"),
            "case_id": told.id("case", optional=True),
        }
        told.finish()
        run, status = self.once(request, lambda: running.start_run(**given, **self.deed()))
        return answer(_run(_own_run(self, run)), status)


class RunsView(OfficialView):
    """Plans in use and drills, the newest first."""

    @schema.runs
    def get(self, request: Request) -> HttpResponse:
        refuse_unknown(request.GET, (*RUN_CHOICES, *PAGING))
        chosen = chosen_of(request.GET, RUN_CHOICES, RUN_CHOICES)
        rows = plans.runs(self.viewer, chosen).order_by()
        page = page_of(request.GET)
        return answer(keyset([rows], request, page, lambda part: [_running(row) for row in part]))


class RunView(OfficialView):
    """One run with its steps and their clocks."""

    @schema.run
    def get(self, request: Request, pk: int) -> HttpResponse:
        refuse_unknown(request.GET, ())
        return answer(_run(_own_run(self, pk)))


class StepView(OfficialView):
    """Entering that a step was done, or the report that it asks for."""

    @schema.step
    def post(self, request: Request, pk: int, place: int) -> HttpResponse:
        _own_run(self, pk)
        told = Reading(body_of(request))
        text = told.text("text")
        told.finish()

        def act() -> PlanRun:
            step = running.do_step(run_id=pk, place=place, text=text, **self.deed())
            return step.run

        self.once(request, act)
        return answer(_run(_own_run(self, pk)))


class RunDeedView(OfficialView):
    """Ending a response, and saying afterwards what should change."""

    @schema.ended
    def post(self, request: Request, pk: int, deed: str) -> HttpResponse:
        _own_run(self, pk)
        told = Reading(body_of(request))
        given: dict[str, Any] = {"run_id": pk, "version": told.number("version")}
        act = found_or_404(RUN_ACTS.get(deed))
        given |= {name: told.text(name) for name in RUN_TEXTS[deed]}
        told.finish()
        self.once(request, lambda: act(**given, **self.deed()))
        return answer(_run(_own_run(self, pk)))


def _own_plan(view: OfficialView, pk: int) -> Plan:
    row: Plan = found_or_404(seen(Plan, pk, view.viewer))
    return row


def _own_run(view: OfficialView, pk: int) -> PlanRun:
    row: PlanRun = found_or_404(seen(PlanRun, pk, view.viewer, "plan"))
    return row


def _content(told: Reading) -> PlanContent:
    """:raises ValidationError: with everything that is of the wrong type."""
    title, conditions = told.both("title"), told.both("conditions")
    command, report = told.both("command"), told.both("report")
    contacts, steps = told.records("contacts"), told.records("steps")
    content = PlanContent(
        code=told.text("code"),
        title_zh=title[0],
        title_en=title[1],
        areas=told.texts("areas"),
        level=told.text("level"),
        department=told.text("department"),
        conditions_zh=conditions[0],
        conditions_en=conditions[1],
        command_zh=command[0],
        command_en=command[1],
        report_zh=report[0],
        report_en=report[1],
        contacts=tuple(
            Contact(*(one.text(name) for name in Contact.__slots__)) for one in contacts
        ),
        steps=tuple(
            Step(
                one.number("minutes"),
                one.text("zh"),
                one.text("en"),
                one.text("department"),
                one.text("kind") or ACTION,
            )
            for one in steps
        ),
    )
    told.finish(
        *((f"contacts.{place}", one) for place, one in enumerate(contacts)),
        *((f"steps.{place}", one) for place, one in enumerate(steps)),
    )
    return content


def _outline(row: Plan) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "number": row.number,
        "version": row.version,
        "status": row.status,
        "code": row.code,
        "edition": row.edition,
        "site": row.site_id,
        "title": {"zh": row.title_zh, "en": row.title_en},
        "areas": row.areas,
        "level": row.level,
        "department": row.department,
        "released_at": moment(row.released_at),
    }


def _plan(row: Plan) -> dict[str, Any]:
    drill = plans.next_drill(row, on=timezone.localdate())
    return {
        **_outline(row),
        "conditions": {"zh": row.conditions_zh, "en": row.conditions_en},
        "command": {"zh": row.command_zh, "en": row.command_en},
        "report": {"zh": row.report_zh, "en": row.report_en},
        "contacts": row.contacts,
        "steps": row.steps,
        "drill_due": drill.isoformat() if drill else None,
    }


def _running(row: PlanRun) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "number": row.number,
        "version": row.version,
        "status": row.status,
        "plan": str(row.plan_id),
        "title": {"zh": row.plan.title_zh, "en": row.plan.title_en},
        "drill": row.drill,
        "case": str(row.case_id) if row.case_id else None,
        "reason": row.reason,
        "started_at": moment(row.started_at),
        "ended_at": moment(row.ended_at),
    }


def _run(row: PlanRun) -> dict[str, Any]:
    return {
        **_running(row),
        "result": row.result or None,
        "review": row.review or None,
        "changes": row.changes or None,
        "reviewed_at": moment(row.reviewed_at),
        "steps": [
            {
                "place": one.step.place,
                "what": {"zh": one.step.zh, "en": one.step.en},
                "department": one.step.department,
                "kind": one.step.kind,
                "due_at": moment(one.step.due_at),
                "done_at": moment(one.step.done_at),
                "done_by": one.step.done_by_label or None,
                "text": one.step.text or None,
                "late": one.late,
            }
            for one in plans.steps_of(row, now=timezone.now())
        ],
    }
