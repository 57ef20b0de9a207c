"""Looking for viruses: clamd where one is configured; without one, files are called unscanned.

In a demo a stand-in recognises the harmless EICAR test file and nothing else, and says so.
"""

import socket
import struct
from typing import Final, NamedTuple

from django.conf import settings

from enterprises.services.refusals import Refusal

CLEAN: Final = "clean"
INFECTED: Final = "infected"
UNSCANNED: Final = "unscanned"

EICAR: Final = b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE"
DEMO_SCANNER: Final = "演示扫描程序(仅识别EICAR)"
NO_SCANNER: Final = ""
CLAMD: Final = "clamd"

TIMEOUT_SECONDS: Final = 30
CHUNK: Final = 1 << 16
LONGEST_ANSWER: Final = 4096


class Scan(NamedTuple):
    """The result (``clean``, ``infected`` or ``unscanned``) and which program gave it."""

    result: str
    scanner: str


def scan(content: bytes) -> Scan:
    """What the configured scanner says of a file.

    :raises Refusal: 503 ``scanner_unavailable`` when one is configured and does not answer: a
        file is never taken for clean because nobody looked.
    """
    if settings.VIRUS_SCANNER:
        return _ask_clamd(settings.VIRUS_SCANNER, content)
    if settings.PORTAL_DEMO:
        return Scan(INFECTED if EICAR in content else UNSCANNED, DEMO_SCANNER)
    return Scan(UNSCANNED, NO_SCANNER)


def _ask_clamd(address: str, content: bytes) -> Scan:
    """Send the file by clamd's INSTREAM: chunks with their length before them, zero at the end."""
    try:
        with _connect(address) as connection:
            connection.sendall(b"zINSTREAM\0")
            for start in range(0, len(content), CHUNK):
                piece = content[start : start + CHUNK]
                connection.sendall(struct.pack("!L", len(piece)) + piece)
            connection.sendall(struct.pack("!L", 0))
            said = _answer(connection)
    except OSError as error:
        raise _unavailable() from error
    if said.endswith("FOUND"):
        return Scan(INFECTED, CLAMD)
    if said.endswith("OK"):
        return Scan(CLEAN, CLAMD)
    raise _unavailable()


def _connect(address: str) -> socket.socket:
    """``/run/clamav/clamd.ctl`` is a local socket, ``host:3310`` a server."""
    if address.startswith("/"):
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(TIMEOUT_SECONDS)
        connection.connect(address)
        return connection
    host, _, port = address.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=TIMEOUT_SECONDS)


def _answer(connection: socket.socket) -> str:
    said = b""
    while not said.endswith(b"\0") and len(said) < LONGEST_ANSWER:
        piece = connection.recv(LONGEST_ANSWER)
        if not piece:
            break
        said += piece
    return said.rstrip(b"\0\n ").decode("utf-8", "replace")


def _unavailable() -> Refusal:
    return Refusal(
        "scanner_unavailable",
        503,
        "病毒扫描服务暂不可用，文件未保存，请稍后重新上传。",
        "The virus scanner does not answer; the file was not kept. Upload it again in a moment.",
    )
