"""What may stand wrong in a cell of a spreadsheet before it is a value of any document.

The values themselves are judged by the same rules as those of any other message.
"""

from declarations.rules.sources import EXPORT_SPEC, IMPORT_SPEC
from zone_portal.kernel.rules import RULES, Rule, Text

ENTERED = ("CEB303", "CEB311", "CEB403", "CEB411", "CEB505", "CEB511", "CEB603", "CEB621")
LISTED = ("CEB303", "CEB311", "CEB603", "CEB621")


def _enter(code: str, title: Text, remedy: Text, kinds: tuple[str, ...] = ENTERED) -> str:
    RULES.add(
        Rule(
            code=code,
            title=title,
            remedy=remedy,
            basis=f"{IMPORT_SPEC}；{EXPORT_SPEC}",
            responsible="",
            kinds=kinds,
            fixed=True,
        )
    )
    return code


FORMULA = _enter(
    "SHT-001",
    ("{element}（{zh}）是公式，不是值", "{element} ({en}) holds a formula, not a value"),
    (
        "请选中该列，复制后“选择性粘贴为数值”，再上传；平台不计算公式。",
        "Copy the column and paste it as values, then upload; formulas are not calculated here.",
    ),
)
ERROR_VALUE = _enter(
    "SHT-002",
    (
        "{element}（{zh}）是表格软件的错误值",
        "{element} ({en}) is an error value of the spreadsheet program",
    ),
    ("请改为真实的值；没有则留空。", "Write the real value, or nothing where there is none."),
)
MERGED = _enter(
    "SHT-003",
    (
        "{element}（{zh}）在合并的单元格 {area} 里",
        "{element} ({en}) lies in the merged cells {area}",
    ),
    (
        "请取消合并，并在每一行分别填写；同一单证的其余行可以把表头栏目留空。",
        "Unmerge them and fill in each row; further rows of a document may leave its head empty.",
    ),
)
DIGITS_LOST = _enter(
    "SHT-004",
    (
        "{element}（{zh}）被表格软件存成数值，15 位以后的数字已丢失",
        "{element} ({en}) was stored as a number: its digits after the 15th are lost",
    ),
    (
        "请先把该列设为“文本”格式，再从原始资料重新录入完整的号码。",
        "Set the column to the format Text first, then enter the whole number from its source.",
    ),
)
NOT_DATED = _enter(
    "SHT-005",
    ("{element}（{zh}）是日期，但该栏不是日期", "{element} ({en}) holds a date where none belongs"),
    (
        "表格软件可能把内容自动改成了日期；请把该列设为“文本”格式后重新录入。",
        "The spreadsheet program may have made a date of it: set the column to Text and enter it "
        "again.",
    ),
)
HEAD_DIFFERS = _enter(
    "SHT-006",
    (
        "同一单证各行的 {element}（{zh}）不同",
        "{element} ({en}) differs between the rows of one document",
    ),
    (
        "该单证首行在第 {first} 行；请改成相同的值，或在其余行留空。",
        "Its first row is row {first}: write the same there, or leave it empty in further rows.",
    ),
    LISTED,
)
SURPLUS = _enter(
    "SHT-007",
    ("该行在没有列名的列里有内容", "The row has content in a column without a heading"),
    ("请删除多出的内容，或检查是否错列。", "Remove it, or see whether the row has been shifted."),
)
NUMBER_REPEATED = _enter(
    "SHT-008",
    (
        "{element}（{zh}）与本文件第 {first} 行的另一份单证相同，内容不同",
        "{element} ({en}) is that of another document, in row {first} of this file",
    ),
    (
        "一个编号只能有一份单证：请删除多出的一份，或填写各自的编号；更正请在报送后以变更方式（appType=2）报送。",
        "A number has one document: remove the surplus one, or give each its own number. "
        "A correction is sent afterwards, as a change (appType 2).",
    ),
)
