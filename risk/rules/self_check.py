"""What a firm is told of its own risks, over the plans' five types. Pure.

Only what the firm may know anyway is gathered: findings in its own documents, that a declaration
was selected, complaints and notices that were handed to it, its own terms, public warnings. No
score, no rule, no threshold, no reason of a lane, no case: those are internal, and some (money
laundering) must not become known to whom they concern.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from risk.rules.types import AREAS, FINANCE, MARKET, SAFETY, TECHNICAL, TRADE
from zone_portal.kernel.rules import Text

CLEAN: Final = "clean"
NOTICE: Final = "notice"
ATTENTION: Final = "attention"
STATES: Final[Mapping[str, Text]] = MappingProxyType(
    {
        CLEAN: ("未见问题", "Nothing found"),
        NOTICE: ("请留意", "Take note"),
        ATTENTION: ("需要处理", "To be put right"),
    }
)

WARNINGS: Final = "warnings"
DOCUMENTS: Final = "documents"
SELECTED: Final = "selected"
COMPLAINTS: Final = "complaints"
RIGHTS: Final = "rights_notices"
CONFIRMED: Final = "confirmed_risks"
PAYMENTS: Final = "payment_documents"
BILLS: Final = "overdue_bills"
SIGNATURES: Final = "bad_signatures"
CERTIFICATES: Final = "ending_certificates"
RECALLS: Final = "recalls"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that is looked at: to which type it belongs, what it is called, what to do about
    it, and whether it must be put right or is only to be noted."""

    code: str
    area: str
    title: Text
    advice: Text
    state: str = ATTENTION


CHECKS: Final[Mapping[str, Check]] = MappingProxyType(
    {
        check.code: check
        for check in (
            Check(
                WARNINGS,
                MARKET,
                ("出口市场的海外风险预警", "Warnings for your export markets"),
                (
                    "发货前核对买家资信和当地要求，必要时投保或缩短账期。",
                    "Check buyers and local demands before shipping; insure or shorten terms.",
                ),
                NOTICE,
            ),
            Check(
                DOCUMENTS,
                TRADE,
                ("本企业单证有待更正的问题", "Findings in your documents to be put right"),
                (
                    "按每项更正任务的说明改正后重新报送。",
                    "Correct what each repair task names and send again.",
                ),
            ),
            Check(
                SELECTED,
                TRADE,
                (
                    "清单被选为查验或审单",
                    "Declarations selected for inspection or document check",
                ),
                (
                    "可能是随机抽取。备好合同、发票、支付和物流的原始记录，配合海关。",
                    "It may be by chance. Have contracts, invoices, records of payment and "
                    "transport ready for customs.",
                ),
                NOTICE,
            ),
            Check(
                COMPLAINTS,
                TRADE,
                ("待本企业答复的投诉", "Complaints that wait for your answer"),
                (
                    "在期限内答复，能和解的尽快和解。",
                    "Answer in time, and settle where you can.",
                ),
            ),
            Check(
                RIGHTS,
                TRADE,
                ("待本企业声明的侵权通知", "Notices of infringement that wait for you"),
                (
                    "核对品牌授权；有授权的提交不侵权声明，没有的停止销售。",
                    "Check your authorisation: send a counter-notice, or stop selling.",
                ),
            ),
            Check(
                CONFIRMED,
                TRADE,
                ("一年内经核查属实的风险记录", "Risks confirmed within a year"),
                (
                    "在信用档案中查看事由，整改后可申请信用修复。",
                    "See the cause in your credit file; after mending it you may ask for repair.",
                ),
            ),
            Check(
                PAYMENTS,
                FINANCE,
                ("支付单据有待更正的问题", "Findings in payment documents to be put right"),
                (
                    "核对支付人、金额、币种和交易流水后更正。",
                    "Check payer, amount, currency and transaction, then correct them.",
                ),
            ),
            Check(
                BILLS,
                FINANCE,
                ("逾期未缴的税单", "Tax bills that are overdue"),
                ("尽快缴纳，逾期按日加收滞纳金。", "Pay soon: a late fee is added by day."),
            ),
            Check(
                SIGNATURES,
                TECHNICAL,
                ("验签失败的报文", "Messages whose signature failed"),
                (
                    "检查签名程序和证书；确认私钥没有外泄。",
                    "Check the signing program and the certificate; make sure that the private key "
                    "is safe.",
                ),
            ),
            Check(
                CERTIFICATES,
                TECHNICAL,
                ("即将到期或已到期的签名证书", "Signing certificates that end or ended"),
                ("登记新证书并切换签名程序。", "Register a new certificate and change over to it."),
            ),
            Check(
                RECALLS,
                SAFETY,
                ("进行中的召回与不合格", "Recalls and failed tests under way"),
                (
                    "停止销售涉及批次，召回已售商品并登记进度。",
                    "Stop selling these batches, take back what was sold, and enter how far it is.",
                ),
            ),
        )
    }
)


@dataclass(frozen=True, slots=True)
class Area:
    """One of the five types: its state, and what was found with how many."""

    code: str
    state: str
    found: tuple[tuple[Check, int], ...]


def areas_of(counts: Mapping[str, int]) -> list[Area]:
    """The five types in their order, from what was counted by code of the check."""
    return [_area(area, counts) for area in AREAS]


def _area(area: str, counts: Mapping[str, int]) -> Area:
    found = tuple(
        (check, counts[code])
        for code, check in CHECKS.items()
        if check.area == area and counts.get(code, 0) > 0
    )
    return Area(area, _worst(check.state for check, _ in found), found)


def _worst(states: Iterable[str]) -> str:
    given = set(states)
    return next((state for state in (ATTENTION, NOTICE) if state in given), CLEAN)
