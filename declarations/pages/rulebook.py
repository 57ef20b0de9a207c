"""The register of rules for people: what is asked, on which law, since when, and the figures."""

from itertools import groupby
from typing import Any

from django.http import Http404
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from declarations.handbook import FAMILIES
from declarations.messages.catalogue import KINDS
from declarations.pages.labels import SEVERITIES, responsible_label
from declarations.rulebook import day_of, settings_on
from declarations.rules.registry import Settings
from zone_portal.kernel.rules import RULES, Rule, language_index

FAMILY_LETTERS = 3


class RulesPage(TemplateView):
    """Every rule by family and code; public, like the law."""

    template_name = "declarations/rules.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        settings = settings_on(day_of(timezone.now()))
        index = language_index(get_language() or "zh-hans")
        found = {
            family: [shown_rule(rule, settings) for rule in rules]
            for family, rules in groupby(RULES, key=lambda rule: rule.code[:FAMILY_LETTERS])
        }
        order = [*FAMILIES, *sorted(found.keys() - FAMILIES.keys())]
        families = [
            {"code": code, "name": FAMILIES.get(code, (code, code))[index], "rules": found[code]}
            for code in order
            if code in found
        ]
        return super().get_context_data(**kwargs) | {"families": families, "count": len(RULES)}


class RulePage(TemplateView):
    """One rule."""

    template_name = "declarations/rule.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rule = RULES.get(kwargs["code"])
        if rule is None:
            raise Http404
        shown = shown_rule(rule, settings_on(day_of(timezone.now())))
        return super().get_context_data(**kwargs) | {"rule": shown}


def shown_rule(rule: Rule, settings: Settings) -> dict[str, Any]:
    """A rule in the language of the page, with its figures as they stand today."""
    language = get_language() or "zh-hans"
    index = language_index(language)
    figures = vars(settings.parameters[rule.code]) if rule.code in settings.parameters else {}
    words = _Words({name: _figure(value) for name, value in figures.items()})
    return {
        "code": rule.code,
        "title": rule.title[index].format_map(words),
        "remedy": rule.remedy[index].format_map(words),
        "basis": rule.basis,
        "responsible": responsible_label(rule.responsible) or _("报送该单证的企业"),
        "severity": SEVERITIES.get(settings.of(rule.code), SEVERITIES["off"]),
        "kinds": [KINDS[kind].title(language) for kind in rule.kinds if kind in KINDS],
        "modes": " ".join(rule.modes),
        "valid_from": rule.valid_from,
        "valid_to": rule.valid_to,
        "official": rule.official,
        "parameters": [
            {
                "meaning": parameter.meaning[index],
                "value": words.get(name, parameter.initial),
                "unit": parameter.unit,
                "unverified": parameter.unverified,
            }
            for name, parameter in rule.parameters.items()
        ],
    }


class _Words(dict[str, str]):
    """Where a finding puts its own values, the page of its rule says what stands there."""

    def __missing__(self, name: str) -> str:
        generic = {"element": _("栏目"), "zh": _("名称"), "en": _("名称")}
        return f"〈{generic.get(name, '…')}〉"


def _figure(value: Any) -> str:
    if isinstance(value, frozenset):
        return " ".join(sorted(map(str, value)))
    return str(value)
