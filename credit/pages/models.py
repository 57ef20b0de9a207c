"""Models of evaluation: versions, the editor of a draft, proposing and releasing."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from credit.models import ScoreModel, Simulation
from credit.pages.model_fields import anchor_of, fields_of
from credit.pages.office import ZonePage, crumbs, errors_of, found_or_404, must_answer
from credit.pages.sharing_base import said
from credit.rulebook import zone_grade_mode
from credit.rules.indicators import INDICATORS
from credit.rules.model_checking import check_definition
from credit.rules.model_editing import edited
from credit.rules.parameters import CODE, ZONE_GRADE
from credit.selectors import model_on
from credit.services.models import change, draft, propose, release, retire, take_back
from credit.services.simulating import order
from credit.states import DRAFT, MODEL_LABELS, PROPOSED, RELEASED
from reference.services.rule_settings import NewSetting, put_rule_setting
from zone_portal.framework.lists import Label
from zone_portal.kernel.errors import PortalError
from zone_portal.kernel.periods import parse_day

TONES = {DRAFT: "idle", PROPOSED: "warn", RELEASED: "ok", "retired": "idle"}
MODES = {
    "grade": ("显示为等级", "Shown as a grade"),
    "reference": ("显示为服务参考分", "Shown as a reference score for services"),
    "off": ("不显示", "Not shown"),
}


class ModelsPage(ZonePage):
    """Every version of every model, the one in force, and how the zone's rating is shown."""

    template_name = "credit/models.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate(self.now)
        present = model_on(today)
        rows = ScoreModel.objects.visible_to(self.viewer).order_by("code", "-version")
        return super().get_context_data(**kwargs) | {
            "rows": [_shown(row, present) for row in rows.select_related("released_by")],
            "mode": said(MODES[zone_grade_mode(today)]),
            "modes": [
                {"code": code, "name": said(texts), "on": code == zone_grade_mode(today)}
                for code, texts in MODES.items()
            ],
            "may_set": "administrator" in self.viewer.roles,
        }


def _shown(row: ScoreModel, present: ScoreModel | None) -> dict[str, Any]:
    return {
        "model": row,
        "name": said((row.zh, row.en)),
        "state": Label(TONES[row.state], said(MODEL_LABELS[row.state])),
        "in_force": present is not None and present.pk == row.pk,
    }


class ModePage(ZonePage):
    """Setting from today on how the zone's own rating is shown; administrators only."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        chosen = request.POST.get("mode", "")
        if "administrator" not in self.viewer.roles:
            raise PermissionDenied
        if chosen not in MODES:
            raise Http404
        today = timezone.localdate(self.now)
        put_rule_setting(NewSetting(CODE, ZONE_GRADE, chosen, today), **self.actor())
        messages.success(request, _("自今日起按所选方式显示。"))
        return redirect("credit:models")


class ModelPage(ZonePage):
    """One version: its dimensions, indicators, bands and caps; what may be done with it."""

    template_name = "credit/model.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = self.model(kwargs["pk"])
        told = kwargs.get("definition", row.definition)
        problems = check_definition(told) if row.state == DRAFT else []
        simulations = Simulation.objects.filter(model=row).order_by("-id")[:10]
        side = said(("zh", "en"))
        return super().get_context_data(**kwargs) | {
            "model": row,
            "shown": _shown(row, model_on(timezone.localdate(self.now))),
            "edits": row.state == DRAFT and not row.proposed_at,
            "fields": fields_of(told),
            "indicators": INDICATORS,
            "notice": row.definition.get(f"notice_{side}", ""),
            "problems": [
                {
                    "field": p.field,
                    "text": getattr(p, side),
                    "id": anchor_of(told, p.field),
                    "value": p.value,
                }
                for p in problems
            ],
            "simulations": simulations,
            "yesterday": (timezone.localdate(self.now) - timedelta(days=1)).isoformat(),
            "tomorrow": (timezone.localdate(self.now) + timedelta(days=1)).isoformat(),
            "mine": row.proposed_by_id == self.person.pk,
            "crumbs": crumbs("credit:models", _("评价模型"), str(row)),
        }

    def model(self, pk: int) -> ScoreModel:
        """The version of the address."""
        rows = ScoreModel.objects.visible_to(self.viewer).filter(pk=pk)
        row: ScoreModel = found_or_404(rows.first())
        return row


class ModelDeedPage(ModelPage):
    """The buttons of a model."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        row = self.model(kwargs["pk"])
        deeds = {
            "copy": self._copy,
            "save": self._save,
            "simulate": self._simulate,
            "propose": self._propose,
            "take-back": self._take_back,
            "release": self._release,
            "retire": self._retire,
        }
        deed = deeds.get(kwargs["deed"])
        if deed is None:
            raise Http404
        try:
            return redirect(deed(row))
        except PortalError as refusal:
            if must_answer(refusal):
                raise
            context = self.get_context_data(pk=row.pk, errors=errors_of(refusal))
            return self.render_to_response(context, status=422)

    def _copy(self, row: ScoreModel) -> str:
        made = draft(
            code=row.code,
            zh=row.zh,
            en=row.en,
            definition=row.definition,
            note=_("由 %(model)s 复制") % {"model": str(row)},
            **self.actor(),
        )
        messages.success(self.request, _("已复制为新草稿。"))
        return _address(made)

    def _save(self, row: ScoreModel) -> str:
        told = edited(row.definition, self.request.POST)
        _model, problems = change(model_id=row.pk, definition=told, **self.actor())
        if problems:
            messages.warning(self.request, _("已保存草稿；仍有问题，列在页面上方。"))
        else:
            messages.success(self.request, _("已保存，定义完整。"))
        return _address(row)

    def _simulate(self, row: ScoreModel) -> str:
        day = parse_day(self.request.POST.get("as_of", "")) or timezone.localdate(self.now)
        run = order(model_id=row.pk, as_of=day, **self.actor())
        return reverse("credit:simulation", args=[run.pk])

    def _propose(self, row: ScoreModel) -> str:
        day = parse_day(self.request.POST.get("valid_from", ""))
        if day is None:
            raise PortalError(
                "credit_model_date_missing", zh="请填写生效日期。", en="Give the effective date."
            )
        propose(model_id=row.pk, valid_from=day, **self.actor())
        messages.success(self.request, _("已提请，须由另一人发布。"))
        return _address(row)

    def _take_back(self, row: ScoreModel) -> str:
        reason = self.request.POST.get("reason", "")
        take_back(model_id=row.pk, reason=reason, **self.actor())
        messages.success(self.request, _("已退回为草稿。"))
        return _address(row)

    def _release(self, row: ScoreModel) -> str:
        release(model_id=row.pk, **self.actor())
        messages.success(self.request, _("已发布，自生效日起使用。"))
        return _address(row)

    def _retire(self, row: ScoreModel) -> str:
        retire(model_id=row.pk, **self.actor())
        return _address(row)


def _address(row: ScoreModel) -> str:
    return reverse("credit:model", args=[row.pk])
