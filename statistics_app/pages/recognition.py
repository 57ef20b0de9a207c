"""Recognised exports: the list with its queue of doubtful ones, and one with all that speaks for
each class."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, ClassVar, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enterprises.viewers import Viewer, viewer_for
from statistics_app import selectors_recognition as found
from statistics_app.models import Recognition
from statistics_app.pages.governance_base import (
    FORBIDDEN,
    NOT_FOUND,
    GovernancePage,
    errors_of,
    number_in,
    refuse_unless_official,
    refused,
    said,
    set_choices,
    status_of,
)
from statistics_app.rules.b2b.model import Contribution
from statistics_app.rules.b2b.vocabulary import CLASSES, DOUBTFUL, DS_PLACES, FOUND
from statistics_app.services.governance.common import is_office
from statistics_app.services.recognition import deciding
from zone_portal.framework.lists import (
    Field,
    FilterForm,
    Label,
    ListPage,
    ListRow,
    choice_filter,
    day_filter,
    text_filter,
)
from zone_portal.framework.pages import origin_of
from zone_portal.framework.paging import keyset_page
from zone_portal.kernel.errors import PortalError

KEY: Final = "inventory_id"
CHUNK: Final = 500
TONES: Final = {"b2b": "ok", "b2c": "info", "b2b2c": "info", "other": "idle", DOUBTFUL: "warn"}
MODES: Final = ("9610", "9710", "9810", "1210", "0110")


class RecognitionForm(FilterForm):
    """Filters of the recognised exports."""

    found = choice_filter(gettext_lazy("类别"), [])
    decided = choice_filter(
        gettext_lazy("人工认定"),
        [("yes", gettext_lazy("已认定")), ("no", gettext_lazy("未认定"))],
    )
    ds = choice_filter(
        gettext_lazy("DS标识"), [("yes", gettext_lazy("有")), ("no", gettext_lazy("没有"))]
    )
    mode = choice_filter(gettext_lazy("监管方式"), [(code, code) for code in MODES])
    number = text_filter(gettext_lazy("订单编号"))
    firm = text_filter(gettext_lazy("企业代码"), 18)
    since = day_filter(gettext_lazy("申报日期自"))
    until = day_filter(gettext_lazy("至"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "found", {code: said(text) for code, text in FOUND.items()})


class RecognitionsPage(ListPage):
    """Every recognised export, the newest first; what is ticked can be decided at once."""

    template_name = "statistics/recognitions.html"
    fragment_name = "statistics/recognition_rows.html"
    title = gettext_lazy("B2B出口识别")
    form_class = RecognitionForm
    file_name = "b2b-recognition"
    more_filters: ClassVar[tuple[str, ...]] = ("mode", "firm", "since", "until")
    empty_title = gettext_lazy("还没有识别结果")
    empty_text = gettext_lazy("出口清单对碰一致后，几分钟内自动识别。")
    columns = (
        Field("number", gettext_lazy("订单编号"), form="link"),
        Field("found", gettext_lazy("类别"), form="state"),
        Field("leading", gettext_lazy("模型判断")),
        Field("confidence", gettext_lazy("置信度")),
        Field("mode", gettext_lazy("监管方式"), form="word"),
        Field("ds", gettext_lazy("DS标识")),
        Field("rmb", gettext_lazy("货值（元）"), form="money"),
        Field("firm", gettext_lazy("企业")),
        Field("day", gettext_lazy("申报日期"), form="day"),
    )

    @property
    def viewer(self) -> Viewer:
        """Who looks."""
        return viewer_for(self.request.user)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        refuse_unless_official(request)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        counted = found.counts(self.viewer)
        return super().get_context_data(**kwargs) | {
            "tiles": [
                {"label": said(text), "count": counted.get(code, 0), "query": f"?found={code}"}
                for code, text in FOUND.items()
            ],
            "waiting": counted.get("", 0),
            "model": found.in_force(),
            "may_decide": is_office(self.viewer),
            "classes": classes(),
            "confirm": deciding.CONFIRM,
            "errors": kwargs.get("errors", []),
            "typed": kwargs.get("typed", {}),
            "ticked": kwargs.get("ticked", ()),
        }

    def page(self, form: Any) -> Any:
        return keyset_page(self.rows(form), self.request.GET, key=KEY)

    def rows(self, form: Any) -> Any:
        return found.recognitions(self.viewer, form.chosen())

    def chunks(self, form: Any) -> Iterator[Sequence[Any]]:
        rows = self.rows(form).order_by(f"-{KEY}")
        for start in range(0, rows.count(), CHUNK):
            yield rows[start : start + CHUNK]

    def lines(self, rows: Iterable[Recognition]) -> list[ListRow]:
        listed = list(rows)
        names = found.firm_names(listed)
        return [
            ListRow(
                reverse("statistics:recognition", args=[row.pk]),
                {
                    "id": row.pk,
                    "number": row.order_no,
                    "found": found_label(row.found),
                    "leading": leading_words(row),
                    "confidence": "" if row.confidence is None else f"{row.confidence:.4f}",
                    "mode": row.mode,
                    "ds": said(DS_PLACES[row.ds_mark]) if row.ds_mark else "",
                    "rmb": row.rmb,
                    "firm": names.get(row.enterprise_id, row.firm),
                    "day": row.day,
                },
            )
            for row in listed
        ]

    def views(self) -> list[tuple[str, str]]:
        return [
            (_("全部"), ""),
            (_("待认定"), f"found={DOUBTFUL}"),
            (_("已认定"), "decided=yes"),
            (_("有DS标识"), "ds=yes"),
        ]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Decides what is ticked."""
        refuse_unless_official(request)
        person: Any = request.user
        ticked = [int(text) for text in request.POST.getlist("rows") if text.isdecimal()]
        try:
            rows = deciding.decide(
                inventory_ids=ticked,
                label=request.POST.get("label", ""),
                reason=request.POST.get("reason", ""),
                viewer=self.viewer,
                by=person,
                at=timezone.now(),
                origin=origin_of(request),
            )
        except PortalError as refusal:
            if status_of(refusal) in {FORBIDDEN, NOT_FOUND}:
                return refused(request, refusal)
            context = self.get_context_data(
                errors=errors_of(refusal), typed=request.POST, ticked=frozenset(ticked)
            )
            return self.render_to_response(context, status=status_of(refusal))
        messages.success(request, _("已认定 %(count)s 份清单。") % {"count": len(rows)})
        return redirect(request.get_full_path())


