"""What the tests of the pages of a filing share."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from enterprises.services.demo_values import PDF
from tests.factories import applications
from tests.integration.pages.conftest import Reader

HTMX = {"HX-Request": "true"}


def paper(name: str = "licence.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def section(applied: applications.Applied, code: str) -> str:
    return f"/filings/{applied.filing.pk}/sections/{code}/"


def posted(who: Reader, path: str, **values: Any) -> Any:
    return who.client.post(path, values)
