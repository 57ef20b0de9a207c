"""Signing certificates of enterprises: registered by who proves to hold the key, and revoked."""

import base64
import binascii
from datetime import datetime
from typing import Final

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from accounts.services import audit
from accounts.services.audit import Actor
from enterprises.models import Enterprise, SigningCertificate
from enterprises.rules.signing.keys import (
    SM2,
    CertificateRead,
    CertificateUnreadable,
    read_certificate,
)
from enterprises.selectors_certificates import (
    certificates_to_remind_of,
    forget_signing_keys,
    is_of_another,
)
from enterprises.services.notices import notify_members
from enterprises.services.refusals import Refusal
from enterprises.services.rights import ADMINISTRATOR, lock_people, must_administer

ON_TYPE: Final = "enterprises.signingcertificate"
LINK: Final = "/certificates/"
_UNREADABLE: Final = {
    "unreadable": (
        "无法读取证书：请提供 PEM 或 base64 编码的 X.509 证书",
        "this is no X.509 certificate in PEM or base64",
    ),
    "key_unsupported": (
        "证书的密钥既不是 RSA 也不是 SM2，不受支持",
        "the key of the certificate is neither RSA nor SM2",
    ),
    "key_short": (
        "RSA 密钥不足 1024 位，不能使用",
        "the RSA key is shorter than 1024 bits",
    ),
}


def proof_text(code: str, fingerprint: str) -> str:
    """What an enterprise signs to show that a certificate's key is its own: the text names both, so
    that the signature serves nobody else."""
    return f"zone-portal certificate {code} {fingerprint}"


