"""The catalogue of codes: public, searchable, a page for every code the platform can answer."""

from itertools import groupby
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from declarations.code_catalogue import book, search
from declarations.codebook.entries import FAMILIES, RULE, Entry
from declarations.pages.labels import responsible_label
from zone_portal.framework.pages import Words
from zone_portal.kernel.rules import Text, language_index

LONGEST_QUERY = 60
OTHER_PARTIES: dict[str, Words] = {
    "": gettext_lazy("报送该单证的企业"),
    "caller": gettext_lazy("发出请求的企业或人员"),
}


class CodesPage(TemplateView):
    """Every code by family; ``?q=`` searches codes and texts, ``?family=`` narrows."""

    template_name = "declarations/codes.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        query = self.request.GET.get("q", "").replace("\x00", "")[:LONGEST_QUERY].strip()
        family = self.request.GET.get("family", "")
        family = family if family in FAMILIES else ""
        found = search(query, family)
        order = list(FAMILIES)
        listed = sorted(found, key=lambda entry: order.index(entry.family))
        groups = [
            {"code": name, "name": _in(FAMILIES[name]), "entries": [_line(e) for e in entries]}
            for name, entries in groupby(listed, key=lambda entry: entry.family)
        ]
        return super().get_context_data(**kwargs) | {
            "groups": groups,
            "count": len(found),
            "total": len(book()),
            "query": query,
            "family": family,
            "families": [(code, _in(name)) for code, name in FAMILIES.items()],
        }


class CodePage(TemplateView):
    """One code: meaning, law, example, way out, who must act, where it occurs."""

    template_name = "declarations/code.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        entry = book().get(kwargs["code"])
        if entry is None:
            raise Http404
        known = book()
        return super().get_context_data(**kwargs) | {
            "entry": entry,
            "title": _in(entry.title),
            "meaning": _in(entry.meaning),
            "others": [_in(text) for text in entry.others],
            "remedy": _in(entry.remedy),
            "basis": _in(entry.basis),
            "occurs": _in(entry.occurs),
            "responsible": responsible(entry),
            "family": _in(FAMILIES[entry.family]),
            "family_url": f"{reverse('declarations:codes')}?family={entry.family}",
            "rule_url": reverse("declarations:rule", args=[entry.code])
            if entry.family == RULE
            else "",
            "related": [
                {"code": code, "title": _in(known[code].title), "url": _url(code)}
                for code in entry.related
                if code in known
            ],
        }


def responsible(entry: Entry) -> str:
    """Who must act, in words."""
    return str(OTHER_PARTIES.get(entry.responsible) or responsible_label(entry.responsible))


def _line(entry: Entry) -> dict[str, Any]:
    several = _("；").join(_in(text) for text in (entry.title, *entry.others))
    return {
        "code": entry.code,
        "url": _url(entry.code),
        "title": several,
        "responsible": responsible(entry),
        "remedy": _in(entry.remedy),
    }


def _url(code: str) -> str:
    return reverse("declarations:code", args=[code])


def _in(text: Text) -> str:
    return text[language_index(get_language() or "zh-hans")]
