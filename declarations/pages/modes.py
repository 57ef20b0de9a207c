"""The register of modes for everybody: which modes there are on a day, and one mode in full."""

from datetime import date
from itertools import groupby
from typing import Any

from django.http import Http404
from django.utils.timezone import localdate
from django.views.generic import TemplateView

from declarations.pages.labels import DIRECTIONS
from declarations.pages.mode_words import shown_mode
from declarations.rulebook import mode_register
from declarations.services.mode_register import keeps_modes
from zone_portal.kernel.periods import parse_day


class ModesPage(TemplateView):
    """Every mode in force on a day, and those to come; public, like the law."""

    template_name = "declarations/modes.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        on = asked_day(self.request.GET.get("on", ""))
        register = mode_register()
        found = sorted(register.in_force(on), key=lambda t: t.direction, reverse=True)
        groups = [
            {"name": DIRECTIONS[direction], "modes": [shown_mode(t, on=on) for t in own]}
            for direction, own in groupby(found, key=lambda t: t.direction)
        ]
        coming = [shown_mode(t, on=on) for t in register.templates if t.valid_from > on]
        return super().get_context_data(**kwargs) | {
            "on": on,
            "groups": groups,
            "coming": coming,
            "keeps": keeps_modes(self.request.user),
        }


class ModePage(TemplateView):
    """One mode of one direction: the version of a day, its steps, all its versions."""

    template_name = "declarations/mode.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        on = asked_day(self.request.GET.get("on", ""))
        direction, code = kwargs["direction"], kwargs["code"]
        own = [t for t in mode_register().templates if (t.direction, t.code) == (direction, code)]
        if not own:
            raise Http404
        begun = [t for t in own if t.valid_from <= on]
        current = begun[-1] if begun else own[0]
        return super().get_context_data(**kwargs) | {
            "on": on,
            "mode": shown_mode(current, on=on),
            "versions": [shown_mode(t, on=on) for t in reversed(own)],
            "title": f"{code} {DIRECTIONS[direction]}",
            "keeps": keeps_modes(self.request.user),
        }


def asked_day(text: str) -> date:
    """The day of the address; today where there is none or none can be read."""
    return parse_day(text) or localdate()
