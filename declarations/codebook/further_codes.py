"""The entries of codes that are neither rules nor refusals: answers about raw payment data, reasons
why a signature does not hold, errors of the rows of files.
"""

import json
from functools import cache
from pathlib import Path
from typing import Final

from declarations.codebook.entries import PAYMENT_DATA, ROW, SIGNATURE, Entry
from declarations.signatures.payment_proof import REFUSED, REPEATED, TAKEN
from declarations.signatures.reasons import REASONS
from zone_portal.kernel.csv_rows import read_rows
from zone_portal.kernel.rules import Text

_FILE: Final = Path(__file__).resolve().parent.parent / "data" / "row_errors.csv"
_BY_179: Final = ("海关总署公告2018年第165号、第179号", "GACC announcements 165 and 179 of 2018")
_BY_FORMATS: Final = (
    "海关跨境统一版系统企业对接报文规范；XML 签名",
    "Message formats of customs; XML signatures",
)
_OURS: Final = ("本平台文件格式", "File formats of this platform")
_ANSWERS: Final[dict[str, tuple[Text, Text]]] = {
    TAKEN: (
        ("已接收", "Taken"),
        ("无需处理。", "Nothing is to be done."),
    ),
    REFUSED: (
        ("未接收，原因见 message", "Not taken; the message says why"),
        (
            "请按 message 逐项更正后，以同一 sessionID 重新上传。",
            "Correct what the message lists and upload again under the same sessionID.",
        ),
    ),
    REPEATED: (
        ("该 sessionID 已使用", "The sessionID came before"),
        (
            "已收到过该查询的数据，不必重传；属于另一查询的请使用它自己的 sessionID。",
            "The data of this question are here already; for another question use its own "
            "sessionID.",
        ),
    ),
}
_CERTIFICATES: Final = (
    "请用本企业登记且在有效期内的证书重新签名；没有登记的先在“签名证书”里登记。",
    "Sign again with a certificate of your enterprise that is registered and valid; register it "
    "first where it is not.",
)
_SIGNING: Final = (
    "请检查签名软件：对整份报文签名一次，签名后不再改动，然后重新发送。",
    "Check the signing software: sign the whole message once, change nothing afterwards, and send "
    "it again.",
)


def further_entries() -> list[Entry]:
    """Those of all three families; a code of a row is told once, whoever else uses it."""
    rows = _of_rows()
    known = {entry.code for entry in rows}
    return [*_of_payment_data(), *(e for e in _of_signatures() if e.code not in known), *rows]


def _of_payment_data() -> list[Entry]:
    return [
        Entry(
            code=code,
            family=PAYMENT_DATA,
            title=title,
            meaning=title,
            remedy=remedy,
            basis=_BY_179,
            responsible="platform" if code == REFUSED else "",
            occurs=(
                "查询和上传支付原始数据（179）的应答",
                "Answers about raw payment data (179)",
            ),
            example=_example({"code": code, "message": "", "serviceTime": 1795000000000}),
        )
        for code, (title, remedy) in _ANSWERS.items()
    ]


def _of_signatures() -> list[Entry]:
    return [
        Entry(
            code=code,
            family=SIGNATURE,
            title=words,
            meaning=words,
            remedy=_CERTIFICATES if code.startswith("certificate") else _SIGNING,
            basis=_BY_FORMATS,
            responsible="",
            occurs=("报文的签名检查", "Checking the signature of a message"),
            example=_example({"result": "failed", "reason": code}),
        )
        for code, words in REASONS.items()
    ]


@cache
def _of_rows() -> tuple[Entry, ...]:
    rows = read_rows(_FILE.read_bytes(), ("code", "meaning_zh", "meaning_en"))
    return tuple(
        Entry(
            code=row["code"],
            family=ROW,
            title=(row["meaning_zh"], row["meaning_en"]),
            meaning=(row["meaning_zh"], row["meaning_en"]),
            remedy=(row["remedy_zh"], row["remedy_en"]),
            basis=_OURS,
            responsible="",
            occurs=("导入文件的每一行，表单的每一栏", "The rows of files, the fields of forms"),
            example=_example({"line": 2, "field": "…", "code": row["code"], "value": "…"}),
        )
        for row in rows
    )


def _example(answer: dict[str, object]) -> str:
    return json.dumps(answer, ensure_ascii=False, indent=2)
