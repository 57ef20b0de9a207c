"""The error catalogue: every rule with its words, its law and its settings of today; public."""

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from rest_framework.permissions import AllowAny
from rest_framework.request import Request

from declarations.api import schema
from declarations.rulebook import day_of, settings_on
from declarations.rules.registry import Settings
from zone_portal.framework.api import ApiView
from zone_portal.framework.api_lists import answer, found_or_404, refuse_unknown
from zone_portal.kernel.rules import RULES, Rule


class RulesView(ApiView):
    """Every rule by code."""

    authentication_classes = ()
    permission_classes = (AllowAny,)

    @schema.rules
    def get(self, request: Request) -> HttpResponse:
        refuse_unknown(request.GET, ())
        settings = settings_on(day_of(timezone.now()))
        return answer({"results": [shown_rule(rule, settings) for rule in RULES]})


class RuleView(ApiView):
    """One rule."""

    authentication_classes = ()
    permission_classes = (AllowAny,)

    @schema.rule
    def get(self, request: Request, code: str) -> HttpResponse:
        refuse_unknown(request.GET, ())
        found: Rule = found_or_404(RULES.get(code))
        return answer(shown_rule(found, settings_on(day_of(timezone.now()))))


def shown_rule(rule: Rule, settings: Settings) -> dict[str, Any]:
    """A rule with its figures as they stand today."""
    today = settings.parameters.get(rule.code)
    return {
        "code": rule.code,
        "severity": settings.of(rule.code),
        "title": _both(rule.title),
        "remedy": _both(rule.remedy),
        "basis": rule.basis,
        "responsible": rule.responsible or None,
        "kinds": rule.kinds,
        "modes": rule.modes,
        "valid_from": rule.valid_from.isoformat(),
        "valid_to": rule.valid_to.isoformat() if rule.valid_to else None,
        "official": rule.official or None,
        "parameters": [
            {
                "name": name,
                "value": _text(getattr(today, name, parameter.initial)),
                "unit": parameter.unit or None,
                "meaning": _both(parameter.meaning),
                "unverified": parameter.unverified,
            }
            for name, parameter in rule.parameters.items()
        ],
        "link": f"/rules/{rule.code}/",
    }


def _both(text: tuple[str, str]) -> dict[str, str]:
    return {"zh": text[0], "en": text[1]}


def _text(value: Any) -> str:
    return " ".join(sorted(value)) if isinstance(value, frozenset) else str(value)
