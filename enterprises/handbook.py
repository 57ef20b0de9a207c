"""Filings written out for people: ``docs/filing/`` and ``docs/states/`` are generated from the
declarations. Pure: from forms and transition tables to Markdown texts by file name."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from accounts.constants import DEPARTMENTS
from accounts.states import SITE, SITE_LABELS
from enterprises import states
from enterprises.constants import FILING_TYPES, KINDS
from enterprises.rules.forms import Field, Form, Section, Tick, checklist, form_for
from enterprises.rules.forms.kinds import KIND_FORMS
from enterprises.rules.parameters import PARAMETERS
from enterprises.rules.reviewing import SITE_STAGE
from zone_portal.kernel.transitions import Transitions

GENERATED: Final = (
    "<!-- 由 manage.py generate_docs 生成，请勿手工修改 / generated, do not edit -->\n"
)
DEPARTMENT: Final = dict(DEPARTMENTS)
OTHER_TYPES: Final = tuple(code for code, _ in FILING_TYPES if code != "enterprise")

TYPES: Final[Mapping[str, tuple[str, str]]] = {
    "text": ("文本", "text"),
    "longtext": ("多行文本", "long text"),
    "choice": ("单选", "one of a list"),
    "choices": ("多选", "several of a list"),
    "date": ("日期", "date"),
    "uscc": ("统一社会信用代码", "unified social credit code"),
    "customs_code": ("海关注册编码", "customs code"),
    "url": ("网址", "web address"),
    "domain": ("域名", "domain"),
    "phone": ("电话", "phone"),
    "email": ("邮箱", "e-mail"),
    "id_type": ("证件类型", "kind of identity document"),
    "id_number": ("证件号码", "identity number"),
    "name": ("姓名", "name"),
    "address": ("地址", "address"),
    "number": ("数字", "number"),
    "yes_no": ("是/否", "yes or no"),
    "file": ("附件", "file"),
}
MACHINES: Final[Mapping[str, tuple[Transitions, Mapping[str, tuple[str, str]], str, str]]] = {
    "filing.md": (states.FILING, states.FILING_LABELS, "备案", "Filing"),
    "mandate.md": (states.MANDATE, states.MANDATE_LABELS, "委托", "Mandate"),
    "consent.md": (states.CONSENT, states.CONSENT_LABELS, "数据授权", "Consent"),
    "site.md": (SITE, SITE_LABELS, "平台", "Site"),
}


def state_pages() -> dict[str, str]:
    """One page per status machine, with its diagram and its table."""
    return {
        name: machine_page(table, labels, zh, en)
        for name, (table, labels, zh, en) in MACHINES.items()
    }


def filing_pages() -> dict[str, str]:
    """What each kind of enterprise and each other type of filing must contain."""
    basic = form_for("enterprise", ())
    kinds = {f"{kind}.md": _kind(kind) for kind in KINDS}
    others = {f"{code}-filing.md": _other(code) for code in OTHER_TYPES}
    return {"README.md": _index(), "basic.md": _basic(basic), **kinds, **others}


def _index() -> str:
    rows = []
    for kind, (zh, en) in KINDS.items():
        form = form_for("enterprise", [kind])
        rows.append(
            f"| [{zh}]({kind}.md) | {en} | {_stages(form.stages)} | "
            f"{_departments(form.departments)} |"
        )
    others = [
        f"| [{zh}]({code}-filing.md) | {_stages(form_for(code).stages)} | "
        f"{_departments(form_for(code).departments)} |"
        for code, zh in FILING_TYPES
        if code != "enterprise"
    ]
    settings = [
        f"| `{name}` | {given.meaning[0]} | {given.meaning[1]} | {given.initial} |"
        for name, given in PARAMETERS.items()
    ]
    return _page(
        "备案材料手册 / What a filing contains",
        "每类企业在[基本材料](basic.md)之外，按下表各自填报；表单、检查和审核清单都来自同一处声明。",
        "Beside the [basic material](basic.md) each kind of enterprise files what its page lists; "
        "form, checks and checklist come from the same declaration.",
        "",
        "| 企业类型 | Kind | 审核环节 / stages | 共享部门 / receivers |",
        "| --- | --- | --- | --- |",
        *rows,
        "",
        "| 其他备案 / other filings | 审核环节 / stages | 共享部门 / receivers |",
        "| --- | --- | --- |",
        *others,
        "",
        "| 参数 / setting | 含义 | Meaning | 初始值 / first value |",
        "| --- | --- | --- | --- |",
        *settings,
    )


def _basic(form: Form) -> str:
    return _page(
        "基本材料 / Basic material",
        "所有企业都要填报。",
        "Every enterprise files this.",
        *(line for section in form.sections for line in _section(section, form)),
        *_checklist(checklist(form)),
    )


def _kind(kind: str) -> str:
    zh, en = KINDS[kind]
    form = form_for("enterprise", [kind])
    section = KIND_FORMS[kind].section
    ticks = [tick for tick in checklist(form) if tick.section == section.code]
    return _page(
        f"{zh} / {en}",
        f"审核环节：{_stages(form.stages)}。共享部门：{_departments(form.departments)}。",
        f"Stages: {', '.join(form.stages)}. Receivers: {', '.join(form.departments)}.",
        *_section(section, form),
        *_checklist(ticks),
    )


def _other(code: str) -> str:
    form, zh = form_for(code), dict(FILING_TYPES)[code]
    return _page(
        f"{zh} / {code.capitalize()} filing",
        f"审核环节：{_stages(form.stages)}。共享部门：{_departments(form.departments)}。",
        f"Stages: {', '.join(form.stages)}. Receivers: {', '.join(form.departments)}.",
        *(line for section in form.sections for line in _section(section, form)),
        *_checklist(checklist(form)),
    )


def _section(section: Section, form: Form) -> Iterator[str]:
    yield from ("", f"## {section.zh} / {section.en}", "")
    if section.basis:
        yield from (f"依据 / basis: {section.basis}", "")
    for text in (section.help_zh, section.help_en):
        if text:
            yield from (text, "")
    yield (
        "| 字段 | Field | 类型 / type | 必填 / required | 个人信息 / personal | "
        "可见 / seen by | 公开 / public |"
    )
    yield "| --- | --- | --- | --- | --- | --- | --- |"
    yield from (_row(field, form) for field in section.fields)


def _row(field: Field, form: Form) -> str:
    kind = " / ".join(TYPES[field.type]) + (" ×n" if field.many else "")
    if field.not_before:
        kind += "，不得过期 / not expired"
    required = "是 / yes" if field.required else ""
    if field.only_if is not None:
        other, wanted = field.only_if
        named = form.by_code[other].zh if other in form.by_code else other
        required = f"{required}（{named} = {wanted}）"
    seen = _departments(sorted(field.departments)) if field.departments else "全部 / all"
    public = "是 / yes" if field.disclosed else ""
    return (
        f"| {field.zh} `{field.code}` | {field.en} | {kind} | {required} | "
        f"{'是 / yes' if field.personal else ''} | {seen} | {public} |"
    )


def _checklist(ticks: Iterable[Tick]) -> Iterator[str]:
    lines = list(ticks)
    if not lines:
        return
    yield from ("", "## 审核清单 / Checklist", "")
    yield "| 环节 / stage | 事项 | Line | 依据 / basis |"
    yield "| --- | --- | --- | --- |"
    for tick in lines:
        yield f"| {_stages([tick.stage])} | {tick.zh} | {tick.en} | {tick.basis} |"


def machine_page(
    table: Transitions, labels: Mapping[str, tuple[str, str]], zh: str, en: str
) -> str:
    """The page of one status machine: its diagram and its table."""
    both = {state: f"{names[0]} / {names[1]}" for state, names in labels.items()}
    rows = [
        f"| `{source}` | {both[source]} | "
        f"{', '.join(f'`{target}`' for target in sorted(table.allowed(source))) or '—'} |"
        for source in table.states
    ]
    return _page(
        f"{zh}状态 / {en} states",
        "状态只按下表变化；每一步都记入历史和审计。",
        "A status changes only as the table says; every step stands in history and audit.",
        "",
        "```mermaid",
        table.mermaid(both).rstrip("\n"),
        "```",
        "",
        "| 代码 / code | 名称 / name | 之后可为 / may be followed by |",
        "| --- | --- | --- |",
        *rows,
    )


def _stages(codes: Iterable[str]) -> str:
    return "、".join(
        "受理平台" if code == SITE_STAGE else DEPARTMENT.get(code, code) for code in codes
    )


def _departments(codes: Iterable[str]) -> str:
    return "、".join(DEPARTMENT.get(code, code) for code in codes) or "—"


def _page(title: str, zh: str, en: str, *lines: str) -> str:
    return GENERATED + "\n".join(["", f"# {title}", "", zh, "", en, *lines]) + "\n"