class RecognitionPage(GovernancePage):
    """One export: what its record shows, what each version makes of it, what people decided."""

    template_name = "statistics/recognition.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        one = found.whole(self.viewer, kwargs["pk"])
        if one is None:
            raise Http404
        row = one.row
        return super().get_context_data(**kwargs) | {
            "row": row,
            "firm": one.firm or row.firm,
            "is_kept": one.is_kept,
            "state": found_label(row.found),
            "is_waiting": row.model_id is None,
            "ds": said(DS_PLACES[row.ds_mark]) if row.ds_mark else "",
            "said": [
                {
                    "model": one_said.result.model,
                    "found": found_label(one_said.result.found),
                    "leading": said(CLASSES[one_said.result.leading]),
                    "confidence": f"{one_said.result.confidence:.4f}",
                    "at": one_said.result.at,
                    "why": [why(part) for part in one_said.why],
                }
                for one_said in one.said
            ],
            "events": [
                {
                    "title": said(CLASSES[decision.label]),
                    "at": decision.at,
                    "note": _("%(who)s：%(reason)s（当时 %(model)s 为%(found)s）")
                    % {
                        "who": decision.by_label,
                        "reason": decision.reason,
                        "model": decision.model,
                        "found": said(FOUND[decision.found]),
                    },
                }
                for decision in one.decisions
            ],
            "over": one.decisions[0].pk if one.decisions else 0,
            "may_decide": is_office(self.viewer) and row.model_id is not None,
            "classes": classes(),
            "crumbs": [
                {"url": reverse("statistics:recognitions"), "label": _("B2B出口识别")},
                {"url": "", "label": row.order_no},
            ],
        }

    def after(self, **kwargs: Any) -> str:
        return reverse("statistics:recognition", args=[kwargs["pk"]])

    def decide(self, request: HttpRequest, pk: int) -> str:
        """The official's word."""
        deciding.decide(
            inventory_ids=[pk],
            label=request.POST.get("label", ""),
            reason=request.POST.get("reason", ""),
            over=number_in(request, "over"),
            **self.who(),
        )
        return _("已认定。")

    deeds = {"decide": decide}


def classes() -> list[dict[str, str]]:
    """The classes to choose from, in the language of the page."""
    return [{"code": code, "name": said(text)} for code, text in CLASSES.items()]


def found_label(code: str) -> Label:
    """What a recognition says, as word and colour; waiting for the model while it is empty."""
    return Label(TONES[code], said(FOUND[code])) if code else Label("idle", _("待识别"))


def leading_words(row: Recognition) -> str:
    """The likeliest class in the language of the page."""
    return said(CLASSES[row.leading]) if row.leading else ""


def why(part: Contribution) -> dict[str, Any]:
    """A feature that spoke, as a line of the table."""
    seen = {"1": _("是")}.get(part.observed, part.observed)
    return {
        "title": said(part.feature.title),
        "observed": seen,
        "limit": part.limit,
        "toward": said(CLASSES[part.feature.toward]),
        "weight": f"{part.weight.normalize():f}",
    }
