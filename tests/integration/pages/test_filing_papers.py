"""Papers of a filing on its pages: attached, listed, read safely, removed, refused in place."""

from typing import Any

import pytest

from enterprises.models import Attachment, Filing
from enterprises.services.demo_values import PDF
from tests.factories import applications
from tests.factories.users import UserFactory
from tests.integration.pages.conftest import reader
from tests.integration.pages.filing import HTMX, paper, posted, section

pytestmark = pytest.mark.django_db


def test_a_paper_is_attached_listed_downloaded_safely_and_removed() -> None:
    applied = applications.draft()
    person = reader(applied.by)
    Attachment.objects.all().delete()

    response = posted(
        person, section(applied, "subject") + "files/", field="licence", file=paper("执照.pdf")
    )
    row = Attachment.objects.get()
    file = person.get(f"/filings/{applied.filing.pk}/files/{row.pk}/")

    assert response.url == f"{section(applied, 'subject')}#files-licence"
    assert "执照.pdf" in person.text(section(applied, "subject"))
    assert file.content == PDF
    assert file["Content-Disposition"].startswith("attachment")
    assert file["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in file["Content-Security-Policy"]
    assert "no-store" in file["Cache-Control"]
    posted(
        person,
        f"/filings/{applied.filing.pk}/files/{row.pk}/remove/",
        section="subject",
        field="licence",
    )
    assert not Attachment.objects.exists()


@pytest.mark.parametrize(
    ("file", "status", "words"),
    [
        (paper("licence.pdf", b"hello"), 415, "不是完整的"),
        (paper("licence.png"), 415, "与文件名不符"),
        (None, 422, "请先选择文件"),
    ],
)
def test_a_refused_paper_is_told_at_its_place(file: Any, status: int, words: str) -> None:
    applied = applications.draft()
    person = reader(applied.by)
    sent = {"field": "licence"} | ({"file": file} if file else {})

    response = person.client.post(section(applied, "subject") + "files/", sent, headers=HTMX)

    page = response.content.decode()
    assert response.status_code == status
    assert response["X-Fragment"]
    assert words in page
    assert 'id="files-licence"' in page


def test_a_paper_that_is_too_large_is_refused_before_it_is_read(settings: Any) -> None:
    settings.FILING_ATTACHMENT_BYTES = 10
    applied_by = UserFactory.create()
    person = reader(applied_by)
    posted(person, "/filings/new/", kinds=["ecommerce"], site="hub")
    path = f"/filings/{Filing.objects.get().pk}/sections/subject/files/"

    response = person.client.post(path, {"field": "licence", "file": paper()}, headers=HTMX)

    assert response.status_code == 413
    assert not Attachment.objects.exists()
