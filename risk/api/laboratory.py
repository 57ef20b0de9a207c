"""The rule laboratory for programs of officials: drafts, trials with their outcome, release.

For the zone office and customs at the hub, as on the pages; whoever only reads there reads here.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final, cast

from django.http import HttpResponse
from django.utils import timezone
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.views import APIView

from enterprises.api.frame import answer, body_of
from risk import selectors_laboratory as found
from risk.api import laboratory_schema as schema
from risk.api.officials import OfficialView, Reading, moment
from risk.api.screenings import AreOfficials
from risk.constants import CHANNELS
from risk.models import RuleVersion, Trial, TrialChange
from risk.models.laboratory import DONE
from risk.rules.drafts import FIELDS, problems_of
from risk.selectors_feedback import minutes_on
from risk.services.laboratory import drafting
from risk.services.laboratory.trying import order
from risk.states import DRAFT
from risk.trials import Summary
from zone_portal.framework.api_lists import (
    PAGING,
    chosen_of,
    found_or_404,
    keyset,
    page_of,
    refuse_unknown,
)

LANES: Final = {f"{old}-{new}" for old in CHANNELS for new in CHANNELS}
FILTERS: Final = ("lane", "firm")
ACTS: Final[Mapping[str, Callable[..., RuleVersion]]] = {
    "propose": drafting.propose,
    "take-back": drafting.take_back,
    "release": drafting.release,
    "give-up": drafting.give_up,
}


class InLaboratory(AreOfficials):
    """Officials who read in the laboratory; writing is for those who may write there."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        if not super().has_permission(request, view):
            return False
        viewer = cast("LaboratoryView", view).viewer
        may_write = request.method in SAFE_METHODS or found.may_write(viewer)
        return may_write and found.opens_laboratory(viewer)


class LaboratoryView(OfficialView):
    """A view of the laboratory."""

    permission_classes = (InLaboratory,)

    def version(self, pk: int) -> RuleVersion:
        """The version of the address.

        :raises NotFound: 404.
        """
        row: RuleVersion = found_or_404(found.version_of(self.viewer, pk))
        return row

    def who(self) -> dict[str, Any]:
        """Who acts and when."""
        return {"by": self.person, "at": timezone.now()}


class RulesView(LaboratoryView):
    """Every declared rule: the version in force, the one at work, whether something is wrong."""

    @schema.rules
    def get(self, request: Request) -> HttpResponse:
        refuse_unknown(request.GET, ())
        rows = found.rule_rows(self.viewer, at=timezone.now())
        return answer({"results": [_rule(row) for row in rows]})


class VersionsView(LaboratoryView):
    """The door for a draft."""

    @schema.drafted
    def post(self, request: Request) -> HttpResponse:
        told = Reading(body_of(request))
        number, note = told.id("from"), told.text("note")
        told.finish()
        old = self.version(number or 0)
        pk, status = self.once(
            request, lambda: drafting.draft(version_id=old.pk, note=note, **self.who())
        )
        return answer(_version(self.version(pk)), status)


class VersionView(LaboratoryView):
    """One version; PATCH changes a draft, and what is wrong is kept and told."""

    @schema.version
    def get(self, request: Request, pk: int) -> HttpResponse:
        refuse_unknown(request.GET, ())
        return answer(_version(self.version(pk)))

    @schema.changed
    def patch(self, request: Request, pk: int) -> HttpResponse:
        self.version(pk)
        body = body_of(request)
        told = Reading(body)
        changes: dict[str, Any] = {name: told.text(name) for name in FIELDS if name in body}
        if "mandatory" in body:
            changes["mandatory"] = told.flag("mandatory")
        limits = told.record("thresholds")
        changes["thresholds"] = {name: limits.text(name) for name in limits.names}
        note = told.text("note")
        told.finish(("thresholds", limits))
        drafting.change(version_id=pk, changes=changes, note=note, **self.who())
        return answer(_version(self.version(pk)))


class VersionDeedView(LaboratoryView):
    """Proposing, taking back, releasing or giving up a version."""

    @schema.decided
    def post(self, request: Request, pk: int, deed: str) -> HttpResponse:
        self.version(pk)
        act = found_or_404(ACTS.get(deed))
        told = Reading(body_of(request))
        given: dict[str, Any] = {}
        if deed == "propose":
            given["day"] = told.day("day")
        elif deed == "take-back":
            given["reason"] = told.text("reason")
        told.finish()
        done, _status = self.once(request, lambda: act(version_id=pk, **given, **self.who()))
        return answer(_version(self.version(done)))


