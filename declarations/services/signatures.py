"""Checking the signature of a message on its way in, and keeping what came of it.

Most messages pass by at once: those that are no XML, those of kinds that need no signature and
carry none, those of enterprises that never registered a certificate.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from declarations.facts import Sender
from declarations.messages.xml_source import decode
from declarations.models.signatures import FAILED, MISSING, VERIFIED
from declarations.rules.registry import Settings
from declarations.rules.signature_rules import OFF, REQUIRED, findings_of, policy_of
from declarations.signatures.reasons import REASONS
from declarations.signatures.verifying import SignatureRefused, Stated, check_signature
from enterprises.rules.signing.keys import PublicKey
from enterprises.selectors_certificates import SigningKey, is_of_another, signing_keys
from zone_portal.kernel.findings import Finding


@dataclass(slots=True)
class Checked:
    """What became of the signature of one message; ``findings`` are told to each document."""

    result: str
    reason: str
    settings: Settings
    algorithm: str = ""
    serial: str = ""
    certificate_id: int | None = None

    def findings(self, kind: str) -> list[Finding]:
        """What is wrong, for a document of ``kind``; nothing when the signature holds."""
        if self.result == VERIFIED:
            return []
        return list(findings_of(kind, self.reason, REASONS.get(self.reason), self.settings))


def check_message(
    content: bytes,
    *,
    kind: str,
    has_signature: bool,
    by: Sender,
    settings: Settings,
    at: datetime,
) -> Checked | None:
    """Check a CEB XML message of ``kind``, or None where nothing is to be checked."""
    policy = policy_of(settings, kind, by.channel)
    if policy == OFF or not (has_signature or policy == REQUIRED):
        return None
    keys = signing_keys(by.enterprise.id)
    if not has_signature:
        begun = any(key.state(at=at) == "in_force" for key in keys)
        return Checked(MISSING, "missing", settings) if begun else None
    if not keys:
        return None
    return _verified(content, keys, Checked(FAILED, "", settings), by=by, at=at)


def _verified(
    content: bytes, keys: Sequence[SigningKey], checked: Checked, *, by: Sender, at: datetime
) -> Checked:
    def choose(stated: Stated) -> list[PublicKey]:
        checked.algorithm, checked.serial = stated.algorithm, stated.serial[:64]
        named = _named(stated, keys, enterprise_id=by.enterprise.id)
        in_force = [key for key in named if key.state(at=at) == "in_force"]
        if not in_force:
            raise SignatureRefused(f"certificate_{named[0].state(at=at)}")
        checked.certificate_id = in_force[0].id
        return [in_force[0].key]

    try:
        check_signature(decode(content).utf8, choose)
    except SignatureRefused as refused:
        checked.reason = refused.code
        return checked
    checked.result = VERIFIED
    return checked


def _named(
    stated: Stated, keys: Sequence[SigningKey], *, enterprise_id: int
) -> Sequence[SigningKey]:
    """The certificates that a signature may mean: the one it carries, the one whose serial number
    it names, or any.

    :raises SignatureRefused: ``certificate_foreign``, ``certificate_unknown``.
    """
    if stated.fingerprint:
        found = [key for key in keys if key.fingerprint == stated.fingerprint]
    elif stated.serial:
        found = [key for key in keys if key.serial == stated.serial]
    else:
        found = [key for key in keys if key.key.algorithm == stated.method_key]
    if found:
        return found
    if stated.fingerprint and is_of_another(stated.fingerprint, enterprise_id=enterprise_id):
        raise SignatureRefused("certificate_foreign")
    raise SignatureRefused("certificate_unknown")


def write_check(cursor: Any, checked: Checked, *, submission_id: int, at: datetime) -> None:
    """Keep the outcome beside its submission, in the transaction of intake."""
    cursor.execute(
        "INSERT INTO declarations_signature_check (submission_id, result, reason, algorithm, "
        "certificate_id, serial, checked_at) VALUES (%s, %s, %s, %s, %s, %s, %s)",
        [
            submission_id,
            checked.result,
            checked.reason,
            checked.algorithm,
            checked.certificate_id,
            checked.serial,
            at,
        ],
    )
