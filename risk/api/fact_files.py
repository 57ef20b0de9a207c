"""Facts from departments' systems as files."""

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.timezone import localtime
from rest_framework.exceptions import ValidationError
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request

from enterprises.api.frame import answer
from enterprises.services.refusals import Refusal
from risk.api import screening_schema as schema
from risk.api.joint import DepartmentView
from risk.api.screenings import refuse_others
from risk.services.fact_files import MOST_BYTES, import_facts
from risk.services.joint.systems import actor_of
from zone_portal.framework.pages import origin_of


class FactFilesView(DepartmentView):
    """A department's system delivers facts of one of its sources as a file."""

    parser_classes = (MultiPartParser,)

    @schema.deliver_file
    def post(self, request: Request) -> HttpResponse:
        client = self.client(request)
        data: Any = request.data
        source, file = str(data.get("source", "")), request.FILES.get("file")
        refuse_others(source, client)
        if file is None:
            raise ValidationError({"file": ["missing"]})
        if (file.size or 0) > MOST_BYTES:
            mega = MOST_BYTES // 1_048_576
            raise Refusal(
                "file_too_large",
                413,
                f"文件超过{mega} MB",
                f"the file is larger than {mega} MB",
            )
        done = import_facts(
            source=source,
            name=file.name or "",
            content=file.read(),
            by=actor_of(client),
            at=timezone.now(),
            origin=origin_of(request._request),
        )
        told = {"kept": done.rows, "at": localtime(done.at).isoformat()}
        return answer(told, status=202 if done.is_new else 200)
