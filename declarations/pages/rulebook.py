"""The register of rules for people: what is asked, on which law, since when, and the figures."""

import re
from typing import Any

from django.http import Http404
from django.utils import timezone
from django.utils.translation import get_language
from django.views.generic import TemplateView

from declarations.messages.catalogue import KINDS
from declarations.pages.labels import SEVERITIES, responsible_label
from declarations.rulebook import day_of, settings_on
from zone_portal.kernel.rules import RULES, Rule, language_index

PLACEHOLDER = re.compile(r"\{\w*\}")
"""Where a finding's own values stand in the words of its rule."""


class RulesPage(TemplateView):
    """Every rule by code; public, like the law."""

    template_name = "declarations/rules.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        settings = settings_on(day_of(timezone.now()))
        rules = [_shown(rule, settings.of(rule.code)) for rule in RULES]
        return super().get_context_data(**kwargs) | {"rules": rules}


class RulePage(TemplateView):
    """One rule."""

    template_name = "declarations/rule.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rule = RULES.get(kwargs["code"])
        if rule is None:
            raise Http404
        settings = settings_on(day_of(timezone.now()))
        shown = _shown(rule, settings.of(rule.code))
        return super().get_context_data(**kwargs) | {"rule": shown}


def _shown(rule: Rule, severity: str) -> dict[str, Any]:
    language = get_language() or "zh-hans"
    index = language_index(language)
    return {
        "code": rule.code,
        "title": PLACEHOLDER.sub("…", rule.title[index]),
        "remedy": PLACEHOLDER.sub("…", rule.remedy[index]),
        "basis": rule.basis,
        "responsible": responsible_label(rule.responsible),
        "severity": SEVERITIES.get(severity, SEVERITIES["off"]),
        "kinds": [KINDS[kind].title(language) for kind in rule.kinds if kind in KINDS],
        "modes": " ".join(rule.modes),
        "valid_from": rule.valid_from,
        "valid_to": rule.valid_to,
        "official": rule.official,
        "parameters": [
            {
                "meaning": parameter.meaning[index],
                "initial": parameter.initial,
                "unit": parameter.unit,
                "unverified": parameter.unverified,
            }
            for parameter in rule.parameters.values()
        ],
    }
