"""Why a signature does not hold, in words: code → Chinese, English. Codes are never reused."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from zone_portal.kernel.rules import Text

REASONS: Final[Mapping[str, Text]] = MappingProxyType(
    {
        "digest_differs": (
            "摘要不符：报文在签名后被改动过",
            "the digest differs: the message was changed after it was signed",
        ),
        "signature_differs": (
            "签名值与证书公钥不符",
            "the signature value is not the certificate's",
        ),
        "certificate_unknown": (
            "签名证书不是本企业登记的证书",
            "the certificate is not one that the enterprise registered",
        ),
        "certificate_foreign": (
            "签名证书属于另一家企业",
            "the certificate belongs to another enterprise",
        ),
        "certificate_expired": ("签名证书已过有效期", "the certificate has expired"),
        "certificate_early": ("签名证书尚未生效", "the certificate is not valid yet"),
        "certificate_revoked": ("签名证书已撤销", "the certificate was revoked here"),
        "certificate_unreadable": ("签名中的证书无法读取", "the certificate cannot be read"),
        "algorithm_unsupported": (
            "签名、摘要或规范化算法不受支持",
            "the signature, digest or canonicalisation algorithm is not supported",
        ),
        "algorithm_of_key": (
            "签名算法与证书的密钥类型不符",
            "the signature algorithm does not go with the certificate's key",
        ),
        "several_signatures": (
            "报文含有多个签名",
            "the message holds more than one signature",
        ),
        "misplaced": (
            "签名不在报文根元素之下",
            "the signature is not a child of the message's root",
        ),
        "reference_refused": (
            '签名须且只能引用整份报文（URI=""）',
            'the signature must refer to the whole message (URI=""), once',
        ),
        "transform_refused": (
            "只接受封内签名转换（enveloped-signature）",
            "no transform but enveloped-signature is accepted",
        ),
        "malformed": ("签名节点结构不完整", "the signature element is incomplete"),
        "unreadable": ("报文不能规范化", "the message cannot be canonicalised"),
        "missing": ("报文没有签名", "the message has no signature"),
    }
)


def reason_text(code: str, language: str) -> str:
    """The words for a reason; an unknown code is its own name."""
    words = REASONS.get(code)
    return code if words is None else words[0 if language.startswith("zh") else 1]
