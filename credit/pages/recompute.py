"""On demand: an enterprise's score on any day, computed from the ledger, beside what was kept."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from credit.facts import Contribution
from credit.models import Rating, ScoreModel, Subject
from credit.pages.ledger import moment_of
from credit.pages.office import ZonePage, found_or_404
from credit.pages.sharing_base import said
from credit.rules.indicators import INDICATORS
from credit.rules.model_definition import read_definition
from credit.scoring import CAP, FLOOR
from credit.selectors import model_on
from credit.services.rating import compute, rate
from zone_portal.kernel.periods import parse_day


class RecomputePage(ZonePage):
    """``GET`` computes and keeps nothing; ``POST`` rates today and keeps it."""

    template_name = "credit/recompute.html"
    hub_only = False

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        code = self.request.GET.get("code", "").strip().upper()
        day = parse_day(self.request.GET.get("day", "")) or timezone.localdate(self.now)
        day = min(day, timezone.localdate(self.now))
        subject = self._subject(code) if code else None
        model = model_on(day)
        known = min(moment_of(day), self.now)
        return super().get_context_data(**kwargs) | {
            "code": code,
            "day": day,
            "searched": bool(code),
            "subject": subject,
            "model": model,
            "result": _computed(subject, model, day, known) if subject and model else None,
            "kept": _kept(subject, day) if subject else [],
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        code = request.POST.get("code", "").strip().upper()
        subject = found_or_404(self._subject(code))
        today = timezone.localdate(self.now)
        model = model_on(today)
        if model is not None:
            rate(
                subject_ids=[subject.pk],
                model=model,
                as_of=today,
                trigger="demand",
                **self.actor(),
            )
            messages.success(request, _("已按今日重新评分。"))
        return redirect(f"{reverse('credit:recompute')}?{urlencode({'code': code})}")

    def _subject(self, code: str) -> Subject | None:
        firm = Q(enterprise__code=code) | Q(enterprise__uscc=code)
        rows = Subject.objects.enterprises().visible_to(self.viewer).filter(firm)
        found: Subject | None = rows.select_related("enterprise").first()
        return found


def _computed(subject: Subject, model: ScoreModel, day: date, known: Any) -> dict[str, Any]:
    definition = read_definition(model.definition)
    [[rated]] = compute([subject.pk], definition=definition, as_of=day, known_at=known)
    return {
        "score": rated.scored.score,
        "grade": rated.scored.grade,
        "known": known,
        "parts": [_part(part) for part in rated.scored.contributions],
    }


def _part(part: Contribution) -> dict[str, Any]:
    known = INDICATORS.get(part.indicator)
    if known:
        name = said(known.title)
    elif part.indicator == FLOOR:
        name = _("起始分")
    else:
        name = _("一票否决") + f" {part.indicator.removeprefix(CAP)}"
    return {
        "code": part.indicator,
        "name": name,
        "points": part.points / 100,
        "most": part.most / 100,
        "records": part.records[:12],
        "more": max(0, len(part.records) - 12),
    }


def _kept(subject: Subject, day: date) -> list[Rating]:
    rows = Rating.objects.filter(subject=subject, as_of_date=day).defer("contributions")
    return list(rows.select_related("model").order_by("-id")[:10])
