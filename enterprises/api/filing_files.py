"""Files of a filing by program: attached, read back, taken away."""

from django.http import HttpResponse
from django.utils import timezone
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request

from enterprises.api import filings_schema as schema
from enterprises.api.filings import own_or_404, whole_answer
from enterprises.api.frame import ClientView, answer, body_of, download, text_of
from enterprises.constants import SCOPE_FILINGS, SCOPE_READ
from enterprises.models import Attachment, Filing
from enterprises.rules.registration import Problem
from enterprises.services.filing import attaching, submitting


class FilesView(ClientView):
    """The door for one file of one requirement."""

    scopes = {"POST": SCOPE_FILINGS}
    parser_classes = (MultiPartParser,)

    @schema.attached
    def post(self, request: Request, number: str) -> HttpResponse:
        row = own_or_404(self, number)
        field, file = text_of(body_of(request), "field"), request.FILES.get("file")
        missing = {
            name: ["missing"] for name, given in (("field", field), ("file", file)) if not given
        }
        if missing or file is None:
            raise ValidationError(missing)
        attaching.refuse_size(file.size or 0)
        attaching.attach(
            filing_id=row.pk,
            viewer=self.viewer,
            field=field,
            name=file.name or "",
            content=file.read(),
            at=timezone.now(),
            **self.deed(request),
        )
        return answer(whole_answer(row.pk, _problems(row)), status=201)


class FileView(ClientView):
    """One file of the caller's filing."""

    scopes = {"GET": SCOPE_READ, "DELETE": SCOPE_FILINGS}

    @schema.read_file
    def get(self, request: Request, number: str, attachment: int) -> HttpResponse:
        _must_belong(own_or_404(self, number), attachment)
        return download(
            *attaching.read(
                attachment_id=attachment,
                viewer=self.viewer,
                at=timezone.now(),
                **self.deed(request),
            )
        )

    @schema.removed_file
    def delete(self, request: Request, number: str, attachment: int) -> HttpResponse:
        row = own_or_404(self, number)
        _must_belong(row, attachment)
        attaching.remove(
            attachment_id=attachment, viewer=self.viewer, at=timezone.now(), **self.deed(request)
        )
        return answer(whole_answer(row.pk, _problems(row)))


def _must_belong(row: Filing, attachment: int) -> None:
    if not Attachment.objects.filter(pk=attachment, filing=row).exists():
        raise NotFound


def _problems(row: Filing) -> list[Problem]:
    return submitting.problems_of(Filing.objects.get(pk=row.pk), at=timezone.now())
