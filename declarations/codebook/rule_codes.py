"""The entries of the rules: everything stands in the register already."""

import json
from collections.abc import Mapping
from typing import Any

from declarations.codebook.entries import RULE, Entry
from declarations.criteria import CRITERIA
from declarations.handbook import rules
from declarations.messages.catalogue import KINDS
from declarations.rules.keeping import OFFICIAL_CODES
from zone_portal.kernel.findings import render
from zone_portal.kernel.rules import RULES, Rule, Text

_GENERIC: Mapping[str, Text] = {
    "element": ("栏目", "field"),
    "kind": ("报文类型", "kind"),
    "zh": ("名称", "name"),
    "en": ("名称", "name"),
}
_SHOWN_KINDS = 6


def rule_entries() -> list[Entry]:
    """One entry for each rule and criterion."""
    return [_entry(rule) for rule in rules()]


def official_of(rule: Rule) -> tuple[str, ...]:
    """The official codes that receipts quote for a rule."""
    several = OFFICIAL_CODES.get(rule.code, {}).values()
    return tuple(dict.fromkeys(filter(None, (rule.official, *several))))


def _entry(rule: Rule) -> Entry:
    title = _worded(rule, rule.title)
    return Entry(
        code=rule.code,
        family=RULE,
        title=title,
        meaning=_meaning(rule, title),
        remedy=_worded(rule, rule.remedy),
        basis=(rule.basis, rule.basis),
        responsible=rule.responsible,
        occurs=_occurs(rule),
        example=_example(rule),
        related=official_of(rule),
    )


def _worded(rule: Rule, text: Text) -> Text:
    figures = {name: parameter.initial for name, parameter in rule.parameters.items()}
    zh, en = (part.format_map(_Words(figures, index)) for index, part in enumerate(text))
    return zh, en


class _Words(dict[str, str]):
    """Where a finding puts its own values, the catalogue says what stands there."""

    def __init__(self, figures: Mapping[str, str], index: int) -> None:
        super().__init__(figures)
        self._index = index

    def __missing__(self, name: str) -> str:
        word = _GENERIC.get(name)
        return f"〈{word[self._index] if word else '…'}〉"


def _meaning(rule: Rule, title: Text) -> Text:
    """What follows from it: the register tells errors from warnings."""
    if rule.code in CRITERIA:
        follows = (
            "单证之间不一致，清单不能对碰成功",
            "Documents differ: the declaration cannot match",
        )
    elif rule.severity == "warning":
        follows = ("仅提示，单证仍被受理", "A warning only: the document is accepted")
    else:
        follows = ("单证被退回，更正后重新报送", "The document is refused until it is corrected")
    return f"{title[0]}。{follows[0]}。", f"{title[1]}. {follows[1]}."


def _occurs(rule: Rule) -> Text:
    kinds = [KINDS[code] for code in rule.kinds if code in KINDS]
    more = ("" if len(kinds) <= _SHOWN_KINDS else " …",) * 2
    shown = kinds[:_SHOWN_KINDS]
    zh = "、".join(f"{kind.code} {kind.zh}" for kind in shown) or "—"
    en = ", ".join(f"{kind.code} {kind.en}" for kind in shown) or "—"
    return f"findings：{zh}{more[0]}", f"findings: {en}{more[1]}"


def _example(rule: Rule) -> str:
    """The finding as the interface gives it."""
    public = render(
        {
            "code": rule.code,
            "severity": rule.severity,
            "documents": _documents(rule),
            "responsible": rule.responsible,
            "params": {},
        },
        RULES,
        "en",
    )
    title = _worded(rule, rule.title)[1]
    public |= {"title": title, "remedy": _worded(rule, rule.remedy)[1]}
    return json.dumps(public, ensure_ascii=False, indent=2)


def _documents(rule: Rule) -> list[dict[str, Any]]:
    criterion = CRITERIA.get(rule.code)
    if criterion is None:
        kinds = [code for code in rule.kinds if code in KINDS][:1]
        return [_evidence(kind, KINDS[kind].key[-1] if KINDS[kind].key else "") for kind in kinds]
    direction = criterion.directions[0]
    known = [KINDS[code] for code in rule.kinds if KINDS[code].direction == direction]
    by_noun: dict[str, str] = {kind.noun: kind.code for kind in known}
    return [_evidence(by_noun[side.noun], side.element) for side in criterion.compares]


def _evidence(kind: str, element: str) -> dict[str, Any]:
    key = dict.fromkeys(KINDS[kind].key, "…")
    return {"type": kind, "key": key, "field": element, "line": None, "value": "…"}
