"""Surveys and questionnaires as they stand: frames, answers, what may be shown of them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone

from enterprises.constants import APPROVED
from enterprises.models import Enterprise
from enterprises.viewers import Viewer
from reference.selectors import rule_settings
from statistics_app.models import Survey, SurveyFrame, SurveyUnit
from statistics_app.rules.bulletins.disclosure import FEW, Cell, Limits, sensitive
from statistics_app.rules.bulletins.parameters import limits_in
from statistics_app.rules.sampling import Answers, Plan, Unit, digest_of, draw, merged

SITE: Final = "site"
KIND: Final = "kind"


@dataclass(frozen=True, slots=True)
class Redrawn:
    """A sample drawn once more from the frame that was kept. ``missing`` were drawn then and not
    now, ``extra`` now and not then; ``is_whole``: the kept frame has its fingerprint."""

    digest: str
    is_whole: bool
    units: int
    missing: int
    extra: int

    @property
    def is_same(self) -> bool:
        """Whether it is the sample that was drawn, in its order."""
        return self.is_whole and not self.missing and not self.extra


def surveys(viewer: Viewer) -> QuerySet[Survey]:
    """Surveys, newest first; officials see designs and results, never single answers."""
    rows: QuerySet[Survey] = Survey.objects.visible_to(viewer)
    return rows.annotate(
        drawn=Count("units"), answered=Count("units", filter=Q(units__answered_at__isnull=False))
    )


def survey_of(viewer: Viewer, pk: int) -> Survey | None:
    """One survey, or None."""
    return surveys(viewer).filter(pk=pk).first()


def questionnaires(viewer: Viewer) -> QuerySet[SurveyUnit]:
    """The questionnaires of the viewer's own enterprises, those to be answered first."""
    rows = SurveyUnit.objects.filter(enterprise_id__in=viewer.own_ids)
    return rows.select_related("survey", "enterprise").order_by(
        F("answered_at").desc(nulls_first=True), "-id"
    )


def questionnaire_of(viewer: Viewer, pk: int) -> SurveyUnit | None:
    """One questionnaire, or None."""
    rows = SurveyUnit.objects.visible_to(viewer).select_related("survey", "enterprise")
    found: SurveyUnit | None = rows.filter(pk=pk).first()
    return found


def frame_of(strata_by: str, strata: list[str]) -> list[Unit]:
    """The frame: approved enterprises that lie in one of the strata; an enterprise of several
    kinds lies in the first of them that was chosen."""
    rows = Enterprise.objects.registered().filter(status=APPROVED)
    if strata_by == SITE:
        return [Unit(*row) for row in rows.filter(site__in=strata).values_list("id", "site_id")]
    found = []
    for pk, kinds in rows.values_list("id", "kinds"):
        stratum = next((kind for kind in strata if kind in kinds), None)
        if stratum is not None:
            found.append(Unit(pk, stratum))
    return found


def kept_frame(survey: Survey) -> list[Unit]:
    """The frame that the sample was drawn from; nothing where it was not kept."""
    kept = SurveyFrame.objects.filter(survey=survey).first()
    units = kept.units if kept else {}
    return [Unit(pk, stratum) for stratum, ids in units.items() for pk in ids]


def redrawn(survey: Survey) -> Redrawn | None:
    """The sample, drawn again from the kept frame, the plan and the seed; None without a frame."""
    kept = SurveyFrame.objects.filter(survey=survey).first()
    if kept is None:
        return None
    frame = kept_frame(survey)
    plans = [Plan(row.code, row.population, row.sample) for row in survey.strata.order_by("id")]
    again = {(unit.id, place) for place, unit in enumerate(draw(frame, plans, survey.seed), 1)}
    then = set(survey.units.values_list("enterprise_id", "place"))
    return Redrawn(
        digest=kept.digest,
        is_whole=digest_of(frame) == kept.digest,
        units=len(frame),
        missing=len(then - again),
        extra=len(again - then),
    )


def answers_of(survey: Survey) -> list[Answers]:
    """What each stratum answered, merged ones as one."""
    given: dict[str, list[Decimal]] = {}
    for stratum, value in survey.units.filter(value__isnull=False).values_list("stratum", "value"):
        given.setdefault(stratum, []).append(value or Decimal(0))
    parts = [
        Answers(row.code, row.population, row.sample, tuple(given.get(row.code, ())))
        for row in survey.strata.order_by("id")
    ]
    return merged(parts, survey.merges)


def limits_now() -> Limits:
    """The limits of disclosure in force today."""
    return limits_in(rule_settings(on=timezone.localdate()))


def withheld(rows: Iterable[Survey]) -> dict[int, str]:
    """Which estimates would tell what somebody answered, with the reason (``disclosure.REASONS``):
    by id of the survey. Decided by the limits of today, for estimates made before them too."""
    estimated = {row.pk: row for row in rows if row.estimate}
    values: dict[int, list[Decimal]] = defaultdict(list)
    answers = SurveyUnit.objects.filter(survey__in=estimated, value__isnull=False)
    for survey, value in answers.values_list("survey_id", "value"):
        values[survey].append(value or Decimal(0))
    limits = limits_now()
    found = {}
    for pk, row in estimated.items():
        given = values[pk]
        few = min(len(given), (row.estimate or {}).get("population", 0)) < limits.fewest
        reason = FEW if few else sensitive(Cell(sum(given, Decimal(0)), tuple(given)), limits)
        if reason:
            found[pk] = reason
    return found
