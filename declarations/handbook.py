"""The rules written out for people: ``docs/rules/`` is generated from the register.

Pure: from rules to Markdown texts by file name. Acceptance rules and matching criteria alike.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Final

from declarations import matching
from declarations.messages.catalogue import KINDS
from declarations.return_states import RETURN, RETURN_LABELS
from declarations.rules import all_rules
from declarations.rules.keeping import OFFICIAL_CODES
from declarations.rules.registry import AUTO
from declarations.states import COURSE, COURSE_LABELS
from declarations.tax_states import TAX_STANDING, TAX_STANDING_LABELS
from enterprises.handbook import machine_page
from taxation.rules import law as tax_law
from zone_portal.kernel.rules import RULES, Parameter, Rule, Text

REGISTERED: Final = (all_rules, matching, tax_law)
"""Importing these has entered every rule and criterion of this app, and those of taxes."""

FAMILIES: Final[Mapping[str, Text]] = {
    "MSG": ("报文形式", "Form of a message"),
    "FLD": ("字段格式", "Form of an element"),
    "GEN": ("各单证通用", "Common to several documents"),
    "ORD": ("订单", "Orders"),
    "PAY": ("支付单与收款单", "Payments"),
    "WAY": ("运单", "Waybills"),
    "INV": ("清单", "Inventories"),
    "PAP": ("物流与其他单据", "Papers around a declaration"),
    "RET": ("退货与撤销", "Returns and cancellations"),
    "SUM": ("汇总申请", "Summary applications"),
    "ROU": ("出口通关方式", "Route of an export list"),
    "MKT": ("市场采购", "Market purchase"),
    "SHT": ("表格文件", "Spreadsheets"),
    "SIG": ("签名", "Signatures"),
    "ENT": ("发送企业与所列企业", "Senders and named firms"),
    "KEY": ("编号、变更与删除", "Numbers, changes and deletions"),
    "MAT": ("三单对碰", "Matching"),
    "TAX": ("税收、额度与担保", "Taxes, quota and guarantees"),
}

RESPONSIBLE: Final[Mapping[str, Text]] = {
    "": ("报送该单证的企业", "the sender of the document"),
    "platform": ("电商平台", "platform"),
    "ecommerce": ("电商企业", "e-commerce firm"),
    "payment": ("支付企业", "payment company"),
    "logistics": ("物流企业", "carrier"),
    "agent": ("申报企业", "declaring firm"),
    "site": ("监管作业场所经营人", "operator of the supervised site"),
    "sender": ("发送企业", "transmitting firm"),
    "buyer": ("订购人", "buyer"),
    "portal": ("本平台", "this platform"),
}

GENERATED: Final = (
    "<!-- 由 manage.py generate_docs 生成，请勿手工修改 / generated, do not edit -->\n"
)


def rules() -> tuple[Rule, ...]:
    """Every rule of this app by code."""
    return tuple(RULES)


def initial_settings(rule: Rule) -> dict[str, str]:
    """The first values of a rule's settings; what no setting can change has none."""
    values = {
        name: parameter.initial
        for name, parameter in rule.parameters.items()
        if parameter.same_as is None
    }
    if not rule.fixed:
        values["severity"] = AUTO if rule.table else rule.severity
    return values


def state_pages() -> dict[str, str]:
    """The pages of an inventory's course at customs, and of what it holds meanwhile."""
    return {
        "course.md": machine_page(COURSE, COURSE_LABELS, "通关进程", "Course at customs"),
        "tax_standing.md": machine_page(
            TAX_STANDING, TAX_STANDING_LABELS, "额度与担保", "Quota and guarantee"
        ),
        "return.md": machine_page(RETURN, RETURN_LABELS, "退货", "Return"),
    }


def pages(every: Iterable[Rule]) -> dict[str, str]:
    """The handbook: file name → Markdown, one page per family, an index and two catalogues."""
    listed = sorted(every, key=lambda rule: rule.code)
    families = {
        family: list(members) for family, members in groupby(listed, key=lambda r: r.code[:3])
    }
    order = [*FAMILIES, *sorted(families.keys() - FAMILIES.keys())]
    present = [family for family in order if family in families]
    return {
        "README.md": _index(present, families),
        "errors.md": _errors(listed),
        "parameters.md": _parameters(listed),
        **{f"{family.lower()}.md": _family(family, families[family]) for family in present},
    }


