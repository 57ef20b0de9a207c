"""The package in which a case is handed over: a ZIP whose manifest is signed. Pure.

``manifest.json`` names every file with its SHA-256; ``signature.jwt`` is an ES256 token over the
manifest's SHA-256, which anybody checks with the portal's published keys. A package is whole when
every named file is there, unchanged, and nothing else.
"""

import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import jwt

MANIFEST: Final = "manifest.json"
SIGNATURE: Final = "signature.jwt"
README: Final = "README.txt"
ALGORITHM: Final = "ES256"
EPOCH: Final = (1980, 1, 1, 0, 0, 0)
MOST_BYTES: Final = 64 * 1024 * 1024

Sign = Callable[[Mapping[str, Any]], str]
"""Claims as a signed token."""

HOW_TO_CHECK: Final = """\
本移交材料由跨境电子商务综合试验区线上综合服务平台生成。
1. manifest.json 列出每个文件及其 SHA-256，逐一核对；不得有多余或缺少的文件。
2. signature.jwt 为 ES256 签名（RFC 7519），其 sha256 为 manifest.json 的 SHA-256。
3. 公钥见平台公开地址 /api/v1/keys/（按 kid 选取）。

This package was made by the online platform of a cross-border e-commerce pilot zone.
1. manifest.json names every file with its SHA-256: check each; none may be missing or added.
2. signature.jwt is an ES256 token (RFC 7519); its sha256 is the SHA-256 of manifest.json.
3. The public keys are published at /api/v1/keys/ (choose by kid).
"""


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found: ``problems`` is empty for a whole, genuine package; ``claims`` are what
    the signature says."""

    problems: tuple[str, ...]
    claims: Mapping[str, Any]


def packed(parts: Mapping[str, Any], about: Mapping[str, Any], *, sign: Sign) -> bytes:
    """The package of these parts (name without ending → JSON value). ``about`` goes into manifest
    and signature; the same parts and claims give the same files."""
    files = {f"{name}.json": _json(value) for name, value in parts.items()}
    files[README] = HOW_TO_CHECK.encode()
    manifest = _json(
        {
            **about,
            "files": [
                {"name": name, "sha256": _digest(content), "bytes": len(content)}
                for name, content in sorted(files.items())
            ],
        }
    )
    files[MANIFEST] = manifest
    files[SIGNATURE] = sign({**about, "sha256": _digest(manifest)}).encode()
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(files.items()):
            archive.writestr(zipfile.ZipInfo(name, EPOCH), content)
    return buffer.getvalue()


def checked(package: bytes, keys: Mapping[str, Any]) -> Checked:
    """Whether a package is whole and genuine, by a JSON Web Key Set (RFC 7517)."""
    try:
        with zipfile.ZipFile(io.BytesIO(package)) as archive:
            if sum(info.file_size for info in archive.infolist()) > MOST_BYTES:
                return Checked(("too_large",), {})
            files = {name: archive.read(name) for name in archive.namelist()}
    except zipfile.BadZipFile:
        return Checked(("unreadable",), {})
    if MANIFEST not in files or SIGNATURE not in files:
        return Checked(("incomplete",), {})
    claims = _claims(files[SIGNATURE].decode(errors="replace"), keys)
    problems = [] if claims is not None else ["signature"]
    if claims is not None and claims.get("sha256") != _digest(files[MANIFEST]):
        problems.append("manifest")
    problems += _differences(files)
    return Checked(tuple(problems), claims or {})


def _differences(files: Mapping[str, bytes]) -> list[str]:
    try:
        named = {row["name"]: row["sha256"] for row in json.loads(files[MANIFEST])["files"]}
    except (ValueError, KeyError, TypeError):
        return ["manifest"]
    present = files.keys() - {MANIFEST, SIGNATURE}
    changed = [name for name in named if name in files and _digest(files[name]) != named[name]]
    return [
        *(f"changed:{name}" for name in sorted(changed)),
        *(f"missing:{name}" for name in sorted(named.keys() - present)),
        *(f"added:{name}" for name in sorted(present - named.keys())),
    ]


def _claims(token: str, keys: Mapping[str, Any]) -> dict[str, Any] | None:
    try:
        kid = jwt.get_unverified_header(token).get("kid")
        known = next((key for key in keys["keys"] if key.get("kid") == kid), None)
        if known is None:
            return None
        key = jwt.PyJWK.from_dict(known).key
        return jwt.decode(
            token, key, algorithms=[ALGORITHM], options={"verify_aud": False, "verify_iat": False}
        )
    except jwt.PyJWTError:
        return None


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True).encode()


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