class TrialsView(LaboratoryView):
    """Having a version run over past days."""

    @schema.ordered
    def post(self, request: Request, pk: int) -> HttpResponse:
        version = self.version(pk)
        told = Reading(body_of(request))
        first, last = told.day("first"), told.day("last")
        told.finish()
        number, status = self.once(
            request,
            lambda: order(version_id=version.pk, first=first, last=last, **self.who()),
        )
        return answer(self.shown(number), 202 if status != 200 else status)

    def shown(self, pk: int) -> dict[str, Any]:
        """A trial as it stands."""
        trial: Trial = found_or_404(found.trial_of(self.viewer, pk))
        return _trial(trial)


class TrialView(LaboratoryView):
    """One trial: how far it is, and what it would have changed."""

    @schema.trial
    def get(self, request: Request, pk: int) -> HttpResponse:
        refuse_unknown(request.GET, ())
        trial: Trial = found_or_404(found.trial_of(self.viewer, pk))
        shown = _trial(trial)
        if trial.state == DONE:
            shown["firms"] = [
                {
                    "id": str(row.enterprise.pk) if row.enterprise else None,
                    "name": row.enterprise.name if row.enterprise else None,
                    "declarations": row.declarations,
                    "moved": row.moved,
                    "value": f"{row.value:.2f}",
                }
                for row in found.firms_of(self.viewer, trial)
            ]
        return answer(shown)


class TrialChangesView(LaboratoryView):
    """Every declaration that a trial would have treated differently."""

    @schema.changes
    def get(self, request: Request, pk: int) -> HttpResponse:
        refuse_unknown(request.GET, (*FILTERS, *PAGING))
        trial: Trial = found_or_404(found.trial_of(self.viewer, pk))
        chosen = chosen_of(request.GET, FILTERS, {"lane": LANES})
        rows = found.changes_of(self.viewer, trial, **chosen)
        page = page_of(request.GET)
        return answer(keyset([rows], request, page, lambda part: [_change(row) for row in part]))


def _rule(row: found.RuleRow) -> dict[str, Any]:
    one = row.rule
    return {
        "code": one.code,
        "title": {"zh": one.title[0], "en": one.title[1]},
        "meaning": {"zh": one.meaning[0], "en": one.meaning[1]},
        "present": _outline(row.present),
        "draft": _outline(row.draft),
        "troubled": row.troubled,
    }


def _outline(version: RuleVersion | None) -> dict[str, Any] | None:
    if version is None:
        return None
    return {"id": str(version.pk), "version": version.version, "state": version.state}


def _version(row: RuleVersion) -> dict[str, Any]:
    draft = row.state == DRAFT
    return {
        "id": str(row.pk),
        "code": row.code,
        "version": row.version,
        "state": row.state,
        "definition": row.definition,
        "note": row.note,
        "by": row.by_label,
        "at": moment(row.at),
        "proposed_by": row.proposed_by.username if row.proposed_by else None,
        "released_by": row.released_by.username if row.released_by else None,
        "in_force_from": moment(row.from_at),
        "in_force_to": moment(row.to_at),
        "problems": problems_of(row.definition) if draft else [],
        "trials": [
            {"id": str(trial.pk), "state": trial.state, "fits": trial.definition == row.definition}
            for trial in found.trials_of(row)
        ],
    }


def _trial(row: Trial) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "version": str(row.version_id),
        "state": row.state,
        "first": row.from_day.isoformat(),
        "last": row.to_day.isoformat(),
        "total": row.total,
        "done": row.done,
        "refusal": row.refusal or None,
        "summary": _summary(row) if row.state == DONE else None,
        "firms": [],
    }


def _summary(row: Trial) -> dict[str, Any]:
    summary = Summary.read(row.summary)
    before, after = summary.minutes(minutes_on(row.to_day))
    return {
        "screened": summary.screened,
        "lanes": [
            {"lane": lane, "before": summary.before[lane], "after": summary.after[lane]}
            for lane in CHANNELS
        ],
        "moves": [
            {"from": old, "to": new, "count": count}
            for (old, new), count in sorted(summary.moves.items())
        ],
        "hits_before": summary.hits_before,
        "hits_after": summary.hits_after,
        "changed": summary.changed,
        "unknown": summary.unknown,
        "broken": summary.broken,
        "value": f"{summary.value:.2f}",
        "minutes_before": float(before),
        "minutes_after": float(after),
    }


def _change(row: TrialChange) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "inventory": str(row.inventory_id),
        "sequence": row.sequence,
        "enterprise": str(row.enterprise_id) if row.enterprise_id else None,
        "value": None if row.value is None else f"{row.value:.2f}",
        "from": row.old_channel,
        "to": row.channel,
        "score_before": row.old_score,
        "score_after": row.score,
        "hit_before": row.old_hit,
        "hit_after": row.hit,
    }