@transaction.atomic
def register_certificate(
    *, enterprise_id: int, certificate: str, proof: str, by: Actor, at: datetime, origin: str = ""
) -> SigningCertificate:
    """Bind a certificate to the enterprise, from now on.

    ``proof`` is the base64 signature of ``proof_text`` by the certificate's key: RSA over SHA-256
    or SHA-1, SM2 over SM3.

    :raises Refusal: ``administrator_needed``; 422 ``certificate_unreadable``,
        ``certificate_key_unsupported``, ``certificate_key_short``, ``certificate_expired``,
        ``certificate_proof_missing``, ``certificate_proof_wrong`` (details: the text to sign); 409
        ``certificate_known``, ``certificate_revoked``, ``certificate_of_another``,
        ``certificates_too_many``.
    """
    enterprise = lock_people(enterprise_id)
    must_administer(enterprise_id, by=by)
    read = _read(certificate)
    _check_known(enterprise, read)
    if read.valid_to <= at:
        raise Refusal(
            "certificate_expired",
            422,
            f"证书已于 {timezone.localtime(read.valid_to):%Y-%m-%d} 过期",
            f"the certificate expired on {timezone.localtime(read.valid_to):%Y-%m-%d}",
        )
    _check_proof(enterprise, read, proof)
    row = SigningCertificate(
        enterprise=enterprise,
        pem=read.pem,
        serial=read.serial[:64],
        subject=read.subject[:500],
        issuer=read.issuer[:500],
        algorithm=read.key.algorithm,
        bits=read.key.bits,
        fingerprint=read.fingerprint,
        valid_from=read.valid_from,
        valid_to=read.valid_to,
        registered_at=at,
        registered_by=by if isinstance(by, User) else None,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise _of_another() from error
    new = {"serial": row.serial, "fingerprint": row.fingerprint, "enterprise": enterprise.code}
    audit.record(
        "certificate.registered", by=by, on=(ON_TYPE, str(row.pk)), new=new, at=at, origin=origin
    )
    transaction.on_commit(forget_signing_keys)
    return row


@transaction.atomic
def revoke_certificate(
    *, enterprise_id: int, certificate_id: int, by: Actor, at: datetime, origin: str = ""
) -> SigningCertificate:
    """End a certificate for good: signatures that come later do not hold. A revoked one stays as
    it is.

    :raises Refusal: ``administrator_needed``, ``certificate_unknown``.
    """
    lock_people(enterprise_id)
    must_administer(enterprise_id, by=by)
    rows = SigningCertificate.objects.select_for_update()
    row: SigningCertificate | None = rows.filter(
        id=certificate_id, enterprise_id=enterprise_id
    ).first()
    if row is None:
        raise Refusal("certificate_unknown", 404, "没有这张证书", "there is no such certificate")
    if row.revoked_at is None:
        row.revoked_at = at
        row.save(update_fields=["revoked_at"])
        new = {"serial": row.serial}
        audit.record(
            "certificate.revoked", by=by, on=(ON_TYPE, str(row.pk)), new=new, at=at, origin=origin
        )
        transaction.on_commit(forget_signing_keys)
    return row


@transaction.atomic
def remind_of_certificates(*, at: datetime) -> int:
    """Tell administrators, once, of each certificate that expires soon; returns how many."""
    rows = list(certificates_to_remind_of(at=at).select_for_update(skip_locked=True))
    for row in rows:
        day = timezone.localtime(row.valid_to)
        notify_members(
            row.enterprise_id,
            [ADMINISTRATOR],
            kind="certificate_ending",
            zh=f"签名证书 {row.serial} 将于 {day:%Y-%m-%d} 到期，请登记新证书。",
            en=f"The signing certificate {row.serial} expires on {day:%Y-%m-%d}. Register a new "
            "one.",
            link=LINK,
            at=at,
        )
    SigningCertificate.objects.filter(id__in=[row.pk for row in rows]).update(reminded_at=at)
    return len(rows)


def _read(certificate: str) -> CertificateRead:
    try:
        return read_certificate(certificate)
    except CertificateUnreadable as error:
        raise Refusal(f"certificate_{error.code}", 422, *_UNREADABLE[error.code]) from error


def _check_known(enterprise: Enterprise, read: CertificateRead) -> None:
    known = SigningCertificate.objects.filter(enterprise=enterprise)
    same = known.filter(fingerprint=read.fingerprint).first()
    if same is not None and same.revoked_at is not None:
        raise Refusal(
            "certificate_revoked",
            409,
            "该证书已在本平台撤销，不能再次登记",
            "this certificate was revoked here and cannot be registered again",
        )
    if same is not None:
        raise Refusal(
            "certificate_known", 409, "该证书已经登记", "this certificate is registered already"
        )
    if is_of_another(read.fingerprint, enterprise_id=enterprise.pk):
        raise _of_another()
    if known.filter(revoked_at__isnull=True).count() >= settings.CERTIFICATES_MOST:
        most = settings.CERTIFICATES_MOST
        raise Refusal(
            "certificates_too_many",
            409,
            f"有效证书已达 {most} 张，请先撤销不用的证书",
            f"{most} certificates are in force; revoke those that are not used",
        )


def _of_another() -> Refusal:
    return Refusal(
        "certificate_of_another",
        409,
        "该证书已由另一家企业登记",
        "another enterprise has registered this certificate",
    )


def _check_proof(enterprise: Enterprise, read: CertificateRead, proof: str) -> None:
    text = proof_text(enterprise.code, read.fingerprint)
    details = {"text": text, "algorithm": read.key.algorithm}
    if not proof.strip():
        raise Refusal(
            "certificate_proof_missing",
            422,
            "请用该证书的私钥对给出的文本签名，并提交签名值（base64），以证明私钥由本企业持有",
            "sign the text given with the certificate's private key and hand in the signature "
            "(base64): it shows that the key is yours",
            details=details,
        )
    digests = ("sm3",) if read.key.algorithm == SM2 else ("sha256", "sha1")
    try:
        value = base64.b64decode("".join(proof.split()), validate=True)
    except (binascii.Error, ValueError):
        value = b""
    if not any(read.key.verify(text.encode(), value, digest) for digest in digests):
        raise Refusal(
            "certificate_proof_wrong",
            422,
            "签名值与证书不符：请确认签名的是给出的文本（UTF-8，不含换行）",
            "the signature is not the certificate's over the text given (UTF-8, no line break)",
            details=details,
        )
