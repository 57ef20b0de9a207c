"""Series of credit, market, country and compliance risk, and what people follow, by program."""

from typing import Any, Final

from django.http import HttpResponse
from rest_framework.request import Request

from enterprises.api.frame import answer, body_of
from risk import selectors_column as column
from risk.api import series_schema as schema
from risk.api.officials import OfficialView, PersonView, Reading, moment
from risk.models import Series, SeriesThreshold, SeriesValue, Subscription
from risk.rules.column.words import SERIES_KINDS
from risk.services.column import following
from risk.services.column import series as services
from zone_portal.framework.api_lists import (
    PAGING,
    chosen_of,
    found_or_404,
    keyset,
    page_of,
    refuse_unknown,
)

CHOICES: Final[dict[str, tuple[str, ...]]] = {"kind": tuple(SERIES_KINDS)}


class SeriesListView(OfficialView):
    """All series with their latest value, and the door for a new one."""

    @schema.listed
    def get(self, request: Request) -> HttpResponse:
        refuse_unknown(request.GET, (*CHOICES, *PAGING))
        rows = column.series(self.viewer, chosen_of(request.GET, CHOICES, CHOICES)).order_by()
        page = page_of(request.GET)
        return answer(keyset([rows], request, page, lambda part: [_outline(row) for row in part]))

    @schema.set_up
    def post(self, request: Request) -> HttpResponse:
        told = Reading(body_of(request))
        name = told.both("name")
        new = services.NewSeries(
            code=told.text("code"),
            kind=told.text("kind"),
            zh=name[0],
            en=name[1],
            source=told.text("source"),
            unit=told.text("unit"),
            country=told.text("country"),
        )
        told.finish()
        pk, status = self.once(request, lambda: services.set_up(new=new, **self.deed()))
        return answer(_series(_own(self, pk)), status)


class SeriesView(OfficialView):
    """One series with its values and limits."""

    @schema.one
    def get(self, request: Request, pk: int) -> HttpResponse:
        refuse_unknown(request.GET, ())
        return answer(_series(_own(self, pk)))


class ValuesView(OfficialView):
    """The value of a day; one that crosses a limit raises a signal."""

    @schema.recorded
    def post(self, request: Request, pk: int) -> HttpResponse:
        row = _own(self, pk)
        told = Reading(body_of(request))
        on, value = told.day("on"), told.decimal("value")
        told.finish()

        def act() -> Series:
            services.record_value(series_id=pk, on=on, value=value, **self.deed())
            return row

        _pk, status = self.once(request, act)
        return answer(_series(_own(self, pk)), status)


class ThresholdsView(OfficialView):
    """A limit from a day on; a supervisor sets it."""

    @schema.limited
    def post(self, request: Request, pk: int) -> HttpResponse:
        _own(self, pk)
        told = Reading(body_of(request))
        given: dict[str, Any] = {
            "series_id": pk,
            "test": told.text("test"),
            "limit": told.decimal("limit"),
            "level": told.text("level"),
            "from_date": told.day("from"),
        }
        told.finish()
        _pk, status = self.once(request, lambda: services.set_threshold(**given, **self.deed()))
        return answer(_series(_own(self, pk)), status)


class SubscriptionsView(PersonView):
    """What the signed-in person follows; following the same again changes nothing."""

    @schema.subscriptions
    def get(self, request: Request) -> HttpResponse:
        refuse_unknown(request.GET, ())
        rows = column.subscriptions(self.person.pk)
        return answer({"results": [_subscription(row) for row in rows]})

    @schema.subscribed
    def post(self, request: Request) -> HttpResponse:
        told = Reading(body_of(request))
        country, hs = told.text("country"), told.text("hs")
        told.finish()
        row = following.subscribe(country=country, hs=hs, **self.own_deed())
        return answer(_subscription(row), 201)


class SubscriptionView(PersonView):
    """One thing that the signed-in person follows."""

    @schema.unsubscribed
    def delete(self, request: Request, pk: int) -> HttpResponse:
        following.unsubscribe(subscription_id=pk, **self.own_deed())
        return HttpResponse(status=204)


def _own(view: OfficialView, pk: int) -> Series:
    row: Series = found_or_404(column.series(view.viewer, {}).filter(pk=pk).first())
    return row


def _outline(row: Any) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "code": row.code,
        "kind": row.kind,
        "name": {"zh": row.zh, "en": row.en},
        "unit": row.unit,
        "country": row.country or None,
        "source": row.source,
        "latest": None if row.latest is None else f"{row.latest:f}",
        "latest_on": row.latest_on.isoformat() if row.latest_on else None,
        "latest_level": row.latest_level or None,
    }


def _series(row: Series) -> dict[str, Any]:
    return {
        **_outline(row),
        "values": [_value(one) for one in column.values_of(row)],
        "thresholds": [_threshold(one) for one in column.thresholds_of(row)],
    }


def _value(row: SeriesValue) -> dict[str, Any]:
    return {
        "on": row.on_date.isoformat(),
        "value": f"{row.value:f}",
        "level": row.level or None,
        "recorded_by": row.recorded_by_label,
        "recorded_at": moment(row.recorded_at),
    }


def _threshold(row: SeriesThreshold) -> dict[str, Any]:
    return {
        "test": row.test,
        "limit": f"{row.limit:f}",
        "level": row.level,
        "from": row.from_date.isoformat(),
        "to": row.to_date.isoformat() if row.to_date else None,
        "set_by": row.set_by_label,
    }


def _subscription(row: Subscription) -> dict[str, Any]:
    return {"id": str(row.pk), "country": row.country or None, "hs": row.hs or None}
