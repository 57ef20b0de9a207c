"""The rules that every element of a message obeys: presence, length, type, range, characters.

They are checked by ``values`` and ``fields``, not by predicates, and are always errors: a
document that breaks one cannot be kept as a record.
"""

from declarations.messages.catalogue import paper_kinds
from declarations.rules.sources import EXPORT_SPEC, IMPORT_SPEC, XML
from zone_portal.kernel.rules import RULES, Rule, Text

_LAYOUT = f"{IMPORT_SPEC}；{EXPORT_SPEC}"

DOCUMENTS = ("CEB303", "CEB311", "CEB403", "CEB411", "CEB505", "CEB511", "CEB603", "CEB621")
PAPERS = tuple(kind.code for kind in paper_kinds())
ALL_KINDS = (*DOCUMENTS, *PAPERS)
LISTED = ("CEB303", "CEB311", "CEB603", "CEB621")
LISTED_PAPERS = tuple(kind.code for kind in paper_kinds() if kind.line)


def _enter(
    code: str,
    title: Text,
    remedy: Text,
    *,
    kinds: tuple[str, ...] = ALL_KINDS,
    basis: str = _LAYOUT,
    official: str = "",
) -> str:
    RULES.add(
        Rule(
            code=code,
            title=title,
            remedy=remedy,
            basis=basis,
            responsible="",
            kinds=kinds,
            official=official,
            fixed=True,
        )
    )
    return code


