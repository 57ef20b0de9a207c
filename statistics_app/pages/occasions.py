"""Meetings and inspections: what is planned, what was held, and what they left to do."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.labels import name_of
from accounts.models import Site
from enterprises.viewers import viewer_for
from statistics_app import selectors_tasks
from statistics_app.models import FollowUp, MemberUnit, Occasion
from statistics_app.pages.duties import FollowedPage
from statistics_app.pages.governance_base import (
    GovernancePage,
    day_in,
    events_of,
    number_in,
    refuse_unless_official,
    said,
    set_choices,
    words_of,
)
from statistics_app.pages.governance_words import (
    DEEDS,
    followed_label,
    occasion_label,
    unheld_label,
)
from statistics_app.services.governance import followed, occasions
from statistics_app.services.governance.common import is_office
from statistics_app.services.governance.occasions import INSPECTION, KINDS, MEETING
from statistics_app.states import CLOSED, HELD, OCCASION_LABELS, OPEN, PLANNED
from zone_portal.framework.lists import Field, FilterForm, Label, ListPage, ListRow, choice_filter


class OccasionForm(FilterForm):
    """Filters of meetings and inspections."""

    kind = choice_filter(gettext_lazy("种类"), [])
    status = choice_filter(gettext_lazy("状态"), [])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "kind", {code: said(texts) for code, texts in KINDS.items()})
        set_choices(self, "status", {code: said(texts) for code, texts in OCCASION_LABELS.items()})


class OccasionsPage(ListPage):
    """Meetings and inspections, newest first."""

    title = gettext_lazy("例会与检查")
    form_class = OccasionForm
    file_name = "meetings-inspections"
    empty_title = gettext_lazy("还没有例会或检查")
    empty_text = gettext_lazy("季度例会的决定和检查发现的问题登记在这里，逐项跟踪到办结。")
    columns = (
        Field("title", gettext_lazy("主题"), form="link"),
        Field("kind", gettext_lazy("种类")),
        Field("day", gettext_lazy("日期"), form="word"),
        Field("site", gettext_lazy("被检查平台")),
        Field("open", gettext_lazy("未办结事项"), numeric=True, form="bad_count"),
        Field("all", gettext_lazy("全部事项"), numeric=True, form="count"),
        Field("state", gettext_lazy("状态"), form="state"),
        Field("number", gettext_lazy("编号"), form="word"),
    )

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        refuse_unless_official(request)
        return super().get(request, *args, **kwargs)

    def rows(self, form: OccasionForm) -> Any:
        return selectors_tasks.occasions(viewer_for(self.request.user), form.chosen())

    def lines(self, rows: Iterable[Occasion]) -> list[ListRow]:
        today = localdate()
        return [_line(row, today) for row in rows]

    def chunks(self, form: OccasionForm) -> Any:
        yield list(self.rows(form).order_by("-id"))

    def views(self) -> list[tuple[str, str]]:
        return [
            (_("全部"), ""),
            (_("季度例会"), f"kind={MEETING}"),
            (_("监督检查"), f"kind={INSPECTION}"),
            (_("跟踪中"), f"status={HELD}"),
            (_("已计划"), f"status={PLANNED}"),
        ]

    def action(self) -> dict[str, Any]:
        if not is_office(viewer_for(self.request.user)):
            return {}
        return {"url": reverse("statistics:occasion_new"), "label": _("安排例会或检查")}


def _state(row: Occasion, today: date) -> Label:
    is_unheld = row.status == PLANNED and row.planned_date < today
    return unheld_label() if is_unheld else occasion_label(row.status)


def _line(row: Occasion, today: date) -> ListRow:
    left = list(row.follow_ups.all())
    return ListRow(
        reverse("statistics:occasion", args=[row.pk]),
        {
            "title": row.title,
            "kind": said(KINDS[row.kind]),
            "day": (row.held_date or row.planned_date).isoformat(),
            "site": name_of(row.site) if row.site else "",
            "open": sum(item.status != CLOSED for item in left),
            "all": len(left),
            "state": _state(row, today),
            "number": row.number,
        },
    )


class NewOccasionPage(GovernancePage):
    """Plan a meeting or an inspection."""

    template_name = "statistics/occasion_new.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if not is_office(self.viewer):
            raise Http404
        sites = Site.objects.exclude(kind="hub").order_by("path")
        return super().get_context_data(**kwargs) | {
            "kinds": [(code, said(texts)) for code, texts in KINDS.items()],
            "sites": [(site.code, name_of(site)) for site in sites],
            "crumbs": [
                {"url": reverse("statistics:occasions"), "label": _("例会与检查")},
                {"url": "", "label": _("安排例会或检查")},
            ],
        }

    def post(self, request: HttpRequest, **kwargs: Any) -> Any:
        return super().post(request, **kwargs, deed="plan")

    def after(self, **_kwargs: Any) -> str:
        return reverse("statistics:occasions")

    def plan(self, request: HttpRequest) -> str:
        """Put it on the plan."""
        sent = request.POST
        occasions.plan_occasion(
            kind=sent.get("kind", ""),
            title=sent.get("title", ""),
            day=day_in(request, "day"),
            site=sent.get("site", ""),
            **self.who(),
        )
        return _("已列入计划。")

    deeds = {"plan": plan}


class OccasionPage(FollowedPage):
    """One meeting or inspection."""

    template_name = "statistics/occasion.html"
    kind = followed.FOLLOW_UP

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = selectors_tasks.occasion_of(self.viewer, kwargs["pk"])
        if row is None:
            raise Http404
        left = selectors_tasks.follow_ups_of(row)
        office = is_office(self.viewer)
        still_open = any(item.status != CLOSED for item in left)
        return super().get_context_data(**kwargs) | {
            "occasion": row,
            "kind": said(KINDS[row.kind]),
            "is_meeting": row.kind == MEETING,
            "site": name_of(row.site) if row.site else "",
            "state": _state(row, self.today),
            "items": [self.item(item) for item in left],
            "may_hold": office and row.status == PLANNED,
            "may_move": office and row.status == PLANNED,
            "may_add": office and row.status == HELD,
            "may_close": office and row.status == HELD and not still_open,
            "units": [
                (str(unit.pk), words_of(unit)) for unit in MemberUnit.objects.order_by("code")
            ],
            "events": events_of(row.steps.order_by("id"), DEEDS),
            "crumbs": [
                {"url": reverse("statistics:occasions"), "label": _("例会与检查")},
                {"url": "", "label": row.number},
            ],
        }

    def item(self, row: FollowUp) -> dict[str, Any]:
        """A decision or finding with its course and what this person may do on it."""
        return {
            "row": row,
            "unit": words_of(row.unit),
            "state": followed_label(row.status),
            "is_late": row.status == OPEN and row.due_date < self.today,
            "may": self.may(row, [row.unit]),
            "events": events_of(row.steps.all(), DEEDS),
            "papers": [step.evidence for step in row.steps.all() if step.evidence],
        }

    def after(self, **kwargs: Any) -> str:
        return reverse("statistics:occasion", args=[kwargs["pk"]])

    def hold(self, request: HttpRequest, pk: int) -> str:
        """It took place."""
        occasions.hold_occasion(
            occasion_id=pk,
            version=number_in(request),
            day=day_in(request, "day"),
            minutes=request.POST.get("minutes", ""),
            **self.who(),
        )
        return _("已登记，请逐项登记决定或问题。")

    def add(self, request: HttpRequest, pk: int) -> str:
        """A decision or a finding."""
        occasions.add_follow_up(
            occasion_id=pk,
            text=request.POST.get("text", ""),
            unit_id=number_in(request, "unit"),
            due=day_in(request, "due"),
            **self.who(),
        )
        return _("已登记事项并通知责任单位。")

    def move(self, request: HttpRequest, pk: int) -> str:
        """Another day."""
        occasions.move_occasion(
            occasion_id=pk,
            version=number_in(request),
            day=day_in(request, "new_day"),
            note=request.POST.get("note", ""),
            **self.who(),
        )
        return _("已改期。")

    def drop(self, request: HttpRequest, pk: int) -> str:
        """Not at all."""
        occasions.drop_occasion(
            occasion_id=pk,
            version=number_in(request),
            note=request.POST.get("note", ""),
            **self.who(),
        )
        return _("已取消。")

    def close(self, request: HttpRequest, pk: int) -> str:
        """Everything is done."""
        occasions.close_occasion(occasion_id=pk, version=number_in(request), **self.who())
        return _("已结束。")

    deeds = {"hold": hold, "add": add, "move": move, "drop": drop, "close": close}


class FollowUpPage(OccasionPage):
    """The buttons of a decision or finding; they are seen on the page of what it came from."""

    deeds = FollowedPage.deeds
    http_method_names = ["post", "options"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = FollowUp.objects.visible_to(self.viewer).filter(pk=kwargs["pk"]).first()
        if row is None:
            raise Http404
        return super().get_context_data(**{**kwargs, "pk": row.occasion_id})

    def after(self, **kwargs: Any) -> str:
        row = FollowUp.objects.filter(pk=kwargs["pk"]).first()
        return super().after(pk=row.occasion_id if row else 0)
