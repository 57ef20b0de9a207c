"""Files of articles: kept sealed with a draft, fixed with it, given to anybody once published."""

import hashlib
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from accounts.models import AuditEntry
from enterprises.services.filing.scanning import EICAR
from risk.models import Article, ArticleFile
from risk.services.column import articles, files
from tests.builders.goods import PAPER
from tests.factories.members import MemberFactory
from tests.factories.officials import official
from tests.factories.risk_column import drafted
from tests.factories.supervision import deed, refused_as

pytestmark = pytest.mark.django_db


def attach(row: Article, by: Any, content: bytes = PAPER, name: str = "报告.pdf") -> ArticleFile:
    return files.attach(article_id=row.pk, name=name, content=content, **deed(by))


def test_a_file_is_looked_at_sealed_kept_once_and_fixed_with_the_article() -> None:
    writer = official("commerce", "supervisor")
    row = drafted(writer)
    kept = attach(row, writer, name="C:\\papers\\报告.pdf")
    assert attach(row, writer).pk == kept.pk
    assert (kept.name, kept.media_type, kept.size) == ("报告.pdf", "application/pdf", len(PAPER))
    assert kept.sha256 == hashlib.sha256(PAPER).hexdigest()
    assert PAPER not in bytes(ArticleFile.objects.get().content)
    for wrong, content, name in (
        ("attachment_empty", b"", "a.pdf"),
        ("attachment_type_unknown", b"MZ\x90", "a.exe"),
        ("attachment_type_mismatch", PAPER, "a.png"),
    ):
        with refused_as(wrong):
            attach(row, writer, content, name)
    with refused_as("risk_matter_unknown"):
        attach(row, official("customs", "supervisor"))
    given: dict[str, Any] = {"article_id": row.pk, "file_id": kept.pk}
    assert files.read(**given, **deed(writer))[2] == PAPER
    assert AuditEntry.objects.filter(action="risk_article.file_read").count() == 1

    articles.propose_article(article_id=row.pk, version=row.version, **deed(writer))
    with refused_as("risk_article_fixed"):
        attach(row, writer, PAPER + b"\n")
    with refused_as("risk_article_fixed"):
        files.remove(**given, **deed(writer))


def test_an_infected_file_is_not_kept_but_on_record(settings: Any) -> None:
    settings.PORTAL_DEMO = True
    writer = official("commerce", "supervisor")
    row = drafted(writer)
    with refused_as("attachment_infected"):
        attach(row, writer, PAPER.replace(b"%%EOF", EICAR + b"\n%%EOF"))
    assert not ArticleFile.objects.exists()
    assert AuditEntry.objects.filter(action="risk_article.file_infected").count() == 1


def test_there_is_a_most_of_files(settings: Any) -> None:
    writer = official("commerce", "supervisor")
    row = drafted(writer)
    for number in range(files.MOST_FILES):
        attach(row, writer, PAPER.replace(b"1 0 obj", b"%d 0 obj" % (number + 2)))
    with refused_as("too_many_attachments"):
        attach(row, writer)
    settings.FILING_ATTACHMENT_BYTES = 10
    with refused_as("attachment_too_large"):
        attach(row, writer)


def test_pages_take_a_file_show_its_digest_and_give_it_to_anybody_once_published(
    client: Client,
) -> None:
    today = timezone.localdate()
    writer, second = official("zone", "reviewer"), official("zone", "supervisor")
    row = drafted(writer, from_date=today, until_date=today + timedelta(days=9))
    page = f"/risk/articles/{row.pk}/"
    client.force_login(writer)
    wrong = client.post(f"{page}files/", {"file": upload(b"text", "a.pdf")})
    assert (wrong.status_code, "a.pdf" in wrong.content.decode()) == (415, True)
    assert client.post(f"{page}files/").status_code == 422
    assert client.post(f"{page}files/", {"file": upload(PAPER, "报告.pdf")}).status_code == 302
    (kept,) = ArticleFile.objects.all()
    assert kept.sha256 in client.get(page).content.decode()
    assert client.get(f"{page}files/{kept.pk}/").content == PAPER
    public = f"/risk/column/{row.number}/files/{kept.pk}/"
    assert Client().get(public).status_code == 404
    stranger = Client()
    stranger.force_login(MemberFactory.create().user)
    assert stranger.get(f"{page}files/{kept.pk}/").status_code == 404
    assert stranger.post(f"{page}files/{kept.pk}/remove/").status_code == 404

    row.refresh_from_db()
    articles.propose_article(article_id=row.pk, version=row.version, **now(writer))
    row.refresh_from_db()
    articles.publish_article(article_id=row.pk, version=row.version, **now(second))
    given = Client().get(public)
    assert (given.content, given["X-Content-Type-Options"]) == (PAPER, "nosniff")
    assert given["Content-Disposition"].startswith("attachment")
    assert kept.sha256 in Client().get(f"/risk/column/{row.number}/").content.decode()
    (shown,) = Client().get("/api/v1/risk/column/").json()["results"]
    (file,) = shown["files"]
    api = f"/api/v1/risk/column/{row.number}/files/{file['id']}/"
    assert (file["sha256"], Client().get(api).content) == (kept.sha256, PAPER)

    row.refresh_from_db()
    why = "来源已更正，原信息不再成立。"
    articles.withdraw_article(article_id=row.pk, version=row.version, reasons=why, **now(second))
    assert [Client().get(path).status_code for path in (public, api)] == [404, 404]
    assert kept.sha256 not in Client().get(f"/risk/column/{row.number}/").content.decode()


def test_programs_attach_and_remove_files_of_drafts(client: Client) -> None:
    writer = official("commerce", "reviewer")
    row = drafted(writer)
    client.force_login(writer)
    api = f"/api/v1/risk/articles/{row.pk}/files/"
    assert client.post(api).status_code == 400
    (file,) = client.post(api, {"file": upload(PAPER, "a.pdf")}).json()["files"]
    assert client.get(f"{api}{file['id']}/").content == PAPER
    assert client.delete(f"{api}{file['id']}/").json()["files"] == []
    assert client.get(f"{api}{file['id']}/").status_code == 404


def upload(content: bytes, name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def now(person: Any) -> dict[str, Any]:
    return {**deed(person), "at": timezone.now()}
