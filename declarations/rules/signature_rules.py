"""The rules on the signature of a message; services check it and put the finding on each document.

The policy is in their dated settings: which kinds must be signed, which are not checked at all, by
the channel they come through. It bites only where the sender has registered a certificate, and
only in CEB XML: JSON and spreadsheets carry no signature.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from declarations.rules.field_rules import ALL_KINDS
from declarations.rules.registry import Settings
from declarations.rules.sources import EXPORT_SPEC, IMPORT_SPEC
from zone_portal.kernel.findings import Evidence, Finding, Severity
from zone_portal.kernel.rules import RULES, Parameter, Rule, Text

ELEMENT: Final = "Signature"
REQUIRED, OPTIONAL, OFF = "required", "optional", "off"
WRONG: Final = "SIG-001"
CHANGED: Final = "SIG-006"
MISSING: Final = "SIG-011"
WRONG_BY_KIND: Final[Mapping[str, tuple[str, str]]] = {
    "CEB621": ("SIG-002", "-621029"),
    "CEB623": ("SIG-003", "-623029"),
    "CEB625": ("SIG-004", "-625005"),
    "CEB311": ("SIG-005", "-301020"),
}
"""Rule and official code of a kind whose signature does not verify; ``SIG-001`` for the others."""
MISSING_BY_KIND: Final[Mapping[str, tuple[str, str]]] = {
    "CEB621": ("SIG-012", "-621026"),
    "CEB623": ("SIG-013", "-623017"),
    "CEB625": ("SIG-014", "-625028"),
}
SIGNED_BY_SPECIFICATION: Final = "CEB621 CEB623 CEB625 CEB711"
"""Kinds whose schema demands a signature (messages of 2022, section 6)."""

_BASIS: Final = f"{IMPORT_SPEC} 6 加签；{EXPORT_SPEC}"
_CHANNELS: Final = {"api": ("接口", "the API"), "page": ("网页上传", "upload on the page")}


def _policy(name: str, kinds: str, zh: str, en: str) -> dict[str, Parameter]:
    """The kinds that a policy holds for, by channel: ``required_api`` …"""
    return {
        f"{name}_{channel}": Parameter(
            kinds, (f"{words[0]}{zh}的报文类型", f"kinds {en}, through {words[1]}"), kind="codes"
        )
        for channel, words in _CHANNELS.items()
    }


def _wrong(code: str, kinds: tuple[str, ...], official: str, **parameters: Parameter) -> None:
    _enter(
        code,
        kinds,
        ("报文签名不能通过验证：{reason}", "The message's signature does not verify: {reason}"),
        (
            "请用已登记且在有效期内的证书对最终报文整体签名，签名后不要再改动或重新排版。",
            "Sign the final message as a whole with a registered certificate that is in force, and "
            "neither change nor re-format it afterwards.",
        ),
        official,
        **parameters,
    )


def _missing(code: str, kinds: tuple[str, ...], official: str, **parameters: Parameter) -> None:
    _enter(
        code,
        kinds,
        ("报文须签名而没有签名", "The message must be signed and is not"),
        (
            "本企业已登记签名证书，此类报文须签名（XML 封内签名）后报送。",
            "The enterprise has registered a certificate: messages of this kind must be signed "
            "(enveloped XML signature).",
        ),
        official,
        **parameters,
    )


def _enter(
    code: str,
    kinds: tuple[str, ...],
    title: Text,
    remedy: Text,
    official: str,
    **parameters: Parameter,
) -> None:
    RULES.add(
        Rule(
            code=code,
            title=title,
            remedy=remedy,
            basis=_BASIS,
            responsible="sender",
            kinds=kinds,
            official=official,
            parameters=parameters,
        )
    )


_wrong(
    WRONG,
    tuple(kind for kind in ALL_KINDS if kind not in WRONG_BY_KIND),
    "",
    **_policy(OFF, "", "不验签", "whose signature is not checked"),
)
for _kind, (_code, _official) in WRONG_BY_KIND.items():
    _wrong(_code, (_kind,), _official)
_enter(
    CHANGED,
    ("CEB621",),
    (
        "清单与签名时的数据不一致",
        "The inventory is not what was signed",
    ),
    (
        "报文在签名后被改动（包括空白、换行和编码）；请对最终报文重新签名。",
        "The message was changed after signing, be it in blanks, line ends or encoding. Sign the "
        "final message again.",
    ),
    "-621028",
)
_missing(
    MISSING,
    tuple(kind for kind in ALL_KINDS if kind not in MISSING_BY_KIND),
    "",
    **_policy(REQUIRED, SIGNED_BY_SPECIFICATION, "须签名", "that must be signed"),
)
for _kind, (_code, _official) in MISSING_BY_KIND.items():
    _missing(_code, (_kind,), _official)


def policy_of(settings: Settings, kind: str, channel: str) -> str:
    """What applies to a message kind in a channel: ``required``, ``optional`` or ``off``. Channels
    that have no settings of their own follow the API's."""
    name = channel if channel in _CHANNELS else "api"
    if kind in getattr(settings.parameters[WRONG], f"off_{name}"):
        return OFF
    required = kind in getattr(settings.parameters[MISSING], f"required_{name}")
    return REQUIRED if required else OPTIONAL


def findings_of(
    kind: str, reason: str, words: Text | None, settings: Settings
) -> Iterator[Finding]:
    """What each document of a message is told: ``reason`` is a code of the signatures' reasons,
    ``missing`` where there is none, ``words`` what it means."""
    code = _code_of(kind, reason)
    severity = settings.of(code)
    if severity == OFF:
        return
    shown: Severity = "warning" if severity == "warning" else "error"
    evidence = Evidence(type=kind, key={}, field=ELEMENT)
    params = {} if words is None or reason == "missing" else {"reason": words}
    yield Finding(code, shown, (evidence,), responsible="sender", params=params)


def _code_of(kind: str, reason: str) -> str:
    if reason == "missing":
        return MISSING_BY_KIND.get(kind, (MISSING, ""))[0]
    if reason == "digest_differs" and kind == "CEB621":
        return CHANGED
    return WRONG_BY_KIND.get(kind, (WRONG, ""))[0]
