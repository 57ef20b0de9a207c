"""Recognised exports for programs of officials, and their decisions."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from django.db.models import F
from django.http import HttpResponse
from django.utils import timezone
from django.utils.timezone import localtime
from rest_framework.authentication import SessionAuthentication
from rest_framework.exceptions import ValidationError
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView

from enterprises.api.authentication import TokenAuthentication
from enterprises.api.frame import answer, body_of, text_of
from enterprises.viewers import Viewer, viewer_for
from statistics_app import selectors_recognition as found
from statistics_app.api import recognition_schema as schema
from statistics_app.models import Recognition
from statistics_app.rules.b2b.vocabulary import FOUND
from statistics_app.services.recognition import deciding
from zone_portal.framework.api import ApiView
from zone_portal.framework.api_lists import (
    PAGING,
    chosen_of,
    found_or_404,
    keyset,
    number_of,
    page_of,
    refuse_unknown,
)
from zone_portal.framework.pages import origin_of
from zone_portal.kernel.periods import parse_day

YES_NO: Final = frozenset({found.YES, found.NO})
CHOICES: Final = {"found": set(FOUND), "decided": YES_NO, "ds": YES_NO}
DAYS: Final = ("since", "until")


class AreOfficials(BasePermission):
    """Officials with a posting."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        user: Any = request.user
        if not (user and user.is_authenticated):
            return False
        viewer = viewer_for(user)
        return viewer.is_official and bool(viewer.departments)


class RecognitionApiView(ApiView):
    """A view for officials who are signed in."""

    # The first one only names the way to sign in: without any, the answer is 401.
    authentication_classes = (TokenAuthentication, SessionAuthentication)
    permission_classes = (AreOfficials,)

    @property
    def viewer(self) -> Viewer:
        return viewer_for(self.request.user)


class RecognitionsView(RecognitionApiView):
    """Recognised exports, newest first."""

    @schema.listed
    def get(self, request: Request) -> HttpResponse:
        refuse_unknown(request.GET, (*found.FILTERS, *PAGING))
        filters: dict[str, Any] = chosen_of(request.GET, found.FILTERS, CHOICES)
        filters |= _days(filters)
        rows = found.recognitions(self.viewer, filters).annotate(id=F("inventory_id"))
        return answer(
            keyset([rows], request, page_of(request.GET), lambda part: [*map(outline, part)])
        )


class RecognitionView(RecognitionApiView):
    """One export with what every version says, and why."""

    @schema.one
    def get(self, request: Request, pk: int) -> HttpResponse:
        refuse_unknown(request.GET, ())
        whole = found_or_404(found.whole(self.viewer, pk))
        return answer(
            {
                **outline(whole.row),
                "results": [
                    {
                        "version": one.result.model.number,
                        "class": one.result.found,
                        "leading": one.result.leading,
                        "confidence": f"{one.result.confidence:.4f}",
                        "features": [
                            {
                                "code": part.feature.code,
                                "title": {
                                    "zh": part.feature.title[0],
                                    "en": part.feature.title[1],
                                },
                                "observed": part.observed,
                                "limit": part.limit or None,
                                "toward": part.feature.toward,
                                "weight": f"{part.weight:f}",
                            }
                            for part in one.why
                        ],
                    }
                    for one in whole.said
                ],
                "decisions": [
                    {
                        "id": str(row.pk),
                        "class": row.label,
                        "reason": row.reason,
                        "by": row.by_label,
                        "at": localtime(row.at).isoformat(timespec="seconds"),
                    }
                    for row in whole.decisions
                ],
            }
        )


class DecisionsView(RecognitionApiView):
    """An official says what exports are."""

    @schema.decide
    def post(self, request: Request) -> HttpResponse:
        sent = body_of(request)
        person: Any = request.user
        rows = deciding.decide(
            inventory_ids=_numbers(sent),
            label=text_of(sent, "class"),
            reason=text_of(sent, "reason"),
            over=number_of({"over": sent.get("over")}, "over"),
            viewer=self.viewer,
            by=person,
            at=timezone.now(),
            origin=origin_of(request._request),
        )
        return answer({"results": [outline(row) for row in rows]})


def outline(row: Recognition) -> dict[str, Any]:
    """A recognised export as programs read it."""
    return {
        "id": str(row.pk),
        "order_no": row.order_no,
        "day": row.day.isoformat(),
        "firm": row.firm,
        "mode": row.mode,
        "order_type": row.order_type or None,
        "rmb": None if row.rmb is None else f"{row.rmb:.2f}",
        "ds_mark": row.ds_mark or None,
        "class": row.found or None,
        "leading": row.leading or None,
        "confidence": None if row.confidence is None else f"{row.confidence:.4f}",
        "decided": row.decided or None,
    }


def _days(filters: Mapping[str, str]) -> dict[str, date | None]:
    """The days of the filters.

    :raises ValidationError: for a text that is no day.
    """
    days = {name: parse_day(filters[name]) for name in DAYS if filters[name]}
    wrong = [name for name, day in days.items() if day is None]
    if wrong:
        raise ValidationError({name: ["a day, YYYY-MM-DD"] for name in wrong})
    return days


def _numbers(sent: Mapping[str, Any]) -> list[int]:
    """The declarations of a body.

    :raises ValidationError: for anything but a list of ids.
    """
    listed = sent.get("declarations")
    texts = [str(one) for one in listed] if isinstance(listed, list) else []
    if not all(text.isascii() and text.isdecimal() and len(text) < 20 for text in texts):
        raise ValidationError({"declarations": ["a list of ids"]})
    return [int(text) for text in texts]
