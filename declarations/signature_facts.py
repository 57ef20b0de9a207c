"""What is known of the signature of a message that was kept, in words."""

from dataclasses import dataclass
from typing import Any

from declarations.models import SignatureCheck, Submission
from declarations.models.signatures import FAILED, MISSING, UNCHECKED, VERIFIED
from declarations.signatures.reasons import reason_text

NONE = "none"
_WORDS = {
    VERIFIED: ("验签通过：证书 {serial}（{algorithm}）", "verified by {serial} ({algorithm})"),
    FAILED: ("验签未通过：{reason}", "does not verify: {reason}"),
    MISSING: ("须签名而没有签名", "a signature was required and is missing"),
    UNCHECKED: (
        "有，已随原文保存，未验签：企业未登记证书，或此类报文不验签",
        "kept, not verified: no certificate registered, or this kind is not checked",
    ),
    NONE: ("无", "none"),
}


@dataclass(frozen=True, slots=True)
class SignatureFacts:
    """``result``: verified, failed, missing, unchecked (kept only) or none; ``reason`` a code."""

    result: str
    reason: str = ""
    algorithm: str = ""
    serial: str = ""

    def text(self, language: str) -> str:
        """The sentence shown."""
        zh, en = _WORDS[self.result]
        words = zh if language.startswith("zh") else en
        reason = reason_text(self.reason, language)
        return words.format(serial=self.serial, algorithm=self.algorithm, reason=reason)

    def public(self, language: str) -> dict[str, Any]:
        """The form of the interface."""
        return {
            "result": self.result,
            "reason": self.reason or None,
            "detail": self.text(language),
            "algorithm": self.algorithm or None,
            "serial": self.serial or None,
        }


def signature_of(row: Submission) -> SignatureFacts:
    """What became of the signature of a submission; one query at most."""
    check = SignatureCheck.objects.filter(submission_id=row.id).first()
    if check is None:
        return SignatureFacts(UNCHECKED if row.has_signature else NONE)
    return SignatureFacts(check.result, check.reason, check.algorithm, check.serial)
