"""The catalogue as it is published: field tables, JSON Schemas and examples, one page a kind.

Pure: from the catalogue to JSON and to Markdown by file name (``docs/messages/``).
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from declarations.messages.catalogue import KINDS, Kind
from declarations.messages.examples import example, example_message
from declarations.messages.record import Element

VERSION: Final = "202205"
"""The official specification that the catalogue follows."""
DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
GENERATED: Final = (
    "<!-- 由 manage.py generate_docs 生成，请勿手工修改 / generated, do not edit -->\n"
)

Schema = dict[str, Any]


def json_schema(kind: Kind) -> Schema:
    """The JSON Schema of a document of ``kind`` as the interface takes it or gives it."""
    parts: dict[str, Schema] = {
        "type": {"const": kind.code},
        kind.json_head: _object(kind.head_elements),
    }
    required = ["type", kind.json_head]
    if kind.list_element:
        lines: Schema = {"type": "array", "items": _object(kind.line_elements)}
        if kind.min_lines:
            lines["minItems"] = kind.min_lines
            required.append(kind.list_element)
        if kind.max_lines:
            lines["maxItems"] = kind.max_lines
        parts[kind.list_element] = lines
    return {
        "$schema": DIALECT,
        "$id": f"/api/v1/schemas/{kind.code}.json",
        "title": f"{kind.code} {kind.zh} / {kind.en}",
        "description": f"Specification {VERSION}",
        "type": "object",
        "properties": parts,
        "required": required,
        "additionalProperties": False,
        "examples": [example(kind)],
    }


def _object(elements: Mapping[str, Element]) -> Schema:
    return {
        "type": "object",
        "properties": {name: _value(element) for name, element in elements.items()},
        "required": [name for name, element in elements.items() if element.mandatory],
        "additionalProperties": False,
    }


def _value(element: Element) -> Schema:
    """A number may come as text, a code as an integer: as the interface reads them."""
    words = {"title": element.zh, "description": f"{element.en} ({element.format})"}
    if element.is_integer:
        return {"type": ["integer", "string"], **words}
    if element.numeric:
        return {"type": ["number", "string"], **words}
    lengths = {}
    if element.minimum or element.mandatory:
        lengths["minLength"] = element.minimum or 1
    if element.maximum:
        lengths["maxLength"] = element.maximum
    return {"type": ["string", "integer"], **lengths, **words}


def need_of(element: Element, language: str) -> str:
    """Whether an element must be given."""
    index = 0 if language.startswith("zh") else 1
    if element.is_extra:
        return ("规范外", "extra")[index]
    return (("必填", "M") if element.mandatory else ("可空", "O"))[index]


def pages() -> dict[str, str]:
    """The Markdown pages: one a kind, and an index."""
    found = {f"{code.lower()}.md": _page(kind) for code, kind in sorted(KINDS.items())}
    return {"README.md": _index(), **found}


def _index() -> str:
    rows = [
        f"| [{code}]({code.lower()}.md) | {kind.zh} | {kind.en} | "
        f"{_sender(kind)} | {kind.receipt or kind.answers or '—'} |"
        for code, kind in sorted(KINDS.items())
    ]
    return "\n".join(
        [
            GENERATED,
            "# 报文种类 / Kinds of messages",
            "",
            f"规范版本 {VERSION}；根元素名为种类代码加 `Message`。"
            f"Specification {VERSION}; the root element is the code followed by `Message`.",
            "",
            "| 代码 | 名称 | Name | 发送方 / Sent by | 回执或所答 / Receipt, or what it answers |",
            "| --- | --- | --- | --- | --- |",
            *rows,
            "",
        ]
    )


def _sender(kind: Kind) -> str:
    return "海关、口岸 / customs" if kind.from_customs else "企业 / enterprises"


def _page(kind: Kind) -> str:
    return "\n".join([GENERATED, *_lines(kind)])


def _lines(kind: Kind) -> Iterator[str]:
    yield f"# {kind.code} {kind.zh} / {kind.en}"
    yield ""
    yield (
        f"规范版本 / specification: {VERSION}. XML: `{kind.root}` › `{kind.wrapper}`"
        + (f" › `{kind.head_element}`" if kind.head_element else "")
        + (f", `{kind.list_element}`" if kind.list_element else "")
    )
    yield ""
    most = kind.max_documents or "∞"
    yield f"- 每份报文的单证数 / documents of a message: 1–{most}"
    if kind.list_element:
        most = kind.max_lines or "∞"
        yield f"- 表体项数 / lines: {kind.min_lines}–{most}"
    if kind.key:
        yield f"- 业务主键 / business key: {' + '.join(f'`{name}`' for name in kind.key)}"
    for label, code in (("回执 / receipt", kind.receipt), ("答复 / answers", kind.answers)):
        if code:
            yield f"- {label}: [{code}]({code.lower()}.md)"
    yield f"- JSON Schema: `/api/v1/schemas/{kind.code}.json`"
    yield ""
    yield from _table(kind.json_head, kind.head_elements)
    if kind.list_element:
        yield from _table(kind.list_element, kind.line_elements)
    yield "## 示例 / Example"
    yield ""
    yield "```json"
    yield json.dumps(example(kind), ensure_ascii=False, indent=2)
    yield "```"
    yield ""
    yield "```xml"
    yield example_message(kind).decode().strip()
    yield "```"
    yield ""


def _table(title: str, elements: Mapping[str, Element]) -> Iterator[str]:
    yield f"## {title}"
    yield ""
    yield "| # | 元素 / Element | 名称 | Name | 格式 / Format | 必填 / Need |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for number, element in enumerate(elements.values(), 1):
        need = f"{need_of(element, 'zh')} / {need_of(element, 'en')}"
        yield (
            f"| {number} | `{element.name}` | {element.zh} | {element.en} | {element.format} | "
            f"{need} |"
        )
    yield ""
