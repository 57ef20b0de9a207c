"""What is changed of a survey: its design before it is drawn, its strata after, or that it is given
up."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse

from accounts.models import User
from enterprises.services.notices import notify_members
from enterprises.services.refusals import Refusal
from enterprises.viewers import Viewer
from statistics_app.models import Survey
from statistics_app.selectors_surveys import answers_of
from statistics_app.services.governance.common import Deed, missing, need_text, refuse_problems
from statistics_app.services.governance.stepping import move
from statistics_app.services.governance.telling import KIND as NOTICE
from statistics_app.services.reporting.opening import WRITERS
from statistics_app.services.reporting.surveys import Design, checked, lock_survey, must_be
from statistics_app.states import CALLED_OFF, DRAFT, DRAWN


@transaction.atomic
def redesign_survey(
    *,
    survey_id: int,
    version: int,
    new: Design,
    viewer: Viewer,
    by: User,
    at: datetime,
    origin: str = "",
) -> Survey:
    """Change the design of a survey that was not drawn yet.

    :raises Refusal: ``statistics_unknown``, ``statistics_changed_meanwhile``, ``survey_drawn``
        (409), and what :func:`design_survey` raises.
    """
    row = lock_survey(survey_id, viewer, version)
    if row.status != DRAFT:
        raise Refusal(
            "survey_drawn",
            409,
            "样本已抽取，设计不能再改；可以取消后重新设计。",
            "The sample is drawn: its design stays. Call it off and design another one.",
        )
    columns = checked(new, Deed(by, at).day)
    told = {name: str(value) for name, value in columns.items() if getattr(row, name) != value}
    move(row, DRAFT, "redesigned", Deed(by, at, origin), new=told, **columns)
    return row


@transaction.atomic
def merge_strata(
    *,
    survey_id: int,
    version: int,
    stratum: str,
    into: str,
    reason: str,
    viewer: Viewer,
    by: User,
    at: datetime,
    origin: str = "",
) -> Survey:
    """Estimate a stratum together with another one, because too few of it answered. The sample and
    its numbers stay; the two count as one stratum from here on.

    :raises Refusal: ``statistics_unknown``, ``statistics_not_yours``,
        ``statistics_changed_meanwhile``, ``survey_closed`` (409), ``statistics_incomplete`` (422).
    """
    row = lock_survey(survey_id, viewer, version)
    must_be(row, DRAWN)
    present = {part.stratum for part in answers_of(row)}
    problems = need_text("reason", reason, "写明合并原因", "Say why they are merged")
    if stratum not in present:
        problems.append(missing("stratum", "选择要合并的层", "Choose the stratum to merge"))
    if into not in present or into == stratum:
        problems.append(
            missing("into", "选择并入的另一层", "Choose another stratum to merge it into")
        )
    refuse_problems(problems)
    earlier = {code: into if kept == stratum else kept for code, kept in row.merges.items()}
    move(
        row,
        DRAWN,
        "merged",
        Deed(by, at, origin),
        note=f"{stratum} → {into}：{reason.strip()}",
        new={"merged": stratum, "into": into},
        merges=earlier | {stratum: into},
    )
    return row


@transaction.atomic
def call_off_survey(
    *,
    survey_id: int,
    version: int,
    reason: str,
    viewer: Viewer,
    by: User,
    at: datetime,
    origin: str = "",
) -> Survey:
    """Give up a survey that is not estimated. What was answered stays secret and is not used; who
    was drawn is told that nothing is asked any more.

    :raises Refusal: ``statistics_unknown``, ``statistics_not_yours``,
        ``statistics_changed_meanwhile``, ``survey_closed`` (409), ``statistics_incomplete`` (422).
    """
    row = lock_survey(survey_id, viewer, version)
    must_be(row, DRAFT, DRAWN)
    refuse_problems(need_text("reason", reason, "写明取消原因", "Say why it is called off"))
    move(row, CALLED_OFF, "called_off", Deed(by, at, origin), note=reason.strip())
    for unit in row.units.filter(answered_at=None).order_by("place"):
        notify_members(
            unit.enterprise_id,
            WRITERS,
            kind=NOTICE,
            zh=f"抽样调查“{row.title}”已取消，无需答复。",
            en=f"The survey “{row.title}” was called off: no answer is needed.",
            at=at,
            link=reverse("statistics:questionnaire", args=[unit.pk]),
        )
    return row
