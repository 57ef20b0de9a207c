"""The entries of official codes: names from the reference tables, own words for the way out."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

from declarations.codebook.entries import BUSINESS, INFO, PLATFORM, STATUS, Entry
from declarations.codebook.remedies import way_out
from declarations.codebook.rule_codes import official_of
from declarations.handbook import rules
from reference.facts import CodeRow
from zone_portal.kernel.csv_rows import read_rows
from zone_portal.kernel.rules import Text

_FILE: Final = Path(__file__).resolve().parent.parent / "data" / "official_codes.csv"
SEVERAL: Final = "；"
"""Parts the texts of a code that the official table lists twice."""
SEEN_ONLY: Final = frozenset({"-301020", "-304001"})
"""Seen in receipts, in no official table."""

_TABLE: Final = (
    "海关跨境统一版系统企业对接报文规范（2022年5月）表 {number}",
    "Specification of CEB messages (May 2022), table {number}",
)
_SEEN: Final = (
    "公开回执中所见，官方代码表未列（未核实）",
    "Seen in receipts, listed in no official table (unverified)",
)
_GROUPS: Final[Mapping[str, tuple[str, Text]]] = {
    "enterprise": ("", ("各类单证的回执", "receipts of any document")),
    "order": ("platform", ("订单回执 CEB312、CEB304", "receipts of orders, CEB312 and CEB304")),
    "export receipt": ("platform", ("出口订单回执 CEB304", "receipts of export orders, CEB304")),
    "payment / receipt-of-payment": (
        "payment",
        ("支付单、收款单回执 CEB412、CEB404", "receipts of payments, CEB412 and CEB404"),
    ),
    "waybill": (
        "logistics",
        ("运单回执 CEB512、CEB506", "receipts of waybills, CEB512 and CEB506"),
    ),
    "waybill status": (
        "logistics",
        ("运单状态回执 CEB514", "receipts of waybill statuses, CEB514"),
    ),
    "inventory": (
        "agent",
        ("清单回执 CEB622、CEB604", "receipts of inventories, CEB622 and CEB604"),
    ),
    "cancellation": (
        "agent",
        ("撤单回执 CEB624、CEB606", "receipts of cancellations, CEB624 and CEB606"),
    ),
    "return": ("agent", ("退货回执 CEB626、CEB214", "receipts of returns, CEB626 and CEB214")),
    "inbound storage": ("sender", ("入库明细单回执 CEB712", "receipts of inbound lists, CEB712")),
    "": ("sender", ("报文回执 CEB900 与传输回执", "CEB900 and the receipts of transmission")),
}
"""Group of the table → who sends such documents, and where the code is met."""


class _Known(NamedTuple):
    remedy: str
    meaning_en: str


@cache
def known_codes() -> Mapping[str, _Known]:
    """What this platform says of each official code beside its name."""
    rows = read_rows(_FILE.read_bytes(), ("code", "remedy"))
    return {row["code"]: _Known(row["remedy"], row["meaning_en"]) for row in rows}


def code_entries(rows: Mapping[str, CodeRow]) -> list[Entry]:
    """The negative codes of customs and the codes of the exchange platform."""
    related = _related()
    return [_entry(code, row, related.get(code, ())) for code, row in rows.items()]


def _entry(code: str, row: CodeRow, related: tuple[str, ...]) -> Entry:
    known = known_codes().get(code) or _Known("values", "")
    is_platform = row.extra.get("kind") == "platform"
    sender, occurs = _GROUPS.get(str(row.extra.get("group") or ""), _GROUPS[""])
    role, remedy = way_out(known.remedy)
    texts = _texts(row, known)
    number = "7-1" if is_platform else "7-2"
    zh, en = (part.format(number=number) for part in _TABLE)
    return Entry(
        code=code,
        family=PLATFORM if is_platform else BUSINESS,
        title=texts[0],
        meaning=texts[0],
        remedy=remedy,
        basis=_SEEN if code in SEEN_ONLY else (zh, en),
        responsible=role or sender,
        occurs=occurs,
        example=_receipt(code, texts[0][0]),
        others=texts[1:],
        related=related,
        unverified=code in SEEN_ONLY,
    )


def _texts(row: CodeRow, known: _Known) -> tuple[Text, ...]:
    """The texts of a code; the official table lists two codes twice with different ones."""
    english = (known.meaning_en or row.name_en or row.name_zh).split(SEVERAL)
    chinese = row.name_zh.split(SEVERAL) if len(english) > 1 else [row.name_zh]
    return tuple((zh, f"{en[:1].upper()}{en[1:]}") for zh, en in zip(chinese, english, strict=True))


def _receipt(code: str, text: str) -> str:
    said = text.replace("[*]", "[DEMO0000000001]").replace("*", "…")
    return f"<returnStatus>{code}</returnStatus>\n<returnInfo>{said}</returnInfo>"


def status_entries(rows: Mapping[str, CodeRow]) -> list[Entry]:
    """The values of returnStatus that are no refusal by code."""
    zh, en = (part.format(number="returnStatus") for part in _TABLE)
    found = []
    for code, row in rows.items():
        key, meaning = STATUSES.get(code, ("state", (row.name_zh, row.name_en or row.name_zh)))
        role, remedy = way_out(key)
        receipts = str(row.extra.get("receipts") or "")
        found.append(
            Entry(
                code=code,
                family=STATUS,
                title=(row.name_zh, f"{row.name_en[:1].upper()}{row.name_en[1:]}"),
                meaning=meaning,
                remedy=remedy,
                basis=(zh, en),
                responsible=role or "sender",
                occurs=(f"回执 {receipts}", f"receipts {receipts}"),
                example=_receipt(code, row.name_zh),
            )
        )
    return found


def info_entries(rows: Mapping[str, CodeRow]) -> list[Entry]:
    """The codes that stand inside returnInfo; customs publishes no list of them."""
    related = _related()
    found = []
    for code, row in rows.items():
        role, remedy = way_out(INFOS.get(code, "values"))
        status = str(row.extra.get("return_status") or "")
        english = row.name_en or row.name_zh
        found.append(
            Entry(
                code=code,
                family=INFO,
                title=(row.name_zh, f"{english[:1].upper()}{english[1:]}"),
                meaning=(
                    f"{row.name_zh}（returnStatus {status}）",
                    f"{english[:1].upper()}{english[1:]} (returnStatus {status})",
                ),
                remedy=remedy,
                basis=_SEEN,
                responsible=role or "sender",
                occurs=("清单回执 CEB622 的 returnInfo", "returnInfo of the receipt CEB622"),
                example=f"<returnStatus>{status}</returnStatus>\n"
                f"<returnInfo>[Code:{code};Desc:{row.name_zh}]</returnInfo>",
                related=related.get(code, ()),
                unverified=True,
            )
        )
    return found


def _related() -> dict[str, tuple[str, ...]]:
    """Official code → the rules of this platform that quote it."""
    found: dict[str, tuple[str, ...]] = {}
    for rule in rules():
        for code in official_of(rule):
            found[code] = (*found.get(code, ()), rule.code)
    return found


STATUSES: Final[Mapping[str, tuple[str, Text]]] = {
    "1": (
        "nothing",
        ("单证已暂存，尚未申报", "The document is stored and has not been declared"),
    ),
    "2": ("wait", ("电子口岸正在申报", "The electronic port is declaring it")),
    "3": ("wait", ("已发往海关，等待海关回执", "It has gone to customs; their receipt follows")),
    "4": ("resend", ("未能发往海关", "It could not be sent to customs")),
    "100": (
        "declare",
        ("海关退单，原因见 returnInfo", "Customs returned it; returnInfo says why"),
    ),
    "120": ("wait", ("已进入海关系统，等待处理", "Customs has taken it in; handling follows")),
    "300": ("wait", ("由海关人员审核", "An officer of customs reviews it")),
    "399": ("nothing", ("海关审结", "Customs has concluded it")),
    "500": ("wait", ("海关布控查验", "Customs inspects the goods")),
    "501": ("wait", ("货物被扣留，移交通关部门", "Detained and handed to clearance")),
    "502": ("wait", ("货物被扣留，移交缉私部门", "Detained and handed to anti-smuggling")),
    "503": ("wait", ("货物被扣留，移交法规部门", "Detained and handed to the legal department")),
    "505": ("wait", ("已移交其他部门处理", "Handed over to another department")),
    "599": ("wait", ("货物因其他原因被扣留", "Detained for another reason")),
    "600": ("wait", ("单证被挂起，暂停处理", "Suspended: handling pauses")),
    "700": ("nothing", ("货物退运出境", "The goods go back abroad")),
    "800": ("nothing", ("海关放行", "Released by customs")),
    "899": ("nothing", ("海关结关，手续办结", "Cleared: everything is concluded")),
}
"""returnStatus → way out, and what it means for the trader. Customs decides them all."""

INFOS: Final[Mapping[str, str]] = {
    "1200": "wait",
    "1301": "system",
    "1311": "guarantee",
    "1313": "quota",
    "1320": "inventory_or_order",
    "1322": "inventory_or_order",
    "1327": "payer",
    "1332": "paid",
    "13035": "pay_firm",
    "13127": "inventory",
    "130126": "inventory",
    "1800": "nothing",
    "2300": "nothing",
    "2600": "nothing",
}
