"""Signing the messages that the portal itself sends, with a key file in the key folder.

``signing.pem`` holds an RSA key and its certificate; ``signing-sm2.json`` an SM2 key (``private``,
``serial``, ``certificate``: hexadecimal, hexadecimal, base64 of DER), read only where SIGNING_SM2
allows it, because that arithmetic is not constant in time. A demo without either makes a key of its
own, which says DEMO in its name; elsewhere a message cannot be signed without a key.
"""

import base64
from pathlib import Path
from typing import Final

import msgspec
from django.conf import settings
from django.utils import timezone
from lxml import etree

from declarations.messages.catalogue import KINDS
from declarations.messages.kinds import NAMESPACE
from declarations.messages.xml_source import parse
from declarations.signatures.signing import Signer, Sm2Signer, demo_signer, rsa_signer_of
from zone_portal.kernel.errors import PortalError

RSA_FILE: Final = "signing.pem"
SM2_FILE: Final = "signing-sm2.json"


class _Sm2File(msgspec.Struct):
    """The key file of an SM2 key."""

    private: str
    serial: str
    certificate: str = ""


class SigningKeyMissing(PortalError):
    """There is no key to sign with."""

    status = 503

    def __init__(self) -> None:
        super().__init__(
            "signing_key_missing",
            zh="未配置签名密钥，不能对报文签名。",
            en="No signing key is configured; the message cannot be signed.",
        )


class SigningKeyUnusable(PortalError):
    """There is a key file, but no key can be read from it."""

    status = 503

    def __init__(self, reason: str) -> None:
        super().__init__(
            "signing_key_unusable",
            f"signing key unusable: {reason}",
            zh="签名密钥文件无法使用，不能对报文签名。",
            en="The file of the signing key cannot be used; the message cannot be signed.",
        )


def sign_message(xml: bytes) -> bytes:
    """A CEB message with the portal's signature in its place; everything else stays as it is.

    :raises SigningKeyMissing: without a key file, unless this is a demo.
    """
    return signed_by(xml, portal_signer())


def signed_by(xml: bytes, signer: Signer) -> bytes:
    """A CEB message signed by ``signer``: after everything else, in exports before ExtendMessage.

    :raises UnreadableMessage: for what is no XML.
    """
    root = parse(xml)
    signature = signer.sign(root)
    kind = KINDS.get(etree.QName(root).localname.removesuffix("Message"))
    extension = root.find(f"{{{NAMESPACE}}}ExtendMessage")
    if kind is not None and kind.direction == "export" and extension is not None:
        extension.addprevious(signature)
    else:
        root.append(signature)
    signed: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return signed


def portal_signer() -> Signer:
    """Whoever signs for the portal.

    :raises SigningKeyMissing: without a key file, unless this is a demo.
    """
    folder = Path(settings.PORTAL_KEY_DIR)
    sm2_file = folder / SM2_FILE
    if settings.SIGNING_SM2 and sm2_file.exists():
        found = msgspec.json.decode(sm2_file.read_bytes(), type=_Sm2File)
        der = base64.b64decode(found.certificate)
        return Sm2Signer(int(found.private, 16), found.serial, der)
    if (folder / RSA_FILE).exists():
        return rsa_signer_of((folder / RSA_FILE).read_bytes())
    if not settings.PORTAL_DEMO:
        raise SigningKeyMissing
    return demo_signer(folder, at=timezone.now())


def configured_signer() -> Signer | None:
    """Whoever signs for the portal; None where nobody was given a key, messages go unsigned then.

    :raises SigningKeyUnusable: for a key file that cannot be read.
    """
    try:
        return portal_signer()
    except SigningKeyMissing:
        return None
    except (OSError, ValueError, TypeError, msgspec.DecodeError) as error:
        raise SigningKeyUnusable(type(error).__name__) from error