def _index(present: Iterable[str], families: Mapping[str, list[Rule]]) -> str:
    rows = [
        f"| [{family}]({family.lower()}.md) | {zh} | {en} | {len(families[family])} |"
        for family in present
        for zh, en in [_name(family)]
    ]
    return _page(
        "规则手册 / Rulebook",
        "每条规则都有固定代码、法律依据、生效日期、责任方和改正办法。错误将退回单证，提示仍予受理；"
        "严重程度、限额与容差为有日期的参数。",
        "Every rule has a code that is never reused, its law, its dates, who must act and how to "
        "put things right. An error refuses the document, a warning accepts it; severities, limits "
        "and tolerances are dated settings.",
        "",
        "| 代码 | 内容 | Subject | 条数 |",
        "| --- | --- | --- | ---: |",
        *rows,
        "",
        "- [全部代码一览 / All codes](errors.md)",
        "- [参数一览 / Parameters](parameters.md)",
    )


def _errors(listed: Iterable[Rule]) -> str:
    rows = [
        f"| [{rule.code}]({rule.code[:3].lower()}.md#{rule.code.lower()}) | {_severity(rule)} | "
        f"{rule.title[0]} | {rule.title[1]} | {_official(rule) or '—'} |"
        for rule in listed
    ]
    return _page(
        "代码一览 / All codes",
        "“官方代码”为回执 returnStatus 或 returnInfo 所用代码。",
        "The official code is the one that receipts quote.",
        "",
        "| 代码 | 严重程度 / severity | 问题 | Finding | 官方代码 / official |",
        "| --- | --- | --- | --- | --- |",
        *rows,
    )


def _parameters(listed: Iterable[Rule]) -> str:
    rows = [
        f"| {rule.code} | `{name}` | `{_value(parameter)}` | {parameter.meaning[0]} | "
        f"{parameter.meaning[1]} | {'未核实 / unverified' if parameter.unverified else ''} |"
        for rule in listed
        for name, parameter in sorted(rule.parameters.items())
    ]
    return _page(
        "参数一览 / Parameters",
        "下列为初始值；实际取值以本综试区有日期的设定为准。“未核实”表示未见主管部门公布的数值。",
        "First values only; the zone's dated settings decide. Unverified: no authority's text was "
        "found for the figure.",
        "",
        "| 规则 | 参数 | 初始值 | 含义 | Meaning | |",
        "| --- | --- | --- | --- | --- | --- |",
        *rows,
    )


def _family(family: str, members: Iterable[Rule]) -> str:
    zh, en = _name(family)
    sections = [line for rule in members for line in _section(rule)]
    return _page(f"{family} {zh} / {en}", *sections)


def _section(rule: Rule) -> Iterator[str]:
    responsible = RESPONSIBLE.get(rule.responsible, (rule.responsible, rule.responsible))
    yield from ("", f"## {rule.code}", "", f"**{rule.title[0]}** / **{rule.title[1]}**", "")
    if rule.summary:
        yield from (" ".join(rule.summary.split()), "")
    yield f"- 严重程度 / severity: {_severity(rule)}"
    yield f"- 依据 / basis: {rule.basis}"
    yield f"- 单证 / documents: {_kinds(rule)}"
    if rule.modes:
        yield f"- 监管方式 / modes: {', '.join(rule.modes)}"
    yield f"- 有效期 / in force: {_period(rule)}"
    yield f"- 责任方 / who must act: {responsible[0]} / {responsible[1]}"
    if _official(rule):
        yield f"- 官方代码 / official code: {_official(rule)}"
    yield f"- 改正办法 / remedy: {rule.remedy[0]} / {rule.remedy[1]}"
    for name, parameter in sorted(rule.parameters.items()):
        mark = " (未核实 / unverified)" if parameter.unverified else ""
        meaning = f"{parameter.meaning[0]} / {parameter.meaning[1]}"
        yield f"- 参数 / parameter `{name}` = `{_value(parameter)}`: {meaning}{mark}"


def _page(title: str, *lines: str) -> str:
    return "\n".join([GENERATED, f"# {title}", *([""] if lines and lines[0] else []), *lines, ""])


def _name(family: str) -> Text:
    return FAMILIES.get(family, (family, family))


def _severity(rule: Rule) -> str:
    if rule.severity == "warning":
        return "提示 / warning"
    if rule.table:
        return "错误；代码表不完整时为提示 / error; warning while the table is incomplete"
    return "错误 / error"


def _official(rule: Rule) -> str:
    """The official code, or those that differ by noun."""
    return rule.official or " ".join(dict.fromkeys(OFFICIAL_CODES.get(rule.code, {}).values()))


def _kinds(rule: Rule) -> str:
    return ", ".join(f"{code} {KINDS[code].zh}" for code in rule.kinds) or "—"


def _period(rule: Rule) -> str:
    return f"{rule.valid_from} – {rule.valid_to or ''}".rstrip()


def _value(parameter: Parameter) -> str:
    return f"{parameter.initial or '—'}{' ' + parameter.unit if parameter.unit else ''}"
