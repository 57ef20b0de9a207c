"""Rating cycles from plan to publication, and the rating document."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from credit.models import Cycle, RatingDocument, ScoreModel
from credit.pages.office import FormPage, ZonePage, crumbs, errors_of, found_or_404, must_answer
from credit.pages.record_forms import day_field, select_field, text_field
from credit.pages.sharing_base import said
from credit.services import cycles, publishing
from credit.states import (
    CYCLE_LABELS,
    NOTIFIED,
    OBJECTION_OVER,
    PLANNED,
    PUBLISHED,
)
from enterprises.constants import KINDS
from zone_portal.framework.forms import give_choices
from zone_portal.framework.lists import Label
from zone_portal.kernel.errors import PortalError

TONES = {
    PLANNED: "idle",
    "computed": "info",
    NOTIFIED: "warn",
    OBJECTION_OVER: "info",
    PUBLISHED: "ok",
    "abandoned": "idle",
}


def state_of(cycle: Cycle) -> Label:
    """The state of a cycle as word and colour."""
    return Label(TONES[cycle.state], said(CYCLE_LABELS[cycle.state]))


class CyclesPage(ZonePage):
    """All cycles and the versions of the rating document."""

    template_name = "credit/cycles.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = Cycle.objects.visible_to(self.viewer).select_related("model", "document")
        return super().get_context_data(**kwargs) | {
            "rows": [{"cycle": row, "state": state_of(row)} for row in found.order_by("-id")],
            "documents": RatingDocument.objects.order_by("-version"),
        }


class DocumentForm(forms.Form):
    """A version of the rating document."""

    title = text_field(gettext_lazy("标题"), 200)
    number = text_field(gettext_lazy("文号"), 80)
    from_date = day_field(gettext_lazy("施行日期"))
    objection_days = forms.IntegerField(
        label=gettext_lazy("异议期（工作日）"),
        min_value=1,
        max_value=60,
        widget=forms.TextInput(attrs={"class": "form-control", "inputmode": "numeric"}),
    )
    text = forms.CharField(
        label=gettext_lazy("正文"),
        widget=forms.Textarea(attrs={"class": "form-control", "rows": 12}),
    )


class PlanForm(forms.Form):
    """A new cycle."""

    code = text_field(gettext_lazy("编号"), 24)
    document = select_field(gettext_lazy("评级办法"))
    model = select_field(gettext_lazy("评价模型"))
    as_of = day_field(gettext_lazy("评价日"))
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("企业类型（不选为全部）"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        released = ScoreModel.objects.filter(released_at__isnull=False).order_by("-valid_from")
        documents = RatingDocument.objects.order_by("-version")
        give_choices(
            self,
            "model",
            [(row.pk, f"{said((row.zh, row.en))} v{row.version}") for row in released],
        )
        give_choices(
            self,
            "document",
            [(row.pk, f"{row.title} {row.number}") for row in documents],
        )
        give_choices(
            self,
            "kinds",
            [(code, said(texts)) for code, texts in KINDS.items()],
        )


class CycleFormPage(FormPage):
    """A form that belongs to the cycles."""

    parent = ("credit:cycles", gettext_lazy("评级周期"))

    def initial(self) -> dict[str, Any]:
        return {"as_of": timezone.localdate(self.now)}


class NewDocumentPage(CycleFormPage):
    """Entering the next version of the rating document."""

    form_class = DocumentForm
    label = gettext_lazy("录入评级办法")
    intro = gettext_lazy("每次修订录入一个新版本；已有版本不能修改。")

    def keep(self, given: dict[str, Any]) -> HttpResponse:
        cycles.write_document(**given, **self.actor())
        return redirect("credit:cycles")


class PlanPage(CycleFormPage):
    """Planning a cycle."""

    form_class = PlanForm
    label = gettext_lazy("计划评级周期")
    intro = gettext_lazy("计划后先计算，再告知企业；异议期满后由两人公布。")

    def keep(self, given: dict[str, Any]) -> HttpResponse:
        made = cycles.plan(
            code=given["code"],
            document_id=int(given["document"]),
            model_id=int(given["model"]),
            as_of=given["as_of"],
            scope={"kinds": given["kinds"]} if given["kinds"] else {},
            **self.actor(),
        )
        return redirect("credit:cycle", made.pk)


class CyclePage(ZonePage):
    """One cycle: its steps, its grades, its batches, what comes next."""

    template_name = "credit/cycle.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = Cycle.objects.visible_to(self.viewer).select_related("model", "document")
        row = found_or_404(found.filter(pk=kwargs["pk"]).first())
        computing = row.known_at is not None and row.done < row.total
        grades: dict[str, int] = {}
        for grade in cycles.ratings_of(row).values_list("grade", flat=True):
            grades[grade] = grades.get(grade, 0) + 1
        batches = list(row.batches.select_related("proposed_by", "approved_by").order_by("-id"))
        return super().get_context_data(**kwargs) | {
            "cycle": row,
            "state": state_of(row),
            "computing": computing,
            "grades": sorted(grades.items()),
            "steps": [
                {"row": step, "word": said(CYCLE_LABELS[step.target])}
                for step in row.steps.order_by("id")
            ],
            "batches": [
                {"row": batch, "lines": batch.lines.count(), "state": batch_state(batch)}
                for batch in batches
            ],
            "open_batch": any(batch.withdrawn_at is None for batch in batches),
            "kinds": [said(KINDS[code]) for code in row.scope.get("kinds", ())],
            "crumbs": crumbs("credit:cycles", _("评级周期"), row.code),
        }


def batch_state(batch: Any) -> Label:
    """The state of a batch as word and colour."""
    if batch.withdrawn_at is not None:
        return Label("idle", _("已撤回"))
    if batch.approved_at is not None:
        return Label("ok", _("已公布"))
    return Label("warn", _("待第二人批准"))


class CycleDeedPage(CyclePage):
    """The buttons of a cycle."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        found_or_404(Cycle.objects.visible_to(self.viewer).filter(pk=kwargs["pk"]).first())
        try:
            self._act(kwargs["pk"], kwargs["deed"])
        except PortalError as refusal:
            if must_answer(refusal):
                raise
            context = self.get_context_data(pk=kwargs["pk"], errors=errors_of(refusal))
            return self.render_to_response(context, status=422)
        messages.success(request, _("已办理。"))
        return redirect("credit:cycle", kwargs["pk"])

    def _act(self, pk: int, deed: str) -> None:
        acts = {
            "compute": cycles.order_computing,
            "notify": cycles.notify,
            "settle": cycles.settle,
            "propose": publishing.propose_batch,
        }
        if deed in acts:
            acts[deed](cycle_id=pk, **self.actor())
        elif deed == "abandon":
            reason = self.request.POST.get("reason", "")
            cycles.abandon(cycle_id=pk, reason=reason, **self.actor())
        elif deed in {"approve", "withdraw"}:
            self._batch(pk, deed)
        else:
            raise Http404

    def _batch(self, pk: int, deed: str) -> None:
        sent = self.request.POST.get("batch", "")
        cycle: Cycle = Cycle.objects.get(pk=pk)
        batch = cycle.batches.filter(pk=int(sent) if sent.isdecimal() else 0).first()
        if batch is None:
            raise Http404
        if deed == "approve":
            publishing.approve_batch(batch_id=batch.pk, **self.actor())
        else:
            reason = self.request.POST.get("reason", "")
            publishing.withdraw_batch(batch_id=batch.pk, reason=reason, **self.actor())
