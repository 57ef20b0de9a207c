"""What the catalogue says of one code."""

from dataclasses import dataclass
from typing import Final

from zone_portal.kernel.rules import Text

RULE: Final = "rule"
PROBLEM: Final = "problem"
BUSINESS: Final = "business"
PLATFORM: Final = "platform"
STATUS: Final = "status"
INFO: Final = "info"
PAYMENT_DATA: Final = "payment_data"
SIGNATURE: Final = "signature"
ROW: Final = "row"

FAMILIES: Final[dict[str, Text]] = {
    RULE: ("检查与对碰规则", "Checks and matching"),
    PROBLEM: ("接口与页面的拒绝", "Refusals of interface and pages"),
    STATUS: ("回执状态 returnStatus", "Receipt status (returnStatus)"),
    BUSINESS: ("海关业务异常代码", "Customs: business codes"),
    INFO: ("回执信息代码 returnInfo", "Codes in returnInfo"),
    PLATFORM: ("交换平台异常代码", "Exchange platform codes"),
    PAYMENT_DATA: ("支付原始数据的应答（179）", "Answers about raw payment data (179)"),
    SIGNATURE: ("签名不成立的原因", "Why a signature does not hold"),
    ROW: ("文件和表单的逐项错误", "Errors of rows and forms, one by one"),
}
"""In the order of the page."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One code: what it means, who says so and on which law, an example, and the way out.

    ``title`` is the text that goes with the code; an official code may have ``others`` beside it.
    ``responsible`` is a role, empty for whoever sent it; ``occurs`` says where it is met;
    ``related`` are codes of rules that quote it, or the official one that a rule quotes;
    ``unverified`` says that no official table lists it.
    """

    code: str
    family: str
    title: Text
    meaning: Text
    remedy: Text
    basis: Text
    responsible: str
    occurs: Text
    example: str
    others: tuple[Text, ...] = ()
    related: tuple[str, ...] = ()
    unverified: bool = False

    def matches(self, words: str) -> bool:
        """Whether all words stand in the code or in one of its texts, whatever their case."""
        texts = (self.title, self.meaning, self.remedy, self.basis, *self.others)
        found = " ".join((self.code, *(part for text in texts for part in text))).casefold()
        return all(word in found for word in words.casefold().split())
