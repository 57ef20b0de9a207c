"""The text of a receipt: official ``[Code:…;Desc:…]`` groups, or the port's plain sentences.

Receipts speak Chinese only. Values come from findings, where personal ones are masked already.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from declarations.messages.catalogue import KINDS
from declarations.messages.kinds import Kind
from declarations.messages.xml_writer import usable
from zone_portal.kernel.findings import render
from zone_portal.kernel.rules import RULES, Rules

LONGEST: Final = 1000
"""Characters of returnInfo at most (C..1000)."""

LOGIC_CHECKED: Final = "[Code:1800;Desc:逻辑校验通过]"
"""What customs says with status 120."""

_BRACKETS = str.maketrans({"[": "［", "]": "］", "\n": " ", "\r": " ", "\t": " "})
_ACTIONS = {"1": "新增", "2": "变更", "3": "删除"}
_MISSING = {
    "order": "对应电商企业为[{ebcCode}]订单号为[{orderNo}]的订单信息不存在",
    "waybill": "对应物流企业为[{logisticsCode}]物流单号为[{logisticsNo}]的运单信息不存在",
    "payment": "对应电商平台为[{ebpCode}]订单号为[{orderNo}]的支付信息不存在",
    "inventory": "对应订单号为[{orderNo}]的其余包裹清单尚未收到",
}
_NAMED = ("ebcCode", "ebpCode", "orderNo", "logisticsCode", "logisticsNo")


def submitted_info(kind: Kind, head: Mapping[str, Any], *, guid: str) -> str:
    """For an accepted document, by its kind, appType and appStatus (``head`` by official name)."""
    action = _ACTIONS.get(str(head.get("appType")), "")
    state = "暂存" if head.get("appStatus") == "1" else "申报"
    if kind.noun != "inventory":
        return f"{action}{state}成功[{guid}]"
    order = f"电商企业编码：{head.get('ebcCode') or ''}订单编号：{head.get('orderNo') or ''}"
    return f"清单{action}{state}成功[{guid}][{order}]"


def waiting_info(head: Mapping[str, Any], waiting_for: Iterable[str]) -> str:
    """For an inventory that waits: a sentence for each missing noun; a parcel waits for other
    inventories, too."""
    known = {name: str(head.get(name) or "").translate(_BRACKETS) for name in _NAMED}
    return " ".join(_MISSING[noun].format_map(known) for noun in waiting_for)


def return_info(findings: Sequence[Mapping[str, Any]], rules: Rules = RULES) -> str:
    """The groups of ``findings`` (stored form), errors first; cut at a group to 1,000 characters.

    A group quotes the official code where the rule has one, else our own rule code:
    ``[Code:1332;Desc:…,[OrderHead.acturalPaid:561.89,PaymentHead.amountPaid:3197.95]]``.
    """
    ordered = sorted(findings, key=lambda finding: finding["severity"] != "error")
    return cut([_group(finding, rules) for finding in ordered])


def refusal_status(findings: Iterable[Mapping[str, Any]], rules: Rules = RULES) -> str:
    """returnStatus of a refused document: its first official negative code, else 100."""
    for finding in findings:
        rule = rules.get(finding["code"])
        if rule is not None and finding["severity"] == "error" and rule.official.startswith("-"):
            return rule.official
    return "100"


def cut(groups: Sequence[str], longest: int = LONGEST) -> str:
    """The groups one after the other, as many as fit whole; ``…`` stands for those left out."""
    whole = "".join(groups)
    if len(whole) <= longest:
        return whole
    kept = ""
    for group in groups:
        if len(kept) + len(group) >= longest:
            break
        kept += group
    if kept:
        return f"{kept}…"
    end = "…]" if groups[0].startswith("[Code:") else "…"
    return groups[0][: longest - len(end)] + end


def _group(finding: Mapping[str, Any], rules: Rules) -> str:
    rule = rules.get(finding["code"])
    code = rule.official if rule is not None and rule.official else finding["code"]
    title = render(finding, rules, "zh")["title"].translate(_BRACKETS)
    quoted = ",".join(map(_evidence, finding["documents"]))
    evidence = f",[{quoted}]" if quoted else ""
    return usable(f"[Code:{code};Desc:{title}{evidence}]")


def _evidence(document: Mapping[str, Any]) -> str:
    """``OrderHead.acturalPaid:561.89``; ``InventoryList[2].qty:3`` in a line."""
    kind = KINDS.get(document["type"])
    name = document["field"]
    if kind is not None and name != kind.list_element:
        line = document.get("line")
        place = kind.json_head if line is None else f"{kind.list_element}[{line}]"
        name = f"{place}.{name}"
    value = document.get("value")
    return name if value is None else f"{name}:{str(value).translate(_BRACKETS)}"
