"""The kinds of messages for people: field tables, examples, rules; public."""

import json
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from declarations.messages.catalogue import KINDS, Kind
from declarations.messages.examples import example, example_message
from declarations.messages.published import VERSION, need_of
from declarations.messages.record import Element
from declarations.pages.labels import DIRECTIONS
from declarations.pages.rulebook import shown_rule
from declarations.rulebook import day_of, settings_on
from zone_portal.kernel.rules import RULES


class MessageKinds(TemplateView):
    """Every kind, those that enterprises send first."""

    template_name = "declarations/message_kinds.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        language = get_language() or "zh-hans"
        rows = [_row(kind, language) for _, kind in sorted(KINDS.items())]
        groups = [
            {"code": "sent", "title": _("企业报送"), "rows": [r for r in rows if not r["customs"]]},
            {
                "code": "given",
                "title": _("海关、口岸发出"),
                "rows": [r for r in rows if r["customs"]],
            },
        ]
        return super().get_context_data(**kwargs) | {
            "groups": groups,
            "version": VERSION,
            "count": len(rows),
        }


class MessageKind(TemplateView):
    """One kind: its elements, its limits, an example, the rules that concern it."""

    template_name = "declarations/message_kind.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kind = KINDS.get(kwargs["code"])
        if kind is None:
            raise Http404
        language = get_language() or "zh-hans"
        settings = settings_on(day_of(timezone.now()))
        parts = [(kind.json_head, kind.head_elements)]
        if kind.list_element:
            parts.append((kind.list_element, kind.line_elements))
        return super().get_context_data(**kwargs) | {
            "kind": _row(kind, language),
            "version": VERSION,
            "key": kind.key,
            "structure": _structure(kind),
            "documents": kind.max_documents,
            "lines": (kind.min_lines, kind.max_lines) if kind.list_element else None,
            "parts": [
                {"name": name, "elements": [_element(e, language) for e in elements.values()]}
                for name, elements in parts
            ],
            "json": json.dumps(example(kind), ensure_ascii=False, indent=2),
            "xml": example_message(kind).decode().strip(),
            "schema_url": reverse("declarations-api:json-schema", args=[kind.code]),
            "rules": [
                shown_rule(rule, settings)
                for rule in RULES
                if kind.code in rule.kinds and rule.code[:3] != "FLD"
            ],
            "crumbs": [
                {"url": reverse("declarations:message_kinds"), "label": _("报文规范")},
                {"url": "", "label": kind.code},
            ],
        }


def _row(kind: Kind, language: str) -> dict[str, Any]:
    return {
        "code": kind.code,
        "title": kind.title(language),
        "direction": DIRECTIONS[kind.direction],
        "customs": kind.from_customs,
        "answer": kind.receipt or kind.answers,
        "answers": bool(kind.answers),
        "elements": len(kind.head_elements) + len(kind.line_elements),
    }


def _structure(kind: Kind) -> str:
    parts = [kind.root, kind.wrapper, *([kind.head_element] if kind.head_element else [])]
    return " › ".join(parts) + (f", {kind.list_element}" if kind.list_element else "")


def _element(element: Element, language: str) -> dict[str, Any]:
    return {
        "name": element.name,
        "label": element.label(language),
        "format": element.format,
        "need": need_of(element, language),
        "mandatory": element.mandatory,
        "personal": bool(element.personal),
    }
