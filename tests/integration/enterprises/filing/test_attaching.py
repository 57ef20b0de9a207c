"""Files: known by their content, looked at for viruses, sealed, read on record."""

import socket
import struct
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from accounts.models import AuditEntry
from enterprises.models import Attachment
from enterprises.services.demo_values import PDF
from enterprises.services.filing import attaching, submitting
from enterprises.services.refusals import Refusal
from enterprises.viewers import viewer_for
from tests.factories.applications import AT, Applied, approved, draft, submitted
from tests.factories.officials import official
from tests.factories.users import UserFactory

pytestmark = pytest.mark.django_db

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20 + b"IEND\xaeB`\x82"
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def attach(applied: Applied, content: bytes = PDF, name: str = "执照.pdf") -> Attachment:
    return attaching.attach(field="logo", name=name, content=content, **applied.who)


def refusal(applied: Applied, content: bytes, name: str) -> Refusal:
    with pytest.raises(Refusal) as refused:
        attach(applied, content, name)
    return refused.value


def read(row: Attachment, by: object) -> tuple[str, str, bytes]:
    viewer = viewer_for(by)
    return attaching.read(attachment_id=row.pk, viewer=viewer, by=by, at=AT)  # type: ignore[arg-type]


def test_a_file_is_sealed_and_comes_back_as_it_was() -> None:
    applied = draft()
    row = attach(applied)
    assert PDF[:20] not in bytes(row.content)
    assert (row.media_type, row.size) == ("application/pdf", len(PDF))
    assert read(row, applied.by) == ("执照.pdf", "application/pdf", PDF)
    assert AuditEntry.objects.filter(action="filing.attachment_read").count() == 1


def test_a_file_that_is_not_what_its_name_says_is_refused() -> None:
    applied = draft()
    assert refusal(applied, PNG, "licence.pdf").code == "attachment_type_mismatch"
    assert refusal(applied, b"MZ\x90 programme", "licence.pdf").code == "attachment_type_unknown"
    assert refusal(applied, PDF[:30], "cut.pdf").code == "attachment_type_unknown"
    assert refusal(applied, b"", "empty.pdf").code == "attachment_empty"


def test_fifty_megabytes_are_refused_with_the_limit() -> None:
    refused = refusal(draft(), b"%PDF-" + b"0" * (50 * 1024 * 1024), "large.pdf")
    assert (refused.code, refused.status) == ("attachment_too_large", 413)
    assert "20 MB" in refused.text("zh")


def test_a_path_in_the_name_is_no_path() -> None:
    assert attach(draft(), name="..\\..\\etc\\passwd.pdf").name == "passwd.pdf"


def test_the_same_file_twice_is_kept_once_and_the_eleventh_is_refused() -> None:
    applied = draft()
    assert attach(applied).pk == attach(applied).pk
    for number in range(9):
        attach(applied, PDF + bytes([number]))
    assert refusal(applied, PDF + b"more", "a.pdf").code == "too_many_attachments"


def test_a_paper_nobody_asked_for_is_refused() -> None:
    with pytest.raises(Refusal) as refused:
        attaching.attach(field="diary", name="a.pdf", content=PDF, **draft().who)
    assert refused.value.code == "attachment_field_unknown"


def test_without_a_scanner_a_file_is_called_unscanned(settings: pytest.FixtureRequest) -> None:
    settings.PORTAL_DEMO = False  # type: ignore[attr-defined]
    row = attach(draft())
    assert (row.scan, row.scanner) == ("unscanned", "")


def test_the_demo_scanner_knows_the_test_file_and_claims_nothing_else() -> None:
    applied = draft()
    assert attach(applied).scan == "unscanned"
    infected = PDF.replace(b"<</Root", EICAR + b"<</Root")
    assert refusal(applied, infected, "v.pdf").code == "attachment_infected"
    assert AuditEntry.objects.filter(action="filing.attachment_infected").exists()
    assert applied.again().attachments.filter(field="logo").count() == 1


@pytest.fixture
def clamd(tmp_path: Path) -> Iterator[tuple[str, list[bytes]]]:
    """A server that speaks clamd's INSTREAM and finds EICAR."""
    address, seen = str(tmp_path / "clamd.sock"), list[bytes]()
    server = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    server.bind(address)
    server.listen()

    def serve() -> None:
        while True:
            try:
                connection, _ = server.accept()
            except OSError:
                return
            with connection, connection.makefile("rb") as stream:
                assert stream.read(10) == b"zINSTREAM\0"
                content = b""
                while size := struct.unpack("!L", stream.read(4))[0]:
                    content += stream.read(size)
                seen.append(content)
                found = b"EICAR" in content
                connection.sendall(b"stream: Eicar FOUND\0" if found else b"stream: OK\0")

    threading.Thread(target=serve, daemon=True).start()
    yield address, seen
    server.close()


def test_clamd_is_asked_over_its_socket(
    clamd: tuple[str, list[bytes]], settings: pytest.FixtureRequest
) -> None:
    address, seen = clamd
    settings.VIRUS_SCANNER = address  # type: ignore[attr-defined]
    content = PDF.replace(b"1 0 obj", b"% " + b"x" * 200_000 + b"\n1 0 obj")
    row = attach(draft(), content)
    assert (row.scan, row.scanner) == ("clean", "clamd")
    assert content in seen
    assert refusal(draft(number=2), PDF + EICAR + b"%%EOF", "v.pdf").code == "attachment_infected"


def test_a_scanner_that_does_not_answer_keeps_the_file_out(
    settings: pytest.FixtureRequest, tmp_path: Path
) -> None:
    applied = draft()
    settings.VIRUS_SCANNER = str(tmp_path / "nobody.sock")  # type: ignore[attr-defined]
    refused = refusal(applied, PDF, "a.pdf")
    assert (refused.code, refused.status) == ("scanner_unavailable", 503)


def test_a_removed_file_stays_for_the_version_that_names_it() -> None:
    applied = draft()
    row = attach(applied)
    gone: dict[str, Any] = {
        "attachment_id": row.pk,
        "viewer": applied.viewer,
        "by": applied.by,
        "at": AT,
    }
    attaching.remove(**gone)
    assert not Attachment.objects.filter(pk=row.pk).exists()
    named = applied.again().attachments.get(field="licence")
    submitting.submit(**applied.who)
    submitting.withdraw(**applied.who)
    attaching.remove(**{**gone, "attachment_id": named.pk})
    named.refresh_from_db()
    assert named.removed_at == AT


def test_what_was_submitted_cannot_be_swapped() -> None:
    applied = submitted()
    assert refusal(applied, PDF, "a.pdf").code == "filing_not_open"


def test_officials_read_what_is_meant_for_them_and_strangers_nothing() -> None:
    applied = approved(["site"])
    paper = applied.filing.attachments.get(field="site_equipment")
    assert read(paper, official("customs"))[2] == PDF
    with pytest.raises(Refusal) as refused:
        read(paper, official("tax"))
    assert refused.value.status == 404
    with pytest.raises(Refusal):
        read(paper, UserFactory.create())


def test_a_draft_paper_is_nobodys_business() -> None:
    paper = draft().filing.attachments.get(field="licence")
    with pytest.raises(Refusal) as refused:
        read(paper, official())
    assert refused.value.code == "filing_unknown"