UNKNOWN = _enter(
    "FLD-001",
    ("报文规范中没有元素 {element}", "{element} is not an element of this document"),
    (
        "请删除该元素，或对照规范改正其名称（大小写须一致）；最接近的元素：{nearest}。",
        "Remove it or correct its name, capitals included; the nearest element is: {nearest}.",
    ),
)
MISSING = _enter(
    "FLD-002",
    ("缺少必填项 {element}（{zh}）", "{element} ({en}) is mandatory and missing"),
    (
        "请填写{zh}后重新报送，不能为空或只含空格。",
        "Fill it in and send the document again; blanks alone do not count.",
    ),
)
TOO_LONG = _enter(
    "FLD-003",
    (
        "{element}（{zh}）过长：{length} 个字符，最多 {maximum} 个",
        "{element} ({en}) is too long: {length} characters, at most {maximum}",
    ),
    ("请缩短至 {maximum} 个字符以内。", "Shorten it to at most {maximum} characters."),
)
WRONG_LENGTH = _enter(
    "FLD-004",
    (
        "{element}（{zh}）长度不符：{length} 个字符，应为 {format}",
        "{element} ({en}) has {length} characters where the format is {format}",
    ),
    (
        "请按规范格式 {format} 填写，注意保留代码前面的零。",
        "Write it in the format {format}; leading zeros of codes belong to them.",
    ),
)
NOT_A_NUMBER = _enter(
    "FLD-005",
    ("{element}（{zh}）不是数值", "{element} ({en}) is not a number"),
    (
        "请填写十进制数值，不带千分位、货币符号或单位。",
        "Write a decimal number without separators, currency signs or units.",
    ),
)
TOO_LARGE = _enter(
    "FLD-006",
    (
        "{element}（{zh}）超出格式 {format} 的范围",
        "{element} ({en}) has too many digits for {format}",
    ),
    (
        "请核对数值：整数部分位数不能超过规范规定。",
        "Check the figure: it has more digits before the decimal point than the format allows.",
    ),
)
TOO_FINE = _enter(
    "FLD-007",
    (
        "{element}（{zh}）小数超过 {scale} 位",
        "{element} ({en}) has more than {scale} decimals",
    ),
    ("请四舍五入到 {scale} 位小数。", "Round it to {scale} decimals."),
)
NOT_TEXT = _enter(
    "FLD-008",
    ("{element}（{zh}）应为文本", "{element} ({en}) must be text"),
    (
        "请以字符串填写；代码可用整数，不能用布尔值、小数、数组或对象。",
        "Write it as a string; a code may be an integer, but no boolean, decimal, list or object.",
    ),
)
FORBIDDEN_CHARACTER = _enter(
    "FLD-009",
    (
        "{element}（{zh}）含有报文不允许的控制字符",
        "{element} ({en}) holds control characters that no message may carry",
    ),
    (
        "请删除不可见的控制字符（如 NUL）后重新报送。",
        "Remove the invisible control characters, such as NUL, and send the document again.",
    ),
    basis=XML,
)
NOT_A_TIME = _enter(
    "FLD-010",
    (
        "{element}（{zh}）不是有效的日期时间",
        "{element} ({en}) is no date that exists",
    ),
    (
        "请按 {pattern} 填写真实存在的日期时间，只用半角数字，年份在 2000 至 2049 之间。",
        "Write a real date as {pattern} in plain digits, with a year from 2000 to 2049.",
    ),
)
TOO_MANY_LINES = _enter(
    "FLD-011",
    (
        "{element} 有 {count} 项商品，最多 {maximum} 项",
        "{element} has {count} lines, at most {maximum}",
    ),
    ("请拆分为多份单证。", "Split the goods over several documents."),
    kinds=(*LISTED, "CEB213", "CEB625"),
)
NOT_A_LIST = _enter(
    "FLD-012",
    ("{element} 的结构不正确", "{element} does not have the right structure"),
    (
        "{element} 应为数组，每项为一个含商品字段的对象。",
        "{element} must be a list, each entry an object with the elements of one line.",
    ),
    kinds=(*LISTED, *LISTED_PAPERS),
)
NO_HEAD = _enter(
    "FLD-013",
    ("缺少单证表头 {element}", "The document has no {element}"),
    (
        "请补充 {element}，其内容为含全部表头字段的对象。",
        "Add {element} as an object that holds the elements of the head.",
    ),
)
NOT_AN_INTEGER = _enter(
    "FLD-014",
    ("{element}（{zh}）应为整数", "{element} ({en}) must be a whole number"),
    ("请填写不带小数的整数。", "Write it without a fraction."),
)
EMPTY_OPTIONAL = _enter(
    "FLD-015",
    (
        "{element}（{zh}）为空：该元素格式为 {format}，无值时不能出现",
        "{element} ({en}) is empty, but an element of the format {format} cannot be",
    ),
    (
        "无值时请整个省略该元素，不要报送空元素。",
        "Leave the whole element out when there is no value.",
    ),
)
BELOW_ZERO = _enter(
    "FLD-016",
    ("{element}（{zh}）不能为负数", "{element} ({en}) must not be negative"),
    ("请填写零或正数；没有该项金额时填 0。", "Write zero or more; 0 when there is none."),
)
NOT_POSITIVE = _enter(
    "FLD-017",
    ("{element}（{zh}）必须大于零", "{element} ({en}) must be more than zero"),
    ("请填写大于零的数值。", "Write a figure above zero."),
)
TOO_MANY_FINDINGS = _enter(
    "FLD-018",
    (
        "问题过多：共发现 {count} 个，仅列出前 {shown} 个",
        "Too many problems: {count} found, the first {shown} are listed",
    ),
    (
        "请先改正所列问题，再重新报送以查看其余问题。",
        "Correct those listed and send the document again to see the rest.",
    ),
)
EMPTY_LIST = {
    noun: _enter(
        code,
        ("单证没有商品明细 {element}", "The document has no lines in {element}"),
        ("请至少填写一项商品。", "Give at least one line of goods."),
        kinds=kinds,
        official=official,
    )
    for noun, code, kinds, official in (
        ("order", "ORD-002", ("CEB303", "CEB311"), "-301001"),
        ("inventory", "INV-001", ("CEB603", "CEB621"), "-621000"),
        (
            "paper",
            "PAP-001",
            tuple(kind.code for kind in paper_kinds() if kind.line and kind.min_lines),
            "",
        ),
    )
}
